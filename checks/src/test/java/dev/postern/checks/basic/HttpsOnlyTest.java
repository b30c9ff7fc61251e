package dev.postern.checks.basic;

import static dev.postern.checks.FakeSubject.basic;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsOnlyTest {

    private static final String REMOTE = "http://api.example.test:8080";
    private static final String LOOPBACK = "http://127.0.0.1:8080";
    private static final String VALID = "alice:correct horse";

    private final HttpsOnly check = new HttpsOnly();

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_REFUSED", "RESET", "NOT_HTTP"})
    void passes_where_nobody_speaks_plain_http(Failure failure) {
        var subject = unanswered(failure);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(subject.sent()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_HOST", "TIMEOUT", "BUDGET", "HOST_NOT_ALLOWED", "STOPPED", "TLS"})
    void is_inconclusive_where_the_silence_says_nothing(Failure failure) {
        assertThat(unanswered(failure).verdict(check).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 308, 400, 403, 404, 421, 426})
    void passes_where_the_channel_is_refused(int refusal) {
        assertThat(answered(REMOTE, r -> status(refusal)).verdict(check).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(answered(LOOPBACK, r -> status(refusal)).verdict(check).outcome())
                .isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"x\"", "basic", "Bearer, Basic realm=\"x\", charset=\"UTF-8\""})
    void fails_where_a_bait_is_challenged(String challenge) {
        var verdict = answered(REMOTE, r -> with(status(401), "WWW-Authenticate", challenge))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("bait", "in the clear");
    }

    @Test
    void is_inconclusive_where_a_remote_server_reads_the_bait_without_challenge() {
        var subject = answered(REMOTE, r -> with(status(401), "WWW-Authenticate", "Bearer realm=\"Basic \""));

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void the_valid_password_never_leaves_the_machine() {
        var subject = answered(REMOTE, r -> status(401));

        subject.verdict(check);

        assertThat(subject.sent()).hasSize(2).noneMatch(HttpsOnlyTest::carriesValid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost", "http://[::1]:80", "http://api.localhost"})
    void fails_where_the_valid_password_is_granted_within_the_machine(String plaintext) {
        var subject = answered(plaintext, r -> carriesValid(r) ? ok("{}") : status(401));

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.GRANTED);
    }

    @Test
    void passes_where_even_the_valid_password_is_refused_within_the_machine() {
        var verdict = answered(LOOPBACK, r -> status(401)).verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1.example.test", "http://localhost.example.test", "http://10.0.0.1"})
    void a_name_that_only_looks_local_is_remote(String plaintext) {
        var subject = answered(plaintext, r -> status(401));

        subject.verdict(check);

        assertThat(subject.sent()).noneMatch(HttpsOnlyTest::carriesValid);
    }

    @Test
    void fails_where_plain_http_serves_everybody() {
        assertThat(answered(REMOTE, r -> ok("{}")).verdict(check).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void is_inconclusive_where_the_answer_decides_nothing(int status) {
        assertThat(answered(REMOTE, r -> status(status)).verdict(check).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void asks_at_the_plaintext_address_first_without_credential() {
        var subject = answered(LOOPBACK, r -> status(403));

        subject.verdict(check);

        assertThat(subject.sent()).allSatisfy(r -> assertThat(r.origin()).hasToString(LOOPBACK));
        assertThat(subject.sent().get(0).header("Authorization")).isEmpty();
        assertThat(basic(subject.sent().get(1)).orElseThrow()).startsWith("postern-bait-");
    }

    @Test
    void fails_without_a_request_where_the_target_file_has_all_passwords_sent_in_the_clear() {
        var subject = at("http://api.example.test", Optional.empty());

        assertThat(check.appliesTo(subject.site())).isInstanceOf(Applicability.Applies.class);
        var verdict = subject.verdict(check);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("`baseUrl` is http://api.example.test", "in the clear");
        assertThat(subject.sent()).isEmpty();
    }

    @Test
    void what_goes_over_plain_http_within_the_machine_verifies_nothing_and_says_so() {
        var subject = at("http://localhost:8080", Optional.empty());

        assertThat(check.appliesTo(subject.site()))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        missing -> assertThat(missing.sentence())
                                .contains("within this machine", "where it is deployed", "`plaintext: http://"));
        assertThat(subject.verdict(check).reason()).isEqualTo(Reason.NEED_MISSING);
    }

    @Test
    void over_https_the_address_of_plain_http_is_asked_for() {
        assertThat(check.appliesTo(
                        at("https://api.example.test", Optional.empty()).site()))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        missing -> assertThat(missing.sentence()).startsWith("For scheme"));
    }

    private static boolean carriesValid(WireRequest request) {
        return basic(request).orElse("").equals(VALID);
    }

    private static FakeSubject unanswered(Failure failure) {
        return subject(REMOTE, r -> new Answer.Unanswered(failure, "for a reason"));
    }

    private static FakeSubject answered(String plaintext, Function<WireRequest, WireResponse> server) {
        return subject(plaintext, server.andThen(Answer.Answered::new));
    }

    private static FakeSubject at(String baseUrl, Optional<String> plaintext) {
        return subject(baseUrl, plaintext.map(URI::create), request -> new Answer.Answered(status(403)));
    }

    private static FakeSubject subject(String plaintext, Function<WireRequest, Answer> server) {
        return subject("https://api.example.test", Optional.of(URI.create(plaintext)), server);
    }

    private static FakeSubject subject(String baseUrl, Optional<URI> plaintext, Function<WireRequest, Answer> server) {
        var scheme = new Scheme.Basic("legacy", plaintext, Optional.empty());
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .at(baseUrl)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.on(target, Party.of(alice), server).credential(alice, VALID);
    }
}
