package dev.postern.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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
