package dev.postern.checks.oauth;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import org.junit.jupiter.api.Test;

class IssuedTest {

    @Test
    void without_an_issuing_answer_there_is_no_pass() {
        var scheme = FakeTarget.opaque();
        var given = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(given)
                .and(FakeTarget.get("/orders", scheme).build());

        for (var check : new PropertyCheck[] {new NoStore(), new TokenLifetime()}) {
            assertThat(planned(check, target, scheme))
                    .isInstanceOfSatisfying(
                            Applicability.Missing.class,
                            m -> assertThat(m.sentence()).contains("client_credentials"));
            var subject = FakeSubject.of(target, given, r -> status(200));
            assertThatThrownBy(() -> subject.defects(check)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void the_lifetime_of_a_jwt_is_not_missed_since_the_token_tells_it() {
        for (var scheme : new Scheme[] {FakeTarget.jwt(), FakeTarget.opaque()}) {
            var target = FakeTarget.of(scheme)
                    .and(FakeTarget.person("alice", scheme).build())
                    .and(FakeTarget.get("/orders", scheme).build());

            assertThat(planned(new TokenLifetime(), target, scheme))
                    .isInstanceOf(
                            scheme instanceof Scheme.BearerJwt
                                    ? Applicability.Irrelevant.class
                                    : Applicability.Missing.class);
        }
    }

    @Test
    void an_identity_whose_token_was_issued_is_looked_for() {
        var scheme = FakeTarget.opaque();
        var given = FakeTarget.person("alice", scheme).build();
        var client = FakeTarget.person("app", scheme)
                .obtains(FakeTarget.clientCredentials())
                .build();
        var target = FakeTarget.of(scheme)
                .and(given)
                .and(client)
                .and(FakeTarget.get("/orders", scheme).build());

        assertThat(planned(new NoStore(), target, scheme))
                .isEqualTo(new Applicability.Applies(Applicability.Party.of(client)));
    }

    @Test
    void an_answer_prints_no_token() {
        assertThat(TokenAnswer.of(ok("{\"access_token\":\"secret\"}")).toString())
                .doesNotContain("secret");
    }
}
