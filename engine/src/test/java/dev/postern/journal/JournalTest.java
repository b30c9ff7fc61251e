package dev.postern.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.PlannedCase.Use;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.StoredTrials;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private JournalContent content() throws Exception {
        return JournalContent.read(journal.file());
    }

    @Test
    void results_come_back_as_they_were_written_in_order() throws Exception {
        var first = result("one", Optional.empty());
        var second = result("two", Optional.of(Verdict.notApplicable(Reason.NEED_MISSING, "add this")));

        journal.caseFinished(first, 7);
        journal.caseFinished(second, 9);
        journal.finished(AT, false);

        assertThat(content().results()).containsExactly(first, second);
        assertThat(content().requests()).isEqualTo(9);
        assertThat(content().isFinished()).isTrue();
        assertThat(content().isPartial()).isFalse();
        assertThat(Files.readAllLines(journal.file()))
                .extracting(line -> line.replaceAll("\\{\"event\":\"(\\w+)\".*", "$1"))
                .containsExactly("started", "trial", "case", "trial", "case", "finished");
    }

    @Test
    void trials_are_written_as_they_come_and_stay_in_the_file() throws Exception {
        var trial = result("one", Optional.empty()).trials().get(0);
        var log = journal.trialsOf("one");

        log.add(trial);

        assertThat(Files.readString(journal.file())).contains("\"event\":\"trial\"", "snow");
        var kept = result("one", Optional.empty()).withTrials(log.trials());
        assertThat(kept.trials()).isInstanceOf(StoredTrials.class).containsExactly(trial);
        log.add(trial);
        assertThat(kept.trials()).as("those until then").hasSize(1);
        journal.caseFinished(kept.withTrials(log.trials()), 2);
        assertThat(content().results().get(0).trials()).containsExactly(trial, trial);
    }

    @Test
    void a_journal_tells_what_it_is_about() throws Exception {
        var start = content().start().orElseThrow();

        assertThat(start.target()).isEqualTo("stage");
        assertThat(start.at()).isEqualTo(AT);
        assertThat(start.cases()).isEqualTo(1);
        assertThat(start.origin().isKnown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no journal\n", "{\"event\":\"case\"}\n", "[]\n", "\n", ""})
    void what_is_no_journal_names_no_target(String text) throws Exception {
        assertThat(JournalContent.read(Files.writeString(folder.resolve("odd"), text))
                        .start())
                .isEmpty();
    }

    @Test
    void a_journal_of_version_1_is_read_though_its_lines_have_no_checksums_and_hold_the_trials() throws Exception {
        var old = Files.writeString(folder.resolve("old.jsonl"), """
                {"event":"started","at":"2026-01-02T03:04:05Z","postern":"0.1","audit":"a","target":"shop","checklist":"c","cases":1}
                {"event":"case","result":{"planned":{"id":"one","checkId":"jwt.expired","operation":"o","operationLabel":"GET /o",\
                "scheme":"s","identity":"alice","intruder":"","skip":null,"requests":1,"uses":[]},"verdict":{"outcome":"PASS",\
                "reason":"HELD","words":"held","severity":null},"trials":[{"label":"l","kind":"ATTEMPT","expected":"denied",\
                "observed":"denied","asExpected":true,"words":"401","exchanges":[]}],"fingerprint":"",\
                "startedAt":"2026-01-02T03:04:05Z","elapsedMillis":3}}
                {"event":"finished","at":"2026-01-02T03:04:06Z","gatePassed":true}
                """);

        var content = JournalContent.read(old);

        assertThat(content.damaged()).isEmpty();
        assertThat(content.start().orElseThrow().target()).isEqualTo("shop");
        assertThat(content.results()).singleElement().satisfies(result -> {
            assertThat(result.exemption()).isEmpty();
            assertThat(result.trials())
                    .singleElement()
                    .matches(trial -> trial.words().equals("401"));
        });
    }

    @Test
    void a_last_line_that_was_not_written_whole_is_left_out_and_cut_off_before_the_next() throws Exception {
        var first = result("one", Optional.empty());
        journal.caseFinished(first, 7);
        journal.caseFinished(result("two", Optional.empty()), 7);

        var whole = Files.readAllBytes(journal.file());
        // cut within the last line at every fifth byte, also within a character of several bytes
        var lastLine = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        for (var length = lastLine + 1; length < whole.length; length += 5) {
            Files.write(journal.file(), Arrays.copyOf(whole, length));

            assertThat(content().results()).as("%s bytes", length).containsExactly(first);
            assertThat(content().isCut()).isTrue();
            assertThat(content().damaged()).isEmpty();
        }
        try (var again = Journal.goOn(content(), AT)) {
            again.caseFinished(result("three", Optional.empty()), 8);
        }
        assertThat(content().results()).extracting(r -> r.planned().id()).containsExactly("one", "three");
        assertThat(content().isCut()).isFalse();
        assertThat(content().damaged()).isEmpty();
    }

    @Test
    void one_damaged_byte_loses_nothing_in_silence() throws Exception {
        journal.caseFinished(result("one", Optional.empty()), 7);
        journal.caseFinished(result("two", Optional.empty()), 8);
        journal.finished(AT, false);
        var whole = Files.readAllBytes(journal.file());

        for (var at = 0; at < whole.length; at++) {
            for (var bit : new int[] {0, 1, 5, 7}) {
                var damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                Files.write(journal.file(), damaged);

                assertThat(content().isPartial()).as("byte %s, bit %s", at, bit).isTrue();
                assertThat(!content().damaged().isEmpty() || content().isCut())
                        .as("byte %s, bit %s is told", at, bit)
                        .isTrue();
            }
        }
    }

    @Test
    void damage_costs_the_lines_that_it_hits_and_these_are_named() throws Exception {
        journal.caseFinished(result("one", Optional.empty()), 7);
        journal.caseFinished(result("two", Optional.empty()), 8);
        journal.caseFinished(result("three", Optional.empty()), 9);
        var lines = new ArrayList<>(Files.readAllLines(journal.file()));
        lines.set(2, lines.get(2).replace("GRANTED", "grANTED")); // the verdict of the first
        lines.set(3, lines.get(3).replace("snow", "rain")); // the evidence of the second
        Files.write(journal.file(), lines);

        assertThat(content().damaged()).containsExactly(3, 4);
        assertThat(content().damagedLines()).isEqualTo("lines 3, 4");
        assertThat(content().results()).extracting(r -> r.planned().id()).containsExactly("two", "three");
        assertThat(content().incomplete()).containsExactly("two");
    }

    @Test
    void a_file_that_takes_no_more_is_told_and_no_thread_that_was_interrupted_closes_it() throws Exception {
        Thread.currentThread().interrupt();
        journal.caseFinished(result("one", Optional.empty()), 7);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.failure()).isEmpty();

        journal.close();
        journal.caseFinished(result("two", Optional.empty()), 7);

        assertThat(journal.failure()).isPresent();
        assertThat(content().results()).hasSize(1);
    }

    @Test
    void a_new_audit_takes_the_place_of_the_old_journal() throws Exception {
        journal.caseFinished(result("one", Optional.empty()), 7);

        startJournal();

        assertThat(content().results()).isEmpty();
        assertThat(Files.readString(journal.file())).contains("\"event\":\"started\"", "\"at\":\"" + AT + "\"");
    }

    @Test
    void cases_that_are_run_again_have_lost_their_verdicts_until_then() throws Exception {
        journal.caseFinished(result("one", Optional.empty()), 7);
        journal.caseFinished(result("two", Optional.empty()), 7);

        journal.runAgain(List.of("one"));

        assertThat(content().results()).extracting(r -> r.planned().id()).containsExactly("two");
    }

    @Test
    void an_event_of_a_later_version_is_passed_over() throws Exception {
        var first = result("one", Optional.empty());
        Files.write(journal.file(), SealedLine.of("{\"event\":\"paused\",\"result\":{}}"), StandardOpenOption.APPEND);
        try (var again = Journal.goOn(content(), AT)) {
            again.caseFinished(first, 7);
        }

        assertThat(content().results()).containsExactly(first);
        assertThat(content().damaged()).isEmpty();
    }
}
