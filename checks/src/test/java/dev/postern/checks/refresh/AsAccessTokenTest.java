package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsAccessTokenTest {

    private final AsAccessToken check = new AsAccessToken();

    @Test
    void fails_where_the_type_of_token_is_not_looked_at() {
        var subject = server(PUBLIC, r -> bearer(r).isEmpty() ? status(401) : ok("{}"))
                .refreshToken("rt0");

        assertThat(subject.outcome(check)).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void passes_where_it_is_refused(int refusal) {
        assertThat(server(PUBLIC, r -> status(refusal)).refreshToken("rt0").outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void without_a_refresh_token_there_is_no_pass() {
        var subject = server(PUBLIC, r -> status(401));

        assertThatThrownBy(() -> subject.outcome(check))
                .isInstanceOfSatisfying(
                        CannotTryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IRRELEVANT));
    }
}
