package dev.postern.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.plan.CheckCatalogue;
import dev.postern.samples.OrdersApi;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check that cannot fail proves nothing, and one that cannot pass helps nobody. */
@Execution(ExecutionMode.CONCURRENT) // most of the time is spent waiting for rate limits
class ProofTest {

    private static final CheckCatalogue CATALOGUE = CheckCatalogue.load();
    private static final Map<String, List<String>> FAILS_ON = new ConcurrentSkipListMap<>();

    private static Audit hardened;
    private static Audit hardenedWithSharedSecret;
    private static Audit hardenedWithCurve;

    @TempDir
    private Path folder;

    @BeforeAll
    static void audit_the_hardened_target(@TempDir Path folder) throws Exception {
        try (var api = OrdersApi.hardened()) {
            hardened = new Rehearsal(folder, CATALOGUE).audit(api, CATALOGUE.ids());
        }
        try (var api = OrdersApi.hardenedWithSharedSecret()) {
            hardenedWithSharedSecret = new Rehearsal(folder, CATALOGUE).audit(api, List.of("jwt.weak-secret"));
        }
        try (var api = OrdersApi.hardenedWithCurve()) {
            hardenedWithCurve = new Rehearsal(folder, CATALOGUE).audit(api, List.of("jwt.wrong-curve"));
        }
    }

    @Test
    void nothing_fails_on_the_hardened_target() {
        assertThat(hardened.with(Outcome.FAIL)).extracting(ProofTest::told).isEmpty();
    }

    @Test
    void nothing_is_inconclusive_on_the_hardened_target() {
        assertThat(hardened.with(Outcome.INCONCLUSIVE))
                .extracting(ProofTest::told)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void every_check_passes_on_the_hardened_target(String checkId) {
        assertThat(passes(checkId)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void every_check_has_a_weakness_that_it_must_find(String checkId) {
        assertThat(Weakness.values()).anyMatch(weakness -> weakness.checkIds().contains(checkId));
    }

    @ParameterizedTest
    @MethodSource("weaknesses")
    void every_weakness_is_found(Weakness weakness) throws Exception {
        try (var api = OrdersApi.weakenedBy(weakness)) {
            var wanted = weakness.checkIds().stream()
                    .filter(CATALOGUE.ids()::contains)
                    .toList();
            var audit = new Rehearsal(folder, CATALOGUE).audit(api, wanted);

            for (var checkId : wanted) {
                assertThat(Rehearsal.of(audit, checkId, Outcome.FAIL))
                        .as(() -> checkId + " on " + weakness + ": "
                                + audit.results().values().stream()
                                        .map(ProofTest::told)
                                        .toList())
                        .isNotEmpty();
                FAILS_ON.computeIfAbsent(checkId, id -> new CopyOnWriteArrayList<>())
                        .add(weakness.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("checks")
    void what_explains_a_cause_of_a_failure_explains_the_failure_too(String checkId) {
        var causes = explainedBy(checkId);
        assertThat(causes)
                .doesNotContain(checkId)
                .allSatisfy(cause -> assertThat(causes).containsAll(explainedBy(cause)));
    }

    private static List<String> explainedBy(String checkId) {
        return List.of(CATALOGUE.find(checkId).orElseThrow().metadata().explainedBy());
    }

    static Stream<String> checks() {
        return CATALOGUE.ids().stream();
    }

    static Stream<Weakness> weaknesses() {
        return Arrays.stream(Weakness.values())
                .filter(w -> w.checkIds().stream().anyMatch(CATALOGUE.ids()::contains));
    }

    @AfterAll
    static void the_table_in_the_docs_is_up_to_date() throws IOException {
        var ran = FAILS_ON.keySet().containsAll(CATALOGUE.ids());
        if (!ran) {
            return; // some of the tests were chosen, or failed: there is no whole table to compare
        }
        var file = Path.of("..", "docs", "proof.md");
        var table = table();
        if (Boolean.getBoolean("postern.approve")) {
            Files.writeString(file, table);
        }
        assertThat(file).as("run mvn verify -Dpostern.approve=true").content().isEqualTo(table);
    }

    private static String table() {
        var rows = CATALOGUE.ids().stream()
                .map(id -> "| `" + id + "` | "
                        + passes(id) + " | "
                        + FAILS_ON.get(id).stream().sorted().collect(Collectors.joining(", ")) + " |\n")
                .collect(Collectors.joining());
        var stories = Arrays.stream(Weakness.values())
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(w -> "| " + w.name() + " | " + w.story().replace("|", "\\|") + " |\n")
                .collect(Collectors.joining());
        return """
                <!-- generated by ProofTest: mvn verify -Dpostern.approve=true -->
                # Every check is proved twice

                Each check passes on the hardened sample target, and fails on every weakened one that is named beside it. The
                build fails while a check is missing here.

                | check | cases that pass on the hardened target | fails on the target weakened by |
                |---|---|---|
                """ + rows + """

                ## How the sample targets are weakened

                Each weakness is modelled on how real servers get it wrong.

                | weakness | story |
                |---|---|
                """ + stories;
    }

    /** Cases that pass; what is asked of a shared secret or of a curve only passes on the target that has one. */
    private static int passes(String checkId) {
        return Stream.of(hardened, hardenedWithSharedSecret, hardenedWithCurve)
                .mapToInt(audit -> Rehearsal.of(audit, checkId, Outcome.PASS).size())
                .sum();
    }

    private static String told(CaseResult result) {
        return result.planned().id() + " " + result.verdict().outcome() + " "
                + result.verdict().reason().code() + ": " + result.verdict().words();
    }
}
