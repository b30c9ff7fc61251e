package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.checklist.Attestations;
import dev.postern.checklist.Checklists;
import dev.postern.engine.AuditDefinition;
import dev.postern.gate.Baseline;
import dev.postern.gate.GateSettings;
import dev.postern.gate.Waivers;
import dev.postern.plan.CheckCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the pages show can be read, and lead to what the pages say. */
class ExamplesTest {

    private static final String ESSENTIALS = "api-authentication-essentials";

    private final CheckCatalogue catalogue = CheckCatalogue.load();

    @TempDir
    private Path folder;

    @Test
    void the_target_file_of_the_readme_makes_a_plan() throws IOException {
        var file = Files.writeString(folder.resolve("orders-api.yaml"), yaml("README.md", "target:"));

        var plan = AuditDefinition.of(file, ESSENTIALS, Optional.empty()).plan(catalogue, List.of(), problem -> {});

        assertThat(plan.runnable().map(planned -> planned.checkId()))
                .contains("auth.missing-credential", "jwt.alg-none", "tenant.isolated");
    }

    @Test
    void the_attestations_of_the_guide_are_asked_for() throws IOException {
        var file = Files.writeString(folder.resolve("attestations.yaml"), yaml("docs/checklists.md", "attestations:"));

        var attestations = Attestations.load(file);

        assertThat(attestations.all()).hasSize(2);
        assertThat(attestations.unasked(Checklists.load(ESSENTIALS, catalogue.ids())))
                .isEmpty();
    }

    @Test
    void the_baseline_and_the_waivers_of_the_guide_can_be_read() throws IOException {
        var baseline = Files.writeString(folder.resolve("baseline.yaml"), yaml("docs/gate.md", "findings:"));
        var waivers = Files.writeString(folder.resolve("waivers.yaml"), yaml("docs/gate.md", "waivers:"));

        assertThat(Baseline.load(baseline).all()).hasSize(1);
        assertThat(Waivers.load(waivers).all()).hasSize(2);
    }

    @Test
    void the_guide_to_the_gate_names_every_option() throws IOException {
        var rows = Files.readString(page("docs/gate.md"))
                .lines()
                .filter(line -> line.startsWith("| `postern."))
                .toList();

        assertThat(rows).hasSameSizeAs(GateSettings.STRICT.toOptions().keySet());
        GateSettings.STRICT
                .toOptions()
                .keySet()
                .forEach(name -> assertThat(rows).anyMatch(row -> row.startsWith("| `" + name + "` |")));
    }

    @Test
    void the_checklist_has_as_many_controls_as_the_guide_says() throws IOException {
        var controls = Checklists.load(ESSENTIALS, catalogue.ids()).controls();

        assertThat(Files.readString(page("docs/checklists.md"))).contains("default: " + controls.size() + " controls");
    }

    private static String yaml(String page, String start) throws IOException {
        return Pattern.compile("```yaml\n(" + start + ".*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page(page)))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Path page(String name) {
        return Path.of("..").resolve(name);
    }
}
