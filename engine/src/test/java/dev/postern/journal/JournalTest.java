package dev.postern.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.PlannedCase.Use;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Verdict;
import dev.postern.api.http.Header;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.StageChecks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    @TempDir
    private Path folder;

    private Journal journal;

    @BeforeEach
    void startJournal() {
        var plan = Rehearsal.of(folder, """
                        target: stage
                        baseUrl: http://localhost
                        schemes: {tokens: {type: bearer-opaque}}
                        identities: {}
                        operations: {}
                        """, new StageChecks.NoCredential()).plan();
        journal = Journal.start(folder.resolve("reports"), plan, AT, "1.0");
    }

    private static CaseResult result(String id, Optional<Verdict> skip) {
        var exchange = new RecordedExchange(
                "invented credential 1",
                "GET",
                "http://localhost/orders?q=%20",
                List.of(new Header("Authorization", "Bearer ***"), new Header("Accept", "*/*")),
                "",
                200,
                List.of(new Header("Set-Cookie", "a=***"), new Header("Set-Cookie", "b=***")),
                "{\"snow\":\"\u2603 \ud83d\ude00\",\n\"x\":1}",
                "",
                "curl -i",
                AT,
                12);
        var trial = new Trial(
                "invented credential 1", Trial.Kind.ATTEMPT, "denied", "granted", false, "200", List.of(exchange));
        var planned = new PlannedCase(
                id,
                "stage.no-credential",
                "listOrders",
                "GET /orders",
                "tokens",
                "alice",
                "",
                skip,
                3,
                Set.of(new Use("limit:tokens", true)));
        return new CaseResult(
                planned, Verdict.fail(Reason.GRANTED, "granted"), List.of(trial), "0123456789abcdef", AT, 34);
    }

    @Test
    void results_come_back_as_they_were_written_in_order() throws Exception {
        var first = result("one", Optional.empty());
        var second = result("two", Optional.of(Verdict.notApplicable(Reason.NEED_MISSING, "add this")));

        journal.caseFinished(first);
        journal.caseFinished(second);
        journal.finished(AT, false);

        assertThat(Journal.results(journal.file())).containsExactly(first, second);
        assertThat(Files.readAllLines(journal.file())).hasSize(4);
    }

    @Test
    void why_a_case_does_not_break_the_gate_comes_back_and_may_be_absent() throws Exception {
        var exempt = result("one", Optional.empty())
                .withExemption(Optional.of(new Exemption(Exemption.Kind.KNOWN, "known since 2026-01-31, baseline")));
        journal.caseFinished(exempt);
        journal.caseFinished(result("two", Optional.empty()));
        var text = Files.readString(journal.file());
        assertThat(text).contains(",\"exemption\":null");
        Files.writeString(journal.file(), text.replace(",\"exemption\":null", ""));

        assertThat(Journal.results(journal.file())).containsExactly(exempt, result("two", Optional.empty()));
    }

    @Test
    void a_journal_names_its_target() throws Exception {
        assertThat(Journal.target(journal.file())).contains("stage");
        assertThat(Journal.target(Files.writeString(folder.resolve("odd"), "no journal\n")))
                .isEmpty();
        assertThat(Journal.target(Files.writeString(folder.resolve("odd"), ""))).isEmpty();
    }

    @Test
    void a_last_line_that_was_not_written_whole_is_left_out() throws Exception {
        var first = result("one", Optional.empty());
        journal.caseFinished(first);
        journal.caseFinished(result("two", Optional.empty()));

        var whole = Files.readAllBytes(journal.file());
        // cut within the last line at every fifth byte, also within a character of several bytes
        var lastLine = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        for (var length = lastLine; length < whole.length - 1; length += 5) {
            Files.write(journal.file(), java.util.Arrays.copyOf(whole, length));

            assertThat(Journal.results(journal.file())).as("%s bytes", length).containsExactly(first);
        }
    }

    @Test
    void a_new_audit_takes_the_place_of_the_old_journal() throws Exception {
        journal.caseFinished(result("one", Optional.empty()));

        startJournal();

        assertThat(Journal.results(journal.file())).isEmpty();
        assertThat(Files.readString(journal.file())).contains("\"event\":\"started\"", "\"at\":\"" + AT + "\"");
    }

    @Test
    void an_event_of_a_later_version_is_passed_over() throws Exception {
        var first = result("one", Optional.empty());
        Files.writeString(journal.file(), "{\"event\":\"resumed\"}\n", StandardOpenOption.APPEND);
        journal.caseFinished(first);

        assertThat(Journal.results(journal.file())).containsExactly(first);
    }
}
