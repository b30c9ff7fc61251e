package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.KnownFinding;
import dev.postern.api.check.Severity;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {

    @TempDir
    Path folder;

    private static KnownFinding finding(String fingerprint, String check, String words, String since) {
        return new KnownFinding(
                fingerprint, "orders", check, "listOrders", "alice", "", Severity.HIGH, LocalDate.parse(since), words);
    }

    private Baseline load(String text) {
        try {
            return Baseline.load(Files.writeString(folder.resolve("baseline.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("gate/baseline-mistakes.txt").tests(c -> {
            try {
                load(c.get("baseline"));
                return "";
            } catch (InvalidFileException e) {
                return e.getMessage().replace(folder + "/", "");
            }
        });
    }

    @Test
    void it_is_written_in_one_order_and_can_be_read_by_people() {
        var one = finding("1234567890123456", "jwt.alg-none", "GET /orders granted what it must deny: x", "2026-01-31");
        var two = finding("12e4567890123456", "jwt.expired", "- # odd: 'words'", "2026-02-01");
        var text = Baseline.of(List.of(two, one)).toYaml();

        assertThat(text).isEqualTo(Baseline.of(List.of(one, two)).toYaml()).endsWith("""
                        findings:
                          - fingerprint: '1234567890123456'
                            target: orders
                            check: jwt.alg-none
                            operation: listOrders
                            identity: alice
                            severity: high
                            since: 2026-01-31
                            words: 'GET /orders granted what it must deny: x'
                          - fingerprint: '12e4567890123456'
                            target: orders
                            check: jwt.expired
                            operation: listOrders
                            identity: alice
                            severity: high
                            since: 2026-02-01
                            words: '- # odd: ''words'''
                        """);
        assertThat(load(text).all()).containsExactly(one, two);
    }

    @Test
    void of_two_findings_with_one_fingerprint_the_day_of_the_first_is_kept() {
        var baseline = Baseline.of(List.of(
                finding("0123456789abcdef", "a.b", "later", "2026-02-01"),
                finding("0123456789abcdef", "a.b", "first", "2026-01-01")));

        assertThat(baseline.all()).extracting(KnownFinding::words).containsExactly("first");
    }

    @Test
    void nothing_known_is_a_file_too() {
        assertThat(load(Baseline.EMPTY.toYaml()).all()).isEmpty();
    }

    @Property(tries = 300)
    void whatever_a_target_says_is_read_as_it_was_written(@ForAll @StringLength(max = 300) String words)
            throws IOException {
        var written = finding("0123456789abcdef", "a.b", words, "2026-01-31");
        var file = Files.createTempFile("baseline", ".yaml");
        try {
            Files.writeString(file, Baseline.of(List.of(written)).toYaml());

            assertThat(Baseline.load(file).all()).containsExactly(written);
        } finally {
            Files.delete(file);
        }
    }
}
