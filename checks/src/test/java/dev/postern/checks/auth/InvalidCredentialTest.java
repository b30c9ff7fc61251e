package dev.postern.checks.auth;

import static dev.postern.checks.FakeSubject.basic;
import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.cookie;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.query;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class InvalidCredentialTest {

    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

    private final InvalidCredential check = new InvalidCredential();

    @Test
    void passes_where_only_the_valid_credential_will_do() {
        assertThat(subject(FakeTarget.jwt(), only(r -> bearer(r).equals(TOKEN))).outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(
                                FakeTarget.apiKey(),
                                only(r -> r.header("X-API-Key").orElse("").equals(TOKEN)))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
        var inQuery = FakeTarget.apiKey(Scheme.Carrier.QUERY, "key");
        assertThat(subject(inQuery, only(r -> query(r, "key").equals(TOKEN))).outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(FakeTarget.session(), only(r -> cookie(r, "SESSION").equals(TOKEN)))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(FakeTarget.basic(), only(r -> basic(r).orElse("").equals(TOKEN)))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_any_token_will_do() {
        assertThat(subject(FakeTarget.opaque(), only(r -> !bearer(r).isEmpty())).outcome(check))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void fails_where_null_is_taken_for_no_need_of_a_check() {
        assertThat(subject(FakeTarget.opaque(), only(r -> bearer(r).equals("null")))
                        .granted(check))
                .containsExactly("\"null\"");
    }

    @Test
    void fails_where_any_password_will_do() {
        assertThat(subject(FakeTarget.basic(), only(r -> basic(r).isPresent())).outcome(check))
                .isEqualTo(Outcome.FAIL);
    }

    /** RFC 6750 3.1 knows 400 for a malformed request, and some gateways answer it to a wrong key. */
    @Test
    void bad_request_is_a_refusal_since_only_the_credential_differs() {
        assertThat(subject(FakeTarget.apiKey(), r -> status(400)).outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    /** A case-insensitive key, as hex may be, must not be found by a changed case. */
    @Test
    void no_attempt_equals_the_valid_credential_but_for_its_case() {
        var subject = subject(FakeTarget.apiKey(), r -> status(401));

        subject.outcome(check);

        assertThat(subject.sent())
                .allSatisfy(r -> assertThat(r.header("X-API-Key").orElseThrow()).isNotEqualToIgnoringCase(TOKEN));
    }

    @Test
    void basic_names_no_user_that_exists_lest_it_be_locked() {
        var subject = subject(FakeTarget.basic(), r -> status(401)).credential(alice(FakeTarget.basic()), "alice:pw");

        subject.outcome(check);

        assertThat(subject.sent())
                .hasSizeLessThanOrEqualTo(4)
                .noneSatisfy(r -> assertThat(basic(r).orElseThrow()).startsWith("alice:"));
    }

    @Test
    void a_throttled_answer_does_not_pass() {
        assertThat(subject(FakeTarget.opaque(), r -> status(429)).outcome(check))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    private static Function<WireRequest, WireResponse> only(Predicate<WireRequest> valid) {
        return request -> valid.test(request) ? ok("{}") : status(401);
    }

    private static Identity alice(Scheme scheme) {
        return FakeTarget.person("alice", scheme).build();
    }

    private static FakeSubject subject(Scheme scheme, Function<WireRequest, WireResponse> server) {
        var alice = alice(scheme);
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, alice, server).credential(alice, TOKEN);
    }
}
