package dev.postern.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.SoftError;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The decision table, row by row: {@code cases.yaml}. */
class OracleCasesTest {

    private static final Map<?, ?> FILE = read();

    @TestFactory
    Stream<DynamicTest> answer_is_judged_as_the_table_says() {
        return cases().map(c -> DynamicTest.dynamicTest("row " + c.text("row", "") + ": " + c.text("name", ""), () -> {
            var decision = c.judge();

            assertThat(brief(decision))
                    .as(c.text("why", "") + "; " + decision.words())
                    .isEqualTo(c.text("expect", ""));
            assertThat(decision.words()).contains(c.text("says", "")).doesNotContain("alice@", "A-2024");
        }));
    }

    @Test
    void every_row_of_the_decision_table_and_of_the_body_test_has_a_case() {
        var rows = cases().map(c -> c.text("row", "")).collect(Collectors.toSet());

        assertThat(rows)
                .contains("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12")
                .contains("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8");
        assertThat(cases()).hasSizeGreaterThan(150);
    }

    @Test
    void names_of_cases_are_unique_and_each_says_why() {
        assertThat(cases().map(c -> c.text("name", ""))).doesNotHaveDuplicates().doesNotContain("");
        assertThat(cases().map(c -> c.text("why", ""))).doesNotContain("");
    }

    private static String brief(Decision decision) {
        if (decision instanceof Granted granted) {
            return "granted " + granted.confidence();
        }
        if (decision instanceof Denied denied) {
            return "denied " + denied.confidence();
        }
        return "unclear " + ((Unclear) decision).reason();
    }

    private static Stream<Case> cases() {
        return ((List<?>) FILE.get("cases")).stream().map(row -> new Case((Map<?, ?>) row));
    }

    private static Map<?, ?> read() {
        try (var in = OracleCasesTest.class.getResourceAsStream("cases.yaml")) {
            return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One row of the file. */
    private record Case(Map<?, ?> row) {

        Decision judge() {
            var request = request();
            var positiveRequest =
                    row.containsKey("positiveRequest") ? Exchanges.request(text("positiveRequest", "")) : request;
            var controls = new Controls(
                    exchange("positive", positiveRequest).orElseThrow(),
                    () -> exchange("again", positiveRequest),
                    exchange("negative", request).orElseThrow(),
                    exchange("own", Exchanges.request("GET /orders/22")),
                    texts("markers"),
                    () -> exchange("worthless", request),
                    () -> exchange("nowhere", Exchanges.request("GET /orders/0123456789abcdef0123456789abcdef")),
                    this::canaries,
                    any -> state());
            var oracle = new Oracle(new DenialSigns(
                    Optional.ofNullable((String) row.get("login")),
                    texts("errors").stream().map(Case::softError).toList(),
                    texts("ignore")));
            return text("judge", "").equals("negative")
                    ? oracle.negative(controls)
                    : oracle.judge(
                            controls,
                            attempt(request),
                            exchange("answer", request).orElseThrow());
        }

        String text(String key, String otherwise) {
            return row.containsKey(key) ? String.valueOf(row.get(key)) : otherwise;
        }

        private WireRequest request() {
            var request = Exchanges.request(text("request", "GET /orders/17"));
            var header = text("header", "").split(": ", 2);
            return (header.length == 2 ? request.plus(header[0], header[1]) : request)
                    .withBody(Content.of(text("body", "")));
        }

        /** Reads: the first two, the one after the valid write, the one before the answer and the one after it. */
        private Optional<State> state() {
            if (!row.containsKey("reads")) {
                return Optional.empty();
            }
            var read = Exchanges.request("GET /orders/17");
            var answers = ((Map<?, ?>) FILE.get("answers"));
            var reads = texts("reads").stream()
                    .map(name -> Exchanges.answered(read, Exchanges.response((String) answers.get(name))))
                    .toList();
            return Optional.of(new State(reads.get(0), reads.get(1), reads.get(2), reads.get(3), reads.get(4)));
        }

        private List<Canary> canaries() {
            return row.containsKey("canary")
                    ? List.of(new Canary(
                            "elsewhere",
                            () -> exchange("canary", request().plus("X-Postern-Canary", "odd")),
                            () -> exchange("canaryPlain", request().plus("X-Postern-Canary", "plain"))))
                    : List.of();
        }

        private Attempt attempt(WireRequest request) {
            return new Attempt(
                    text("name", ""),
                    request,
                    row.containsKey("others")
                            ? Expectation.NOT_OTHERS_DATA
                            : row.containsKey("believed") ? Expectation.NOT_BELIEVED : Expectation.DENIED,
                    texts("tolerated").stream().map(Tolerated::valueOf).collect(Collectors.toSet()),
                    Optional.empty(),
                    Optional.ofNullable((String) row.get("by")).map(Case::identity),
                    Optional.empty(),
                    Optional.empty());
        }

        private Optional<Exchange> exchange(String key, WireRequest request) {
            var name = (String) row.get(key);
            if (name == null) {
                return Optional.empty();
            }
            if (name.equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(Exchanges.unanswered(request, Failure.valueOf(name)));
            }
            var answer = (String) ((Map<?, ?>) FILE.get("answers")).get(name);
            return Optional.of(Exchanges.answered(request, Exchanges.response(answer)));
        }

        private List<String> texts(String key) {
            return row.containsKey(key)
                    ? ((List<?>) row.get(key)).stream().map(String::valueOf).toList()
                    : List.of();
        }

        private static SoftError softError(String text) {
            var parts = text.split("=", 2);
            return new SoftError(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
        }

        private static Identity identity(String name) {
            return new Identity(
                    name,
                    "tokens",
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    List.of(),
                    new Obtain.Given(Secret.of("token-of-" + name), Optional.empty(), Optional.empty()),
                    new Position("test", 0, 0));
        }
    }
}
