package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubjectUnknownTest {

    private static final SigningKey KEY = SigningKey.parse(TestKeys.RSA.toJSONString());

    /** What a server shows to a caller. */
    private interface Server {
        WireResponse answer(String subject, String path);
    }

    private final SubjectUnknown check = new SubjectUnknown();
    private final Scheme scheme = FakeJwtTarget.rs256().scheme();
    private final Identity alice = person("alice", "a").marker("order-a").build();
    private final Identity bob = person("bob", "b").marker("order-b").build();

    private FakeTarget.Person person(String name, String tenant) {
        return FakeTarget.person(name, scheme).tenant(tenant).obtains(FakeTarget.given(token(name)));
    }

    private static String token(String subject) {
        var now = Instant.now().getEpochSecond();
        return Draft.ofClaims(Map.of("sub", subject, "iat", now, "exp", now + 600))
                .sign(KEY)
                .text();
    }

    private static String subject(WireRequest request) {
        try {
            return SignedJWT.parse(FakeSubject.bearer(request))
                    .getJWTClaimsSet()
                    .getSubject();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private FakeTarget target() {
        return FakeTarget.of(scheme)
                .and(FakeTarget.get("/tenants/{tenant}/orders", scheme)
                        .tenant(Operation.In.PATH, "tenant")
                        .build())
                .and(alice)
                .and(bob);
    }

    private Verdict verdict(Server server) {
        var subject = FakeSubject.of(target(), alice, r -> server.answer(subject(r), r.target()));
        var verdict = subject.verdict(check);
        assertThat(subject.sent()).hasSizeLessThanOrEqualTo(check.metadata().requests());
        return verdict;
    }

    /** Everybody sees the orders of the tenant in the path, if it is the caller's. */
    private static WireResponse sound(String subject, String path) {
        var own = Map.of("alice", "a", "bob", "b").getOrDefault(subject, "none");
        return path.equals("/tenants/" + own + "/orders")
                ? FakeSubject.ok("[\"order-" + own + "\"]")
                : FakeSubject.status(403);
    }

    private static boolean isKnown(String subject) {
        return subject.equals("alice") || subject.equals("bob");
    }

    @Test
    void a_server_that_refuses_whom_it_does_not_know_passes() {
        assertThat(verdict(SubjectUnknownTest::sound).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_server_that_gives_newcomers_an_account_passes() {
        var verdict = verdict((subject, path) -> isKnown(subject) ? sound(subject, path) : FakeSubject.ok("[]"));

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).contains("Whether it was granted is not judged");
    }

    @Test
    void a_server_that_shows_newcomers_the_data_of_the_tenant_of_their_token_passes() {
        assertThat(verdict((subject, path) -> isKnown(subject) ? sound(subject, path) : sound("alice", path))
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_server_that_holds_only_known_users_to_their_tenant_is_found() {
        var verdict = verdict((subject, path) ->
                isKnown(subject) ? sound(subject, path) : FakeSubject.ok("[\"order-" + path.substring(9, 10) + "\"]"));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.GRANTED);
        assertThat(verdict.words()).contains("data of \"bob\"", "on the request of bob", "of \"alice\" was not");
    }

    @Test
    void a_server_that_filters_by_nobody_where_there_is_nobody_is_found() {
        var verdict = verdict((subject, path) ->
                isKnown(subject) ? sound(subject, path) : FakeSubject.ok("[\"order-a\",\"order-b\"]"));

        assertThat(verdict.words()).contains("on the request of alice");
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void what_happens_once_is_no_finding() {
        var strangers = new AtomicInteger();
        var verdict = verdict((subject, path) -> !isKnown(subject) && strangers.incrementAndGet() == 1
                ? FakeSubject.ok("[\"order-b\"]")
                : sound(subject, path));

        assertThat(verdict.reason()).isEqualTo(Reason.UNSTABLE_CONTROL);
    }

    @Test
    void markers_that_its_own_answer_does_not_show_show_nothing() {
        var verdict = verdict((subject, path) -> FakeSubject.ok("{\"me\":\"" + subject + "\"}"));

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.reason()).isEqualTo(Reason.INDISTINGUISHABLE);
        assertThat(verdict.words()).contains("none of its `markers`");
    }

    @Test
    void markers_that_the_token_shows_with_any_subject_show_nothing() {
        var verdict = verdict((subject, path) -> FakeSubject.ok("[\"order-a\",\"order-b\"]"));

        assertThat(verdict.reason()).isEqualTo(Reason.INDISTINGUISHABLE);
        assertThat(verdict.words()).contains("to \"alice\" as well", "tenant.isolated");
    }

    @Test
    void where_the_honest_twin_is_denied_nothing_is_claimed() {
        var verdict =
                verdict((subject, path) -> subject.equals("bob") ? sound(subject, path) : FakeSubject.status(401));

        assertThat(verdict.reason()).isEqualTo(Reason.TWIN_DENIED);
    }

    @Test
    void where_the_answer_to_a_stranger_tells_nothing_nothing_is_claimed() {
        var verdict = verdict((subject, path) -> isKnown(subject) ? sound(subject, path) : FakeSubject.status(500));

        assertThat(verdict.reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    @Test
    void it_needs_somebody_of_another_tenant_whose_data_can_be_told() {
        assertThat(FakeSubject.planned(check, target(), scheme)).isEqualTo(new Applicability.Applies(Party.of(alice)));
        var unmarked = target().and(person("alice", "a").build())
                .and(person("bob", "b").build());
        var ofOneTenant = target().and(person("bob", "a").marker("order-b").build());
        for (var lacking : List.of(unmarked, ofOneTenant)) {
            assertThat(FakeSubject.planned(check, lacking, scheme))
                    .isInstanceOfSatisfying(
                            Applicability.Missing.class,
                            missing -> assertThat(missing.sentence()).contains("`markers:`", "`tenant`"));
        }
    }
}
