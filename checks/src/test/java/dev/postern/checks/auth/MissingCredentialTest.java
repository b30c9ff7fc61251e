package dev.postern.checks.auth;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MissingCredentialTest {

    private final MissingCredential check = new MissingCredential();

    static Scheme[] schemes() {
        return new Scheme[] {
            FakeTarget.jwt(),
            FakeTarget.opaque(),
            FakeTarget.basic(),
            FakeTarget.apiKey(),
            FakeTarget.apiKey(Scheme.Carrier.QUERY, "key"),
            FakeTarget.session()
        };
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void fails_where_anybody_is_let_in(Scheme scheme) {
        assertThat(subject(scheme, request -> ok("{}")).outcome(check)).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void passes_where_nobody_is_let_in(Scheme scheme) {
        assertThat(subject(scheme, request -> status(401)).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_an_empty_header_is_taken_for_anonymous() {
        var subject = subject(
                FakeTarget.jwt(),
                request -> request.header("Authorization").isPresent()
                                && bearer(request).isEmpty()
                        ? ok("{}")
                        : status(401));

        assertThat(subject.granted(check))
                .containsExactly(
                        "an empty Authorization header", "\"Bearer\" and nothing more", "\"Bearer \" and nothing more");
    }

    @Test
    void bad_request_is_a_refusal_since_only_the_credential_differs() {
        assertThat(subject(FakeTarget.jwt(), request -> status(400)).outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(FakeTarget.apiKey(), request -> status(422)).outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_crash_is_no_refusal() {
        assertThat(subject(FakeTarget.jwt(), request -> status(500)).outcome(check))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void a_call_to_slow_down_is_no_refusal() {
        assertThat(subject(FakeTarget.jwt(), request -> status(429)).outcome(check))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void the_empty_credential_travels_where_the_scheme_carries_it() {
        var subject = subject(FakeTarget.apiKey(Scheme.Carrier.COOKIE, "key"), request -> status(401));

        subject.outcome(check);

        assertThat(subject.sent())
                .last()
                .satisfies(r -> assertThat(r.header("Cookie")).contains("key="));
    }

    private static FakeSubject subject(Scheme scheme, Function<WireRequest, WireResponse> server) {
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, alice, server).credential(alice, "alice:valid");
    }
}
