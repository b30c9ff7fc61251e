package dev.postern.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.check.Check;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.Severity;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecklistsTest {

    private static final Set<String> CHECKS =
            Set.of("auth.missing-credential", "auth.invalid-credential", "jwt.alg-none", "jwt.expired");

    private static final String BASE = """
            checklist: base
            title: Base
            controls:
              authenticate:
                title: Every operation authenticates its caller
                description: >-
                  No credential,
                  no answer.
                references: [OWASP API2:2023]
                checks: [auth.*]
              verify-tokens:
                title: Tokens are verified
                checks: [jwt.expired, jwt.alg-none]
              encrypt:
                title: Tokens are encrypted at rest
                manual: true
            """;

    @TempDir
    Path folder;

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Checklist load(String text) {
        write("base.yaml", BASE);
        write("ours.yaml", text);
        return Checklists.load(folder.resolve("ours.yaml"), CHECKS);
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("checklist/mistakes.txt").tests(c -> {
            try {
                if (c.containsKey("other")) {
                    write("other.yaml", c.get("other"));
                }
                load(c.get("checklist"));
                return "";
            } catch (InvalidFileException e) {
                return e.getMessage().replace(folder + "/", "");
            }
        });
    }

    @Test
    void wildcards_become_the_ids_of_checks_in_order() {
        assertThat(load(BASE).controls())
                .containsExactly(
                        new Control(
                                "authenticate",
                                "Every operation authenticates its caller",
                                "No credential, no answer.",
                                List.of("OWASP API2:2023"),
                                List.of("auth.invalid-credential", "auth.missing-credential"),
                                false),
                        new Control(
                                "verify-tokens",
                                "Tokens are verified",
                                "",
                                List.of(),
                                List.of("jwt.expired", "jwt.alg-none"),
                                false),
                        new Control("encrypt", "Tokens are encrypted at rest", "", List.of(), List.of(), true));
    }

    @Test
    void a_checklist_extends_selects_omits_and_adds() {
        var list = load("""
                checklist: ours
                title: Ours
                extends: [base.yaml]
                select: ["*-tokens", enc*]
                omit: [encrypt]
                controls:
                  own:
                    title: Our own
                    checks: jwt.expired
                """);

        assertThat(list.id()).isEqualTo("ours");
        assertThat(list.controls()).extracting(Control::id).containsExactly("verify-tokens", "own");
    }

    private static final String LIMITED = """
            checklist: ours
            title: Ours
            controls:
              short:
                title: Tokens live shortly
                checks: [jwt.lifetime, jwt.expired]
                parameters:
                  PARAMETERS
            """;

    private Checklist limited(String parameters) {
        write("ours.yaml", LIMITED.replace("PARAMETERS", parameters));
        return Checklists.load(
                folder.resolve("ours.yaml"),
                Map.of(
                        "jwt.lifetime",
                        List.of(Limited.class.getAnnotation(Check.class).parameters()),
                        "jwt.expired",
                        List.of()));
    }

    @Check(
            id = "jwt.lifetime",
            title = "Lifetime",
            severity = Severity.LOW,
            requests = 0,
            parameters = {
                @Parameter(
                        name = "maxLifetime",
                        kind = Parameter.Kind.DURATION,
                        strictest = Parameter.Strictest.SMALLEST),
                @Parameter(name = "minBits", kind = Parameter.Kind.NUMBER, strictest = Parameter.Strictest.LARGEST)
            })
    private static final class Limited {}

    @Test
    void a_control_sets_limits_that_its_checks_have() {
        var control =
                limited("maxLifetime: PT1H\n      minBits: 2048").controls().get(0);

        assertThat(control.parameters().duration("maxLifetime")).contains(Duration.ofHours(1));
        assertThat(control.parameters().number("minBits")).contains(2048);
        assertThat(control.parameters().number("other")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "maxLifetme: PT1H | no check of control \"short\" has the parameter \"maxLifetme\"",
                "maxLifetme: PT1H | did you mean \"maxLifetime\"? known parameters: maxLifetime, minBits",
                "maxLifetime: 1h | must be a duration, but is \"1h\"",
                "minBits: many | must be a whole number"
            })
    void a_limit_that_no_check_has_or_that_is_none_is_a_mistake_with_its_place(String parameter, String words) {
        assertThatThrownBy(() -> limited(parameter))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("ours.yaml:8:7: ")
                .hasMessageContaining(words);
    }

    @Test
    void a_control_that_is_reached_twice_stands_once() {
        write("left.yaml", "checklist: left\ntitle: Left\nextends: base.yaml\n");
        write("right.yaml", "checklist: right\ntitle: Right\nextends: base.yaml\nselect: encrypt\n");

        assertThat(load("checklist: ours\ntitle: Ours\nextends: [left.yaml, right.yaml]\n")
                        .controls())
                .extracting(Control::id)
                .containsExactly("authenticate", "verify-tokens", "encrypt");
    }

    @Property(tries = 300)
    void any_text_is_read_or_refused(@ForAll String text, @ForAll int from) throws IOException {
        var file = Files.createTempFile("ours", ".yaml");
        try {
            for (var content : new String[] {text, inserted(text, from)}) {
                Files.writeString(file, content);
                try {
                    Checklists.load(file, CHECKS);
                } catch (InvalidFileException e) {
                    assertThat(e.problems()).isNotEmpty();
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static String inserted(String text, int from) {
        var at = Math.floorMod(from, BASE.length());
        return BASE.substring(0, at) + text + BASE.substring(at);
    }
}
