package dev.postern.checks.bearer;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to those who are refused. */
class RefusalsTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity ALICE =
            FakeTarget.person("alice", SCHEME).scopes("orders:read").build();
    private static final Identity MALLORY = FakeTarget.person("mallory", SCHEME).build();
    private static final Operation ORDERS =
            FakeTarget.get("/orders", SCHEME).scopes("orders:read").build();

    private final Challenge challenge = new Challenge();
    private final InsufficientScope insufficient = new InsufficientScope();
    private final ErrorLeak leak = new ErrorLeak();

    @Test
    void the_challenges_of_the_rfc_pass() {
        assertThat(challenged("Bearer realm=\"orders\"", "Bearer realm=\"orders\", error=\"invalid_token\"")
                        .outcome())
                .isEqualTo(Outcome.PASS);
        // RFC 9110 11.1: the name of a scheme is the same in any case; several challenges may be in one field
        assertThat(challenged("Basic realm=\"x\", bearer", "Basic realm=\"x\", Bearer error=invalid_token")
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_missing_challenge_is_told_for_each_refusal() {
        var verdict = challenged("", "");

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words())
                .contains("without credential has no WWW-Authenticate", "a worthless token has no WWW-Authenticate");
    }

    @Test
    void an_error_where_nothing_was_wrong_and_none_where_something_was_are_defects() {
        assertThat(challenged("Bearer error=\"invalid_token\"", "Bearer error=\"invalid_token\"")
                        .words())
                .contains("though there was nothing to be wrong");
        assertThat(challenged("Bearer", "Bearer").words())
                .contains("has no error code; RFC 6750 3.1 has `invalid_token`");
        assertThat(challenged("xBasic", "Bearer error=\"invalid_token\"").words())
                .contains("none of scheme Bearer");
    }

    @Test
    void a_refusal_by_redirect_or_404_carries_no_challenge() {
        for (int status : new int[] {302, 404}) {
            assertThat(subject(request -> status(status)).verdict(challenge).outcome())
                    .isEqualTo(Outcome.NOT_APPLICABLE);
        }
    }

    @Test
    void an_open_operation_and_a_crash_decide_nothing() {
        assertThat(subject(request -> ok("[]")).verdict(challenge).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(subject(request -> status(500)).verdict(challenge).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void a_lacking_scope_is_forbidden_and_not_unauthorized() {
        assertThat(scope(status(403)).outcome()).isEqualTo(Outcome.PASS);
        assertThat(scope(with(status(403), "WWW-Authenticate", "Bearer error=\"insufficient_scope\""))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(scope(status(401)).words()).contains("answered 401");
        assertThat(scope(with(status(403), "WWW-Authenticate", "Bearer error=\"invalid_token\""))
                        .words())
                .contains("the error code `invalid_token`");
        assertThat(scope(ok("[]")).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(scope(status(404)).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void without_somebody_who_lacks_the_scope_there_is_nobody_to_refuse() {
        var alone = FakeTarget.of(SCHEME).and(ALICE).and(ORDERS);
        var unscoped = FakeTarget.of(SCHEME)
                .and(ALICE)
                .and(MALLORY)
                .and(FakeTarget.get("/me", SCHEME).build());

        assertThat(FakeSubject.planned(insufficient, alone, SCHEME)).isInstanceOf(Applicability.Missing.class);
        assertThat(FakeSubject.planned(insufficient, unscoped, SCHEME)).isInstanceOf(Applicability.Irrelevant.class);
        assertThat(FakeSubject.planned(insufficient, target(), SCHEME))
                .isEqualTo(new Applicability.Applies(Party.of(ALICE, MALLORY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trace\":\"java.lang.IllegalStateException: x\\n\\tat a.b.Filter.doFilter(Filter.java:42)\\n\"}",
                "Traceback (most recent call last):\n  File \"/app/auth.py\", line 3, in verify",
                "   at Api.Auth.Verify(String token) in C:\\src\\Auth.cs:line 12",
                "Error: jwt malformed\n    at verify (/app/node_modules/jsonwebtoken/verify.js:63:17)",
                "goroutine 12 [running]:\nmain.verify(0x1)\n\t/app/main.go:12 +0x1d",
                "/app/lib/jwt.rb:55:in `decode'",
                "#0 /var/www/vendor/firebase/php-jwt/src/JWT.php(83): x",
                "{\"error\":\"io.jsonwebtoken.ExpiredJwtException\"}",
                "-----BEGIN RSA PRIVATE KEY-----\nMII"
            })
    void the_inside_of_a_server_is_known_by_its_form(String body) {
        var refused = new WireResponse(401, List.of(), Content.of(body), false);

        assertThat(subject(request -> refused).verdict(leak).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"invalid_token\",\"error_description\":\"The token expired at 12:00:00\"}",
                "{\"message\":\"Unauthorized\",\"path\":\"/orders\"}",
                "<html>You are not allowed to look at this page (see https://example.test/help.html)</html>",
                "{\"type\":\"https://example.test/errors/token.expired\",\"title\":\"Error\"}"
            })
    void ordinary_refusals_tell_nothing(String body) {
        var refused = new WireResponse(401, List.of(), Content.of(body), false);

        assertThat(subject(request -> refused).verdict(leak).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_trace_under_a_crash_is_one_too_and_where_nothing_is_refused_nothing_is_read() {
        var crash = new WireResponse(500, List.of(), Content.of("Traceback (most recent call last):"), false);

        assertThat(subject(request -> crash).verdict(leak).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(subject(request -> ok("[]")).verdict(leak).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void a_refusal_inside_a_200_has_no_challenge_and_is_read_all_the_same() {
        assertThat(subject(request -> ok("{\"error\":1}")).verdict(challenge).outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(subject(request -> ok("{\"error\":1}")).verdict(leak).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(subject(request -> ok("{\"error\":\"at verify (/app/node_modules/jws/verify.js:63:17)\"}"))
                        .verdict(leak)
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    private Verdict challenged(String withoutCredential, String worthless) {
        return subject(request -> {
                    var value = request.header("Authorization").isPresent() ? worthless : withoutCredential;
                    return value.isEmpty() ? status(401) : with(status(401), "WWW-Authenticate", value);
                })
                .verdict(challenge);
    }

    private Verdict scope(WireResponse answer) {
        return subject(request -> answer).verdict(insufficient);
    }

    private static FakeTarget target() {
        return FakeTarget.of(SCHEME).and(ALICE).and(MALLORY).and(ORDERS);
    }

    private static FakeSubject subject(Function<WireRequest, WireResponse> server) {
        return FakeSubject.on(target(), Party.of(ALICE, MALLORY), server.andThen(Answer.Answered::new))
                .credential(ALICE, "token-of-alice")
                .credential(MALLORY, "token-of-mallory");
    }
}
