package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.refresh.World.CONFIDENTIAL;
import static dev.postern.checks.refresh.World.GIVEN;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.SCHEME;
import static dev.postern.checks.refresh.World.answering;
import static dev.postern.checks.refresh.World.error;
import static dev.postern.checks.refresh.World.on;
import static dev.postern.checks.refresh.World.party;
import static dev.postern.checks.refresh.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability.Party;
import org.junit.jupiter.api.Test;

class RefreshRotationTest {

    private final RefreshRotation check = new RefreshRotation();

    @Test
    void fails_where_a_public_clients_token_stays() {
        assertThat(on(PUBLIC, TokenServer.withoutRotation()).verdict(check).outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(answering(PUBLIC, r -> ok("{\"access_token\":\"at\",\"refresh_token\":\"rt0\"}"))
                        .verdict(check)
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void passes_where_a_token_is_for_one_use_and_not_replaced() {
        var uses = new int[1];
        var oneUse =
                answering(PUBLIC, r -> uses[0]++ == 0 ? ok("{\"access_token\":\"at1\"}") : error(400, "invalid_grant"));

        assertThat(oneUse.verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    /** FAPI 2.0 advises against it. */
    @Test
    void is_not_asked_of_a_confidential_client() {
        var subject = on(CONFIDENTIAL, TokenServer.withoutRotation());

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.words()).contains("has a secret");
        assertThat(subject.sent()).isEmpty();
    }

    @Test
    void prefers_a_public_client() {
        assertThat(party(planned(check, target(CONFIDENTIAL, GIVEN, PUBLIC), SCHEME)))
                .isEqualTo(Party.of(PUBLIC));
    }
}
