package dev.postern.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AttestationsTest {

    private static final String GOOD = """
            attestations:
              encrypt:
                holds: yes
                by: Ada
                on: 2026-01-31
                evidence: https://wiki.example.test/encryption
              vault:
                holds: no
                by: Bo
                on: 2026-02-01
                until: 2026-03-01
                evidence: ticket 12
            """;

    private static final Control ENCRYPT =
            new Control("encrypt", "Tokens are encrypted", "", List.of(), List.of(), true);
    private static final Control VAULT = new Control("vault", "Secrets are in a vault", "", List.of(), List.of(), true);

    @TempDir
    Path folder;

    private Attestations load(String text) {
        try {
            return Attestations.load(Files.writeString(folder.resolve("attestations.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("checklist/attestation-mistakes.txt").tests(c -> {
            try {
                load(c.get("attestations"));
                return "";
            } catch (InvalidFileException e) {
                return e.getMessage().replace(folder + "/", "");
            }
        });
    }

    @Test
    void an_attestation_counts_from_its_day_for_a_year_unless_it_says_otherwise() {
        var attestations = load(GOOD);

        assertThat(attestations.of("encrypt").orElseThrow().until()).isEqualTo(LocalDate.of(2027, 1, 31));
        assertThat(attestations.of("vault").orElseThrow().until()).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(attestations.verdict(ENCRYPT, LocalDate.of(2026, 1, 30)).outcome())
                .isEqualTo(Outcome.MANUAL);
        assertThat(attestations.verdict(ENCRYPT, LocalDate.of(2026, 1, 31)).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(attestations.verdict(ENCRYPT, LocalDate.of(2027, 1, 31)).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(attestations.verdict(ENCRYPT, LocalDate.of(2027, 2, 1)).words())
                .isEqualTo("Ada attested on 2026-01-31 that \"Tokens are encrypted\" holds; this counts from 2026-01-31"
                        + " until 2027-01-31, not on 2027-02-01.");
    }

    @Test
    void what_is_attested_not_to_hold_fails() {
        var verdict = load(GOOD).verdict(VAULT, LocalDate.of(2026, 2, 15));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.ATTESTED_ABSENT);
        assertThat(verdict.words())
                .isEqualTo(
                        "Bo attested on 2026-02-01 that \"Secrets are in a vault\" does not hold. Evidence: ticket 12");
    }

    @Test
    void what_nobody_attested_is_left_to_a_person() {
        var other = new Control("other", "Something else", "", List.of(), List.of(), true);

        assertThat(load(GOOD).verdict(other))
                .satisfies(v -> assertThat(v.outcome()).isEqualTo(Outcome.MANUAL))
                .satisfies(v -> assertThat(v.words())
                        .isEqualTo("Nobody has attested \"Something else\": add \"other\" to the attestation file."));
    }

    @Test
    void attestations_that_nobody_asks_for_are_told() {
        var unasked = load(GOOD.replace("encrypt:", "encrpyt:"))
                .unasked(new Checklist("ours", "Ours", List.of(ENCRYPT, VAULT)));

        assertThat(unasked).hasSize(1);
        assertThat(unasked.get(0).toString())
                .endsWith("attestations.yaml:2:3: the checklist \"ours\" has no manual control \"encrpyt\"\n"
                        + "   did you mean \"encrypt\"? known manual controls: encrypt, vault");
    }

    @Test
    void a_control_that_checks_verify_cannot_be_attested() {
        var verified = new Control("encrypt", "Tokens are encrypted", "", List.of(), List.of("a.b"), false);

        assertThat(load(GOOD).unasked(new Checklist("ours", "Ours", List.of(verified, VAULT))))
                .singleElement()
                .asString()
                .endsWith(
                        "attestations.yaml:2:3: the control \"encrypt\" of the checklist \"ours\" is verified by checks,"
                                + " not by a person\n   remove it; a waiver accepts what a check finds");
        assertThat(load(GOOD).unasked(new Checklist("ours", "Ours", List.of(verified))))
                .extracting(Object::toString)
                .anySatisfy(
                        problem -> assertThat(problem).contains("remove it: the checklist asks for no attestation"));
    }
}
