package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.refresh.World.GIVEN;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.answering;
import static dev.postern.checks.refresh.World.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import org.junit.jupiter.api.Test;

class RefreshWorksTest {

    @Test
    void a_given_token_that_is_refused_may_have_been_used_up() {
        assertThat(answering(GIVEN, r -> error(400, "invalid_grant"))
                        .verdict(new RefreshWorks())
                        .reason())
                .isEqualTo(Reason.SETUP_FAILED);
    }

    @Test
    void a_fresh_token_that_is_refused_does_not_work() {
        assertThat(answering(PUBLIC, r -> error(400, "invalid_grant"))
                        .verdict(new RefreshWorks())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void works_means_that_the_new_access_token_is_granted() {
        var useless =
                answering(PUBLIC, r -> r.method().equals("POST") ? ok("{\"access_token\":\"at1\"}") : status(401));

        assertThat(useless.verdict(new RefreshWorks()).outcome()).isEqualTo(Outcome.FAIL);
    }
}
