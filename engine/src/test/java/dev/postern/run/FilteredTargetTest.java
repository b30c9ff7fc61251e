package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Header;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters before a target that refuse the form of an attempt, and targets that have more than one way to refuse. */
class FilteredTargetTest {

    private static final String PUBLIC = """
              version:
                call: GET /version
                public: true
            """;

    private static final Reply FORBIDDEN = Reply.json(403, "{\"message\":\"Forbidden\"}");
    private static final Reply VERSION = Reply.json(200, "{\"version\":\"4.7.11\",\"built\":\"yesterday\"}");

    @TempDir
    private Path folder;

    /** An API that refuses and keeps a filter before it, which looks at all that is said. */
    private static Function<Request, Reply> behind(Predicate<String> suspicious, Reply block) {
        return request -> words(request).anyMatch(suspicious) ? block : Stage.ORDERS.apply(request);
    }

    private static Stream<String> words(Request request) {
        return Stream.concat(
                Stream.of(request.query()), request.headers().stream().map(Header::value));
    }

    private Audit audit(Stage stage, String target, SecurityCheck... checks) {
        return Rehearsal.of(folder, target.formatted(stage.url()), checks).run();
    }

    private CaseResult result(Stage stage, String target) {
        var results = audit(stage, target, new StageChecks.WrongCredential()).results().values().stream()
                .filter(r -> r.planned().operation().equals("listOrders"))
                .toList();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static void assertBlocked(CaseResult result) {
        assertThat(result.verdict().reason()).as(result.verdict().toString()).isEqualTo(Reason.EDGE_BLOCK);
        assertThat(result.verdict().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.verdict().words())
                .contains("3 of 3 attempts", "invented credential 1", "baseUrl", "have it let the requests");
    }

    private static Stream<Reply> blocks() {
        var page = List.of(new Header("Content-Type", "text/html"));
        return Stream.of(
                FORBIDDEN,
                new Reply(403, List.of(), ""),
                new Reply(
                        403, page, "<html><head><title>Sorry</title></head><body><h1>Not like this</h1></body></html>"),
                new Reply(406, page, "<html><body><h1>Not Acceptable!</h1></body></html>"),
                new Reply(405, List.of(), ""),
                new Reply(501, page, "<html><body>Method Not Implemented</body></html>"),
                new Reply(404, List.of(), "nothing here"),
                new Reply(418, List.of(), "I am a teapot"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_filter_that_refuses_a_form_decides_nothing_whatever_it_answers(Reply block) {
        try (var stage = Stage.open(behind(word -> word.contains("invented"), block))) {
            assertBlocked(result(stage, Stage.TARGET));
        }
    }

    @Test
    void a_block_page_with_a_number_of_its_own_is_still_the_same_page() {
        Function<Request, Reply> script = request -> words(request).anyMatch(word -> word.contains("invented"))
                ? new Reply(
                        403,
                        List.of(new Header("Content-Type", "text/html")),
                        "<html><body><h1>This request was stopped by our guard</h1><p>Ask for it by the number "
                                + UUID.randomUUID() + "</p></body></html>")
                : Stage.ORDERS.apply(request);
        try (var stage = Stage.open(script)) {
            assertBlocked(result(stage, Stage.TARGET));
        }
    }

    @Test
    void evidence_shows_the_canary_and_its_honest_twin_without_their_credentials() {
        try (var stage = Stage.open(behind(word -> word.contains("invented"), FORBIDDEN))) {
            var trials = result(stage, Stage.TARGET).trials();

            assertThat(trials.stream().map(Trial::kind))
                    .startsWith(Kind.POSITIVE_CONTROL, Kind.NEGATIVE_CONTROL, Kind.ATTEMPT, Kind.STEP, Kind.STEP);
            assertThat(trials.get(3).label()).contains("canary", "nobody reads it");
            assertThat(trials.get(3).words()).isEqualTo("403");
            assertThat(trials.get(4).words()).isEqualTo("200");
            assertThat(trials.toString()).doesNotContain(TOKEN); // what Postern made up itself is shown
            assertThat(stage.requests())
                    .anyMatch(r -> r.header("X-Postern-Canary")
                            .filter(("Bearer " + TOKEN)::equals)
                            .isPresent());
        }
    }

    @Test
    void a_filter_that_reads_only_the_credential_is_known_at_a_public_operation() {
        Function<Request, Reply> script = request -> request.bearer().contains("invented")
                ? FORBIDDEN
                : request.path().equals("/version") ? VERSION : Stage.ORDERS.apply(request);
        try (var stage = Stage.open(script)) {
            var result = result(stage, Stage.TARGET + PUBLIC);

            assertBlocked(result);
            assertThat(result.verdict().words()).contains("at a public operation");
        }
    }

    /** Tokens where they do not belong. */
    @Check(id = "test.places", title = "Places", severity = Severity.HIGH, requests = 2)
    static final class Places implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(
                    on.attempt("in the query", on.bare().plusQuery("access_token", on.credential())),
                    on.attempt("in a cookie", on.bare().plus("Cookie", "access_token=" + on.credential())));
        }
    }

    @Test
    void queries_and_cookies_are_carried_elsewhere_as_queries_and_cookies() {
        Function<Request, Reply> script =
                request -> (request.query() + request.header("Cookie").orElse("")).contains(TOKEN)
                        ? FORBIDDEN
                        : Stage.ORDERS.apply(request);
        try (var stage = Stage.open(script)) {
            var result = audit(stage, Stage.TARGET, new Places())
                    .results()
                    .values()
                    .iterator()
                    .next();

            assertThat(result.verdict().reason()).isEqualTo(Reason.EDGE_BLOCK);
            assertThat(result.verdict().words()).contains("2 of 2 attempts");
        }
    }

    @Test
    void each_form_has_its_canary_once_an_audit() {
        var target =
                Stage.TARGET + Stream.of("a", "b", "c", "d").map("""
                      list%1$s:
                        call: GET /orders/%1$s
                        requires:
                          scheme: tokens
                    """::formatted).reduce("", String::concat);
        try (var stage = Stage.open(behind(word -> word.contains("invented"), FORBIDDEN))) {
            var audit = audit(stage, target, new StageChecks.WrongCredential());

            assertThat(audit.with(Outcome.INCONCLUSIVE))
                    .hasSize(5)
                    .allMatch(r -> r.verdict().reason().equals(Reason.EDGE_BLOCK));
            assertThat(stage.requests())
                    .filteredOn(r -> r.header("X-Postern-Canary").isPresent())
                    .hasSize(3 + 3);
        }
    }

    /** An API with its ways to refuse; what is granted is the same for all. */
    private record Honest(String name, Function<Request, Reply> script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Reply denied(int status, String text) {
        return Reply.json(status, "{\"error\":\"denied\",\"message\":\"" + text + "\"}");
    }

    /** Refuses a bad credential in a way of its own. */
    private static Arguments honest(String name, Function<Request, Reply> toBadCredential) {
        return Arguments.of(new Honest(
                name,
                request -> request.bearer().isEmpty() || request.bearer().equals(TOKEN)
                        ? Stage.ORDERS.apply(request)
                        : toBadCredential.apply(request)));
    }

    private static Stream<Arguments> honest() {
        var count = new AtomicInteger();
        return Stream.of(
                honest("401 with another text", r -> denied(401, "bad token")),
                honest("401 with a text for each token", r -> denied(401, "no such token: " + r.bearer())),
                honest(
                        "401 expired, 401 bad signature",
                        r -> denied(401, r.bearer().endsWith("1") ? "expired" : "bad signature")),
                honest("403 for any bad token", r -> denied(403, "bad token")),
                honest("403 without body", r -> new Reply(403, List.of(), "")),
                honest(
                        "403 with a text for each token",
                        r -> denied(
                                403,
                                "reason "
                                        + "abc"
                                                .charAt(r.bearer()
                                                                .charAt(r.bearer()
                                                                                .length()
                                                                        - 1)
                                                        % 3) + " for it")),
                honest("403 that quotes the token", r -> denied(403, "no such token: " + r.bearer())),
                honest("403 with a number each time", r -> denied(403, "refused, ask for " + UUID.randomUUID())),
                honest("403 that counts", r -> denied(403, "refusal number " + count.incrementAndGet())),
                honest("403 for some, 401 for others", r -> denied(r.bearer().endsWith("2") ? 403 : 401, "no")),
                honest(
                        "403 as a page",
                        r -> new Reply(
                                403,
                                List.of(new Header("Content-Type", "text/html")),
                                "<html><body><h1>Forbidden</h1></body></html>")),
                honest(
                        "403 as a problem",
                        r -> new Reply(
                                403,
                                List.of(new Header("Content-Type", "application/problem+json")),
                                "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\""
                                        + r.bearer().length() + "\"}")),
                honest(
                        "403 insufficient scope",
                        r -> denied(403, "insufficient_scope")
                                .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")),
                honest("400 for any bad token", r -> denied(400, "bad token")),
                Arguments.of(new Honest(
                        "an API that knows all header fields by name",
                        r -> r.headers().stream()
                                                .allMatch(h -> List.of(
                                                                "host",
                                                                "user-agent",
                                                                "accept",
                                                                "cache-control",
                                                                "authorization",
                                                                "connection",
                                                                "content-length",
                                                                "accept-encoding")
                                                        .contains(h.name().toLowerCase(java.util.Locale.ROOT)))
                                        && (r.bearer().isEmpty() || r.bearer().equals(TOKEN))
                                ? Stage.ORDERS.apply(r)
                                : FORBIDDEN)),
                Arguments.of(new Honest(
                        "a public operation that minds credentials",
                        r -> !r.bearer().isEmpty() && !r.bearer().equals(TOKEN)
                                ? denied(
                                        403,
                                        "about " + r.bearer().charAt(r.bearer().length() - 1))
                                : r.path().equals("/version") ? VERSION : Stage.ORDERS.apply(r))));
    }

    @ParameterizedTest
    @MethodSource("honest")
    void a_target_with_many_ways_to_refuse_passes(Honest api) {
        try (var stage =
                Stage.open(r -> r.path().equals("/version") && r.bearer().isEmpty()
                        ? VERSION
                        : api.script().apply(r))) {
            var result = result(stage, Stage.TARGET + PUBLIC);

            assertThat(result.verdict().reason())
                    .as(result.verdict().toString())
                    .isEqualTo(Reason.HELD);
            assertThat(stage.requests())
                    .as("each form once, at two places at most")
                    .hasSizeLessThan(4 + 3 + 1 + 3 * 4);
        }
    }

    @Test
    void an_account_that_locks_with_the_words_of_its_refusals_is_no_filter() {
        var wrong = new AtomicInteger();
        Function<Request, Reply> script = r -> {
            if (r.bearer().startsWith("invented")) {
                wrong.incrementAndGet();
            }
            return r.bearer().isEmpty()
                    ? Reply.UNAUTHORIZED
                    : wrong.get() > 0 ? denied(403, "locked") : Stage.ORDERS.apply(r);
        };
        try (var stage = Stage.open(script)) {
            assertThat(result(stage, Stage.TARGET).verdict().reason()).isEqualTo(Reason.CONTROL_LOST);
        }
    }

    @Test
    void no_canary_is_sent_where_attempts_get_the_ordinary_denial() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            assertThat(result(stage, Stage.TARGET + PUBLIC).verdict().outcome()).isEqualTo(Outcome.PASS);
            assertThat(stage.requests()).hasSize(1 + 1 + 3 + 1);
        }
    }
}
