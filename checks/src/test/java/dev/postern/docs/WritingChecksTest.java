package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.SecurityCheck;
import dev.postern.checklist.Checklists;
import dev.postern.plan.CheckCatalogue;
import dev.postern.proof.Rehearsal;
import dev.postern.samples.OrdersApi;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code docs/writing-checks.md} are the page's own text, and do what the page says. */
class WritingChecksTest {

    private static final List<SecurityCheck> EXAMPLES =
            List.of(new DocumentationKey(), new StackNotTold(), new TokensDiffer());
    private static final List<String> ACME_IN_YAML = List.of("acme.debug-header", "acme.answers-not-kept");
    private static final Path IN_YAML = Path.of("src/test/resources/dev/postern/docs/in-yaml");
    private static final Path CHECKLIST = Path.of("src/test/resources/dev/postern/docs/acme-api-rules.yaml");

    private final CheckCatalogue catalogue = CheckCatalogue.of(EXAMPLES);

    @TempDir
    private Path folder;

    @Test
    void the_examples_pass_on_a_sound_target() throws Exception {
        try (var api = OrdersApi.hardened()) {
            var audit = new Rehearsal(folder, catalogue).audit(api, catalogue.ids());

            assertThat(audit.with(Outcome.FAIL)).isEmpty();
            assertThat(audit.with(Outcome.INCONCLUSIVE)).isEmpty();
            assertThat(catalogue.ids())
                    .allSatisfy(id ->
                            assertThat(Rehearsal.of(audit, id, Outcome.PASS)).isNotEmpty());
        }
    }

    @Test
    void the_denial_example_fails_where_any_key_will_do() throws Exception {
        try (var api = OrdersApi.weakenedBy(Weakness.KEY_PRESENCE_ONLY)) {
            var audit = new Rehearsal(folder, catalogue).audit(api, List.of("acme.documentation-key"));

            assertThat(Rehearsal.of(audit, "acme.documentation-key", Outcome.FAIL))
                    .isNotEmpty();
        }
    }

    @Test
    void the_examples_in_yaml_are_checks_like_any_other() throws Exception {
        var inYaml = inYaml();

        try (var api = OrdersApi.hardened()) {
            var audit = new Rehearsal(folder, inYaml).audit(api, ACME_IN_YAML);

            assertThat(audit.with(Outcome.FAIL)).isEmpty();
            assertThat(audit.with(Outcome.INCONCLUSIVE)).isEmpty();
            assertThat(ACME_IN_YAML)
                    .allSatisfy(id ->
                            assertThat(Rehearsal.of(audit, id, Outcome.PASS)).isNotEmpty());
        }
        try (var api = OrdersApi.weakenedBy(Weakness.UNKNOWN_TOKEN_IS_GUEST)) {
            var audit = new Rehearsal(folder, inYaml).audit(api, List.of("acme.debug-header"));

            assertThat(Rehearsal.of(audit, "acme.debug-header", Outcome.FAIL)).isNotEmpty();
        }
    }

    private static CheckCatalogue inYaml() throws IOException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {IN_YAML.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return CheckCatalogue.load();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void the_page_shows_these_checks_in_yaml() throws IOException {
        assertThat(blocks("writing-checks.md", "yaml"))
                .contains(Files.readString(IN_YAML.resolve("META-INF/postern/checks.yaml")));
    }

    @Test
    void the_checklist_can_be_read() {
        var all = new TreeSet<>(CheckCatalogue.load().ids());
        all.addAll(catalogue.ids());

        var checklist = Checklists.load(CHECKLIST, all);

        assertThat(checklist.controls())
                .extracting(control -> control.id())
                .contains("published-keys-open-nothing", "isolate-tenants")
                .doesNotContain("tokens-encrypted-on-disk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DocumentationKey", "StackNotTold", "TokensDiffer"})
    void the_page_shows_this_code(String example) throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/postern/docs", example + ".java"));

        assertThat(blocks("writing-checks.md", "java")).contains(region(source));
    }

    @Test
    void the_page_shows_this_checklist() throws IOException {
        assertThat(blocks("writing-checks.md", "yaml")).contains(Files.readString(CHECKLIST));
    }

    @Test
    void the_readme_shows_the_denial_example() throws IOException {
        var source = region(Files.readString(Path.of("src/test/java/dev/postern/docs/DocumentationKey.java")));

        assertThat(blocks("../README.md", "java")).anyMatch(block -> !block.isBlank() && source.endsWith(block));
    }

    private static String region(String source) {
        var matcher =
                Pattern.compile("// page: \\w+\n(.*?)// end\n", Pattern.DOTALL).matcher(source);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static List<String> blocks(String page, String language) throws IOException {
        var text = Files.readString(Path.of("..", "docs").resolve(page));
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
