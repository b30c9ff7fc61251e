package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a case, as the target answers. */
class CaseRunnerTest {

    /** Bob may read notes, and no orders. */
    private static final String WITH_BOB = Stage.TARGET
            .replace("scheme: tokens\n    obtain", "scheme: tokens\n    scopes: [orders]\n    obtain")
            .replace("operations:", """
                      bob:
                        scheme: tokens
                        obtain:
                          token: token-of-bob-0123456789
                    operations:
                      listNotes:
                        call: GET /notes
                        requires:
                          scheme: tokens
                    """.stripTrailing())
            .replace("""
                  listOrders:
                    call: GET /orders
                    requires:
                      scheme: tokens
                """, """
                  listOrders:
                    call: GET /orders
                    requires:
                      scheme: tokens
                      scopes: [orders]
                """);

    @TempDir
    private Path folder;

    private CaseResult result(Function<Request, Reply> script, SecurityCheck check) {
        try (var stage = Stage.open(script)) {
            return Rehearsal.of(folder, Stage.TARGET.formatted(stage.url()), check)
                    .result();
        }
    }

    private static void assertVerdict(CaseResult result, Outcome outcome, Reason reason) {
        assertThat(result.verdict().reason()).as(result.verdict().toString()).isEqualTo(reason);
        assertThat(result.verdict().outcome()).isEqualTo(outcome);
    }

    @Test
    void attempts_that_are_all_denied_pass_with_controls_before_and_after() {
        var result = result(Stage.ORDERS, new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.PASS, Reason.HELD);
        assertThat(result.fingerprint()).isEmpty();
        assertThat(result.trials().stream().map(Trial::kind))
                .containsExactly(
                        Kind.POSITIVE_CONTROL,
                        Kind.NEGATIVE_CONTROL,
                        Kind.ATTEMPT,
                        Kind.ATTEMPT,
                        Kind.ATTEMPT,
                        Kind.LIVENESS);
        assertThat(result.trials()).allMatch(Trial::asExpected);
        assertThat(result.toString()).doesNotContain(TOKEN);
    }

    @Test
    void an_attempt_that_is_granted_fails_after_it_was_granted_twice() {
        var result = result(
                r -> r.bearer().endsWith("2") ? Reply.orders() : Stage.ORDERS.apply(r),
                new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.FAIL, Reason.GRANTED);
        assertThat(result.verdict().words()).contains("GET /orders", "invented credential 2");
        assertThat(result.trials())
                .filteredOn(t -> !t.asExpected())
                .singleElement()
                .satisfies(t -> assertThat(t.exchanges()).hasSize(2));
        assertThat(result.fingerprint()).matches("[0-9a-f]{16}");
    }

    /** The first two are of little weight, the third weighs what the check says. */
    @Check(id = "test.graded", title = "Graded", severity = Severity.HIGH, requests = 3)
    static final class Graded implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(
                    on.attempt("first", "graded-1").graded(Severity.INFO),
                    on.attempt("second", "graded-2").graded(Severity.LOW),
                    on.attempt("third", "graded-3"));
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "'1',   200, INFO",
        "'2',   200, LOW",
        "'12',  200, LOW",
        "'3',   200, ",
        "'123', 200, ",
        "'1',   500, INFO",
        "'12',  500, LOW",
        "'13',  500, ",
        "'',    200, "
    })
    void a_finding_is_as_bad_as_the_worst_of_what_was_granted_or_undecided(String last, int status, Severity severity) {
        var result = result(
                r -> r.bearer().startsWith("graded-")
                                && last.contains(r.bearer().substring("graded-".length()))
                        ? status == 200 ? Reply.orders() : Reply.json(status, "{}")
                        : Stage.ORDERS.apply(r),
                new Graded());

        assertThat(result.verdict().outcome())
                .isEqualTo(last.isEmpty() ? Outcome.PASS : status == 200 ? Outcome.FAIL : Outcome.INCONCLUSIVE);
        assertThat(result.verdict().severity()).isEqualTo(Optional.ofNullable(severity));
    }

    @Test
    void attempts_that_were_answered_alike_are_told_with_the_answer_once() {
        var result = result(
                r -> r.bearer().startsWith("invented") ? Reply.orders() : Stage.ORDERS.apply(r),
                new StageChecks.WrongCredential());

        assertThat(result.verdict().words())
                .contains("invented credential 1; invented credential 2; invented credential 3 (each 200")
                .containsOnlyOnce("200");
    }

    @Test
    void an_attempt_beyond_one_that_is_granted_too_decides_nothing() {
        var check = new StageChecks.Beyond();
        var both = result(r -> r.bearer().startsWith("invented") ? Reply.orders() : Stage.ORDERS.apply(r), check);
        var alone = result(r -> r.bearer().equals("invented-twice") ? Reply.orders() : Stage.ORDERS.apply(r), check);

        assertVerdict(both, Outcome.INCONCLUSIVE, Reason.PLAINER_GRANTED);
        assertThat(both.verdict().words()).contains("what is plainer is granted too: invented once");
        assertVerdict(alone, Outcome.FAIL, Reason.GRANTED);
        assertVerdict(result(Stage.ORDERS, check), Outcome.PASS, Reason.HELD);
    }

    @Test
    void a_grant_that_does_not_happen_again_decides_nothing() {
        var once = new AtomicInteger();
        var result = result(
                r -> r.bearer().endsWith("2") && once.getAndIncrement() == 0 ? Reply.orders() : Stage.ORDERS.apply(r),
                new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.UNSTABLE_CONTROL);
        assertThat(result.verdict().words()).contains("granted once (200), and not when sent again (401)");
    }

    @Test
    void nothing_is_tried_where_the_valid_credential_is_refused() {
        try (var stage = Stage.open(r -> Reply.UNAUTHORIZED)) {
            var result = Rehearsal.of(folder, Stage.TARGET.formatted(stage.url()), new StageChecks.WrongCredential())
                    .result();

            assertVerdict(result, Outcome.INCONCLUSIVE, Reason.POSITIVE_CONTROL_FAILED);
            assertThat(result.verdict().words()).contains("alice", "GET /orders", "401");
            assertThat(stage.requests()).extracting(Stage.Request::bearer).containsExactly("", TOKEN, TOKEN);
        }
    }

    @Test
    void an_open_operation_is_the_finding_of_the_check_that_sends_no_credential_and_of_no_other() {
        try (var stage = Stage.open(r -> r.path().equals("/orders") ? Reply.orders() : Reply.NOT_FOUND)) {
            var audit = Rehearsal.of(
                            folder,
                            Stage.TARGET.formatted(stage.url()),
                            new StageChecks.NoCredential(),
                            new StageChecks.WrongCredential())
                    .run();

            assertThat(audit.with(Outcome.FAIL))
                    .singleElement()
                    .satisfies(r -> assertThat(r.planned().checkId()).isEqualTo("stage.no-credential"));
            assertThat(audit.with(Outcome.INCONCLUSIVE))
                    .singleElement()
                    .satisfies(r -> assertVerdict(r, Outcome.INCONCLUSIVE, Reason.OPERATION_IS_OPEN));
        }
    }

    /** A forgery beside a twin that the target should grant. */
    @Check(id = "test.twin", title = "Twin", severity = Severity.HIGH, requests = 1)
    static final class BesideTwin implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(
                    on.attempt("forgery", "forged-credential-1").besideTwin(on.requestWith("honest-twin-000001")));
        }
    }

    @Test
    void a_forgery_is_not_sent_where_its_honest_twin_is_denied() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var result = Rehearsal.of(folder, Stage.TARGET.formatted(stage.url()), new BesideTwin())
                    .result();

            assertVerdict(result, Outcome.INCONCLUSIVE, Reason.TWIN_DENIED);
            assertThat(stage.requests()).noneMatch(r -> r.bearer().startsWith("forged"));
        }
    }

    @Test
    void a_forgery_that_is_denied_beside_a_granted_twin_passes() {
        var result =
                result(r -> r.bearer().startsWith("honest") ? Reply.orders() : Stage.ORDERS.apply(r), new BesideTwin());

        assertVerdict(result, Outcome.PASS, Reason.HELD);
        assertThat(result.trials()).extracting(Trial::kind).contains(Kind.TWIN);
    }

    @Test
    void an_account_that_is_locked_by_the_attempts_makes_their_denial_worthless() {
        var wrong = new AtomicInteger();
        var result = result(
                r -> {
                    if (r.bearer().startsWith("invented")) {
                        wrong.incrementAndGet();
                    }
                    return wrong.get() < 3 ? Stage.ORDERS.apply(r) : Reply.UNAUTHORIZED;
                },
                new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.CONTROL_LOST);
        assertThat(result.verdict().words()).contains("alice", "no longer granted");
    }

    private static Reply notesAndOrders(Request request, boolean bobIsAlive) {
        var isBob = request.bearer().equals("token-of-bob-0123456789");
        if (request.path().equals("/notes")) {
            return request.bearer().equals(TOKEN) || (isBob && bobIsAlive)
                    ? Reply.json(200, "{\"notes\":[\"a\",\"b\"]}")
                    : Reply.UNAUTHORIZED;
        }
        return isBob && bobIsAlive ? Reply.json(403, "{\"error\":\"forbidden\"}") : Stage.ORDERS.apply(request);
    }

    @Test
    void an_intruder_that_is_alive_and_denied_passes() {
        try (var stage = Stage.open(r -> notesAndOrders(r, true))) {
            var result = Rehearsal.of(folder, WITH_BOB.formatted(stage.url()), new StageChecks.Intruder())
                    .run()
                    .with(Outcome.PASS);

            assertThat(result).singleElement().satisfies(r -> {
                assertThat(r.planned().intruder()).isEqualTo("bob");
                assertThat(r.trials())
                        .filteredOn(t -> t.kind() == Kind.LIVENESS)
                        .hasSize(2);
            });
        }
    }

    @Test
    void the_denial_of_an_intruder_that_is_granted_nowhere_proves_nothing() {
        try (var stage = Stage.open(r -> notesAndOrders(r, false))) {
            var result = Rehearsal.of(folder, WITH_BOB.formatted(stage.url()), new StageChecks.Intruder())
                    .run()
                    .with(Outcome.INCONCLUSIVE);

            assertThat(result)
                    .singleElement()
                    .satisfies(r -> assertVerdict(r, Outcome.INCONCLUSIVE, Reason.INTRUDER_NOT_ALIVE));
        }
    }

    /** Bob may read no notes either, so that nothing shows his credential to be alive. */
    private static final String WITH_LIFELESS_BOB =
            WITH_BOB.replace("GET /notes\n    requires:\n      scheme: tokens", "GET /notes\n    public: true");

    private CaseResult lifeless(Function<Request, Reply> toBob) {
        try (var stage =
                Stage.open(r -> r.bearer().startsWith("token-of-bob") ? toBob.apply(r) : Stage.ORDERS.apply(r))) {
            return Rehearsal.of(folder, WITH_LIFELESS_BOB.formatted(stage.url()), new StageChecks.Intruder())
                    .result();
        }
    }

    @Test
    void somebody_who_must_be_granted_nowhere_and_is_granted_is_a_finding_all_the_same() {
        assertVerdict(lifeless(r -> Reply.orders()), Outcome.FAIL, Reason.GRANTED);
    }

    @Test
    void the_denial_of_somebody_who_must_be_granted_nowhere_says_what_to_declare() {
        var result = lifeless(r -> Reply.UNAUTHORIZED);

        assertVerdict(result, Outcome.NOT_APPLICABLE, Reason.NEED_MISSING);
        assertThat(result.verdict().words()).contains("bob", "declare one that it may call");
    }

    /** RFC 9110 15.5.2 and 15.5.4. */
    @Test
    void a_403_where_a_worthless_credential_gets_a_401_shows_that_the_credential_is_known() {
        assertVerdict(lifeless(r -> Reply.json(403, "{}")), Outcome.PASS, Reason.HELD);
    }

    @Test
    void own_data_is_a_grant_to_somebody_who_lacks_the_scope() {
        var mine = "{\"id\":%d,\"item\":\"%s\",\"street\":\"%s\",\"town\":\"%s\",\"total\":%d}";
        try (var stage = Stage.open(r -> switch (r.bearer()) {
            case TOKEN -> Reply.json(200, mine.formatted(17, "pen", "High Street", "Oxford", 120));
            case "token-of-bob-0123456789" -> Reply.json(200, mine.formatted(23, "ink", "Low Road", "Bath", 455));
            default -> Reply.UNAUTHORIZED;
        })) {
            var audit = Rehearsal.of(folder, WITH_BOB.formatted(stage.url()), new StageChecks.Intruder())
                    .run();

            assertThat(audit.with(Outcome.FAIL))
                    .singleElement()
                    .satisfies(r -> assertThat(r.verdict().words()).contains("whoever's data it is"));
        }
    }

    /** Bob's request, with a header that he made up. */
    @Check(id = "test.hint", title = "Hint", severity = Severity.HIGH, requests = 1)
    static final class WithHint implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return new StageChecks.Intruder().appliesTo(site);
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            var bob = on.intruder().orElseThrow();
            return Stream.of(on.attempt("hint", on.requestOf(bob).with("X-Role", "admin"))
                    .by(bob));
        }
    }

    @Test
    void what_is_granted_without_the_hint_too_is_not_the_finding_of_the_check_that_adds_it() {
        try (var stage = Stage.open(r -> r.bearer().isEmpty() ? Reply.UNAUTHORIZED : Reply.orders())) {
            var audit = Rehearsal.of(
                            folder, WITH_BOB.formatted(stage.url()), new StageChecks.Intruder(), new WithHint())
                    .run();

            assertThat(audit.with(Outcome.FAIL))
                    .singleElement()
                    .satisfies(r -> assertThat(r.planned().checkId()).isEqualTo("stage.intruder"));
            assertThat(audit.with(Outcome.INCONCLUSIVE))
                    .singleElement()
                    .satisfies(r -> assertVerdict(r, Outcome.INCONCLUSIVE, Reason.PLAINER_GRANTED));
        }
    }

    @Test
    void what_is_granted_with_the_hint_only_is_a_finding() {
        try (var stage = Stage.open(r -> r.header("X-Role").isPresent() ? Reply.orders() : notesAndOrders(r, true))) {
            var audit = Rehearsal.of(folder, WITH_BOB.formatted(stage.url()), new WithHint())
                    .run();

            assertThat(audit.count(Outcome.FAIL)).isEqualTo(1);
        }
    }

    private static final String OF_JWT =
            Stage.TARGET.replace("bearer-opaque", "bearer-jwt").replace("token-of-alice-0123456789", JwtAttempt.VALID);

    /** One forged JWT. */
    @Check(id = "test.jwt", title = "JWT", severity = Severity.HIGH, requests = 1)
    static final class JwtAttempt implements DenialCheck {
        private static final String VALID = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
        private static final String FORGED = "eyJhbGciOiJIUzI1NiJ9.e30.Zm9yZ2Vk";

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("forged", FORGED));
        }
    }

    /** One forged JWT beside an honest twin. */
    @Check(id = "test.twin", title = "JWT beside its twin", severity = Severity.HIGH, requests = 1)
    static final class WithTwin implements DenialCheck {
        private static final String HONEST = "eyJhbGciOiJSUzI1NiJ9.e30.aG9uZXN0";

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("forged", JwtAttempt.FORGED).besideTwin(on.requestWith(HONEST)));
        }
    }

    private CaseResult toJwts(String call, Function<Request, Reply> toOthers) {
        return toJwts(new JwtAttempt(), call, toOthers);
    }

    private CaseResult toJwts(SecurityCheck check, String call, Function<Request, Reply> toOthers) {
        var file = OF_JWT.replace("call: GET /orders", "destructive: false\n    call: " + call);
        try (var stage = Stage.open(r -> r.bearer().isEmpty()
                ? Reply.UNAUTHORIZED
                : r.bearer().equals(JwtAttempt.VALID) ? Reply.orders() : toOthers.apply(r))) {
            return Rehearsal.of(folder, file.formatted(stage.url()), check).result();
        }
    }

    /** As fastify-jwt answers an algorithm that it does not expect, before it looks at the signature. */
    @Test
    void a_crash_that_the_same_token_with_a_signature_of_noise_brings_about_too_is_a_refusal() {
        var result = toJwts(
                "GET /orders",
                r -> r.bearer().startsWith("eyJhbGciOiJIUzI1NiJ9.")
                        ? Reply.json(500, "{\"code\":\"ALG\"}")
                        : Reply.UNAUTHORIZED);

        assertVerdict(result, Outcome.PASS, Reason.HELD);
        assertThat(result.trials())
                .filteredOn(t -> t.kind() == Kind.ATTEMPT)
                .singleElement()
                .satisfies(t -> assertThat(t.words()).contains("500", "worthless credential"));
    }

    @Test
    void a_crash_that_only_the_forgery_brings_about_decides_nothing() {
        var result = toJwts(
                "GET /orders",
                r -> r.bearer().equals(JwtAttempt.FORGED) ? Reply.json(500, "{\"code\":\"ALG\"}") : Reply.UNAUTHORIZED);

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.SERVER_ERROR);
    }

    @Test
    void a_crash_of_what_may_change_something_is_never_a_refusal() {
        var result = toJwts("POST /orders", r -> Reply.json(500, "{\"code\":\"ALG\"}"));

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.SERVER_ERROR);
    }

    @ParameterizedTest(name = "{0} to the forgery, {1} to noise, beside a granted twin: {2}")
    @CsvSource({"400, 400, PASS", "422, 422, PASS", "400, 401, INCONCLUSIVE", "500, 500, INCONCLUSIVE"})
    void beside_a_granted_twin_a_refusal_for_form_may_say_what_was_wrong(int forged, int noise, Outcome outcome) {
        var result = toJwts(new WithTwin(), "GET /orders", r -> switch (r.bearer()) {
            case WithTwin.HONEST -> Reply.orders();
            case JwtAttempt.FORGED -> Reply.json(forged, "{\"error\":\"the token has expired\"}");
            default -> Reply.json(noise, "{\"code\":17,\"reasons\":[\"no such signature\"]}");
        });

        assertThat(result.verdict().outcome()).as(result.verdict().words()).isEqualTo(outcome);
    }

    /** The code in the body tells why the library refused, and is another for each reason. */
    @Test
    void a_bad_request_that_the_same_token_with_a_signature_of_noise_gets_too_is_a_refusal() {
        var result = toJwts(
                "GET /orders",
                r -> Reply.json(
                        400,
                        r.bearer().startsWith("eyJhbGciOiJIUzI1NiJ9.") ? "{\"code\":\"ALG\"}" : "{\"code\":\"SIG\"}"));

        assertVerdict(result, Outcome.PASS, Reason.HELD);
    }

    @Test
    void a_target_that_asks_to_slow_down_is_asked_again_when_it_says() {
        var refusals = new AtomicInteger();
        var result = result(
                r -> refusals.getAndIncrement() == 1
                        ? Reply.json(429, "{}").with("Retry-After", "1")
                        : Stage.ORDERS.apply(r),
                new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.PASS, Reason.HELD);
        assertThat(result.elapsedMillis()).isGreaterThanOrEqualTo(950);
    }

    @Test
    void controls_are_sent_once_for_all_cases() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var audit = Rehearsal.of(
                            folder,
                            Stage.TARGET.formatted(stage.url()),
                            new StageChecks.NoCredential(),
                            new StageChecks.WrongCredential(),
                            new StageChecks.NoStore())
                    .run();

            assertThat(audit.count(Outcome.PASS)).isEqualTo(3);
            // before the attempts, and once after those of both denial checks
            assertThat(stage.requests())
                    .filteredOn(r -> r.bearer().equals(TOKEN))
                    .hasSize(2);
            // the negative control is the attempt of the check that sends none
            assertThat(stage.requests()).filteredOn(r -> r.bearer().isEmpty()).hasSize(1);
            assertThat(audit.requests()).isEqualTo(stage.requests().size());
        }
    }

    @Test
    void a_check_that_throws_decides_nothing_and_says_what_broke() {
        var result = result(Stage.ORDERS, new StageChecks.Broken());

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.CHECK_ERROR);
        assertThat(result.verdict().words()).contains("UnsupportedOperationException", "on purpose", "StageChecks");
    }

    @Test
    void a_defect_fails_and_names_itself() {
        var result = result(
                r -> r.bearer().equals(TOKEN) ? Reply.json(200, "{\"orders\":[1,2]}") : Reply.UNAUTHORIZED,
                new StageChecks.NoStore());

        assertVerdict(result, Outcome.FAIL, Reason.DEFECT);
        assertThat(result.verdict().words()).isEqualTo("The answer may be stored.");
    }

    /** Notes the time that it is given. */
    @Check(id = "test.clock", title = "Clock", severity = Severity.INFO, requests = 1)
    static final class Clock implements DenialCheck {
        private static final AtomicReference<Instant> SEEN = new AtomicReference<>();

        @Override
        public Stream<Attempt> attempts(Subject on) {
            SEEN.set(on.now());
            return Stream.of(on.attempt("no credential", on.bare()));
        }
    }

    @Test
    void checks_go_by_the_clock_of_the_target() {
        var ahead = Duration.ofHours(2);
        result(
                r -> Stage.ORDERS
                        .apply(r)
                        .with(
                                "Date",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        Instant.now().plus(ahead).atOffset(ZoneOffset.UTC))),
                new Clock());

        assertThat(Duration.between(Instant.now().plus(ahead), Clock.SEEN.get()).abs())
                .isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_target_that_is_not_there_leaves_the_case_undecided() {
        var stage = Stage.open(Stage.ORDERS);
        stage.close();

        var result = Rehearsal.of(folder, Stage.TARGET.formatted(stage.url()), new StageChecks.NoCredential())
                .result();

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.TRANSPORT);
    }

    @Test
    void keys_that_nobody_serves_leave_the_case_undecided() {
        var issuer = Stage.open(Stage.ORDERS);
        issuer.close();
        try (var stage = Stage.open(Stage.ORDERS)) {
            var target = Stage.TARGET
                    .formatted(stage.url())
                    .replace("type: bearer-opaque", "type: bearer-jwt\n    jwks: " + issuer.url() + "/jwks.json");

            var result = Rehearsal.of(folder, target, new StageChecks.PublishedKeys())
                    .result();

            assertVerdict(result, Outcome.INCONCLUSIVE, Reason.TRANSPORT);
            assertThat(result.verdict().words())
                    .isEqualTo("The key set of scheme \"tokens\" did not answer: nothing listens at " + issuer.url()
                            + ".");
        }
    }
}
