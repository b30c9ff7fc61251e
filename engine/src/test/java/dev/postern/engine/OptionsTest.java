package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.junit.Audit;
import dev.postern.engine.Options.Given;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.ConfigurationParameters;

/** Where options come from, and what is said of those that are wrong. */
class OptionsTest {

    private record Parameters(Map<String, String> values) implements ConfigurationParameters {
        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::parseBoolean);
        }

        @Override
        @SuppressWarnings("deprecation") // the interface has it still
        public int size() {
            return values.size();
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }

    private static Options options(Map<String, String> parameters, Map<String, String> environment) {
        return new Options(new Parameters(parameters), environment::get);
    }

    @Test
    void a_parameter_wins_over_a_variable_which_wins_over_the_annotation_which_wins_over_the_default() {
        var annotation = Map.of(Options.CHECKLIST, new Given(List.of("annotation"), "@Audit(checklist)"));
        var parameter = Map.of(Options.CHECKLIST, "parameter");
        var variable = Map.of("POSTERN_CHECKLIST", "variable, other");

        assertThat(options(parameter, variable).declaring(annotation).checklists())
                .containsExactly("parameter");
        assertThat(options(Map.of(), variable).declaring(annotation).checklists())
                .containsExactly("variable", "other");
        assertThat(options(Map.of(), Map.of()).declaring(annotation).checklists())
                .containsExactly("annotation");
        assertThat(options(Map.of(), Map.of()).checklists()).containsExactly("api-authentication-essentials");
    }

    @Test
    void an_empty_value_counts_as_none() {
        assertThat(options(Map.of(Options.ONLY, " "), Map.of("POSTERN_ONLY", "jwt.*"))
                        .only())
                .containsExactly("jwt.*");
    }

    @Test
    void a_list_of_nothing_but_commas_is_a_mistake() {
        assertThat(options(Map.of(Options.ONLY, ","), Map.of()).mistakes())
                .containsExactly("postern.only=,: this names nothing");
        assertThat(options(Map.of(), Map.of("POSTERN_TARGET", " , ")).mistakes())
                .hasSize(1);
    }

    @Test
    void an_output_folder_that_is_a_file_is_a_mistake(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("reports"), "");

        for (var place : List.of(file, file.resolve("below"))) {
            assertThat(options(Map.of(Options.OUTPUT, place.toString()), Map.of())
                            .mistakes())
                    .singleElement()
                    .asString()
                    .contains("postern.output: ", "reports is a file, and no folder");
        }
    }

    @Test
    void every_option_has_a_variable() {
        assertThat(Options.variable(Options.BASE_URL)).isEqualTo("POSTERN_BASE_URL");
        for (var key : Options.KEYS) {
            assertThat(options(Map.of(), Map.of(Options.variable(key), "x")).get(key))
                    .contains("x");
        }
    }

    @Test
    void all_constants_are_keys() {
        var constants = Arrays.stream(Options.class.getFields())
                .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType().equals(String.class))
                .filter(f -> !f.getName().startsWith("DEFAULT_")) // a value, and no key
                .map(f -> {
                    try {
                        return (String) f.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertThat(Options.KEYS).containsExactlyInAnyOrderElementsOf(constants.toList());
    }

    @Test
    void the_guide_has_every_option_with_its_variable_and_its_member_of_the_annotation() throws IOException {
        var rows = Pattern.compile("^\\| `(postern\\.[a-z-]+)` \\| `(\\w+)` \\| (?:`(\\w+)`)?", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../docs/audit-class.md")))
                .results()
                .toList();

        assertThat(rows).extracting(r -> r.group(1)).containsExactlyElementsOf(Options.KEYS);
        assertThat(rows).allMatch(r -> r.group(2).equals(Options.variable(r.group(1))));
        assertThat(rows.stream().map(r -> r.group(3)).filter(m -> m != null))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Audit.class.getDeclaredMethods())
                        .map(m -> m.getName())
                        .toList());
    }

    @Test
    void what_is_wrong_is_told_all_at_once_with_who_said_it() {
        var wrong = options(
                Map.of(Options.PARALLELISM, "many", Options.BASE_URL, "https://alice:hunter2@localhost"),
                Map.of("POSTERN_INCONCLUSIVE_ALLOWED", "yes"));

        assertThat(wrong.mistakes())
                .containsExactly(
                        "postern.base-url: write an http or https URL without user, query and fragment, e.g."
                                + " https://localhost:8443/api",
                        "postern.parallelism=many: write a number from 1 to 9999",
                        "POSTERN_INCONCLUSIVE_ALLOWED=yes: write true or false");
        assertThat(options(Map.of(), Map.of()).mistakes()).isEmpty();
    }

    @Test
    void an_address_loses_the_slash_at_its_end() {
        assertThat(options(Map.of(Options.BASE_URL, "http://localhost:1/api/"), Map.of())
                        .baseUrl()
                        .orElseThrow())
                .hasToString("http://localhost:1/api");
    }

    @Test
    void names_that_are_no_option_are_told_unless_they_may_be_somebody_else_s() {
        var doubts = options(
                        Map.of(
                                "postern.onyl",
                                "x",
                                "postern.colour",
                                "x",
                                "postern.approve",
                                "false",
                                Options.ONLY,
                                "x"),
                        Map.of())
                .doubts(
                        Set.of("postern.outptu", "postern.approve", "java.version", "postern.only-one", Options.OUTPUT),
                        Set.of("POSTERN_BASEURL", "POSTERN_TOKEN_OF_ALICE", "PATH", "POSTERN_ONLY"),
                        Set.of("postern.only-one"));

        assertThat(doubts)
                .hasSize(4)
                .anyMatch(d -> d.startsWith("the parameter postern.onyl means nothing to Postern\n"
                        + "   did you mean \"postern.only\"? known names: postern.target"))
                .anyMatch(d -> d.startsWith("the parameter postern.colour means nothing to Postern"))
                .anyMatch(d -> d.contains("the system property postern.outptu")
                        && d.contains("did you mean \"postern.output\"?"))
                .anyMatch(d -> d.contains("the environment variable POSTERN_BASEURL")
                        && d.contains("did you mean \"POSTERN_BASE_URL\"?"));
    }
}
