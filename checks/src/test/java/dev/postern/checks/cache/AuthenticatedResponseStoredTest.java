package dev.postern.checks.cache;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Site;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Operation;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AuthenticatedResponseStoredTest {

    private final AuthenticatedResponseStored check = new AuthenticatedResponseStored();

    @Test
    void fails_where_a_stranger_is_given_what_a_caller_was() {
        assertThat(subject(request -> ok("{}")).outcome(check)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void passes_where_a_stranger_is_refused() {
        assertThat(subject(request -> status(401)).outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(subject(request -> status(400)).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void caches_may_answer_both_the_caller_and_the_stranger() {
        var subject = subject(request -> status(401));

        var attempt = check.attempts(subject).findFirst().orElseThrow();

        assertThat(attempt.request().header("Cache-Control")).isEmpty();
        assertThat(attempt.request().header("Authorization")).isEmpty();
        assertThat(attempt.twin().orElseThrow().header("Cache-Control")).isEmpty();
        assertThat(attempt.twin().orElseThrow().header("Authorization")).isPresent();
    }

    @Test
    void a_write_is_no_concern_of_caches() {
        var scheme = FakeTarget.jwt();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build())
                .build();
        var get = target.operations().values().iterator().next();
        var post = new Operation(
                "createOrder",
                "POST",
                get.path(),
                false,
                get.requires(),
                get.with(),
                get.query(),
                List.of(),
                Content.NONE,
                Optional.empty(),
                false,
                get.position());
        var site = new Site(target, post, scheme);

        assertThat(check.appliesTo(site)).isInstanceOf(Applicability.Irrelevant.class);
    }

    private static FakeSubject subject(Function<WireRequest, WireResponse> server) {
        var scheme = FakeTarget.jwt();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, alice, server).credential(alice, "alice-valid");
    }
}
