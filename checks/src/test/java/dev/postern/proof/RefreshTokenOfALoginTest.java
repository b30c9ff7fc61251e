package dev.postern.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.proof.SmallApi.Reply;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API whose own login issues a refresh token: there is no OAuth token endpoint. */
class RefreshTokenOfALoginTest {

    private static final String ACCESS = "access-token-of-ann-0123456789";
    private static final String REFRESH = "refresh-token-of-ann-0123456789";
    private static final String TARGET = """
            schemes:
              tokens: {type: bearer-opaque}
            identities:
              ann: {scheme: tokens, obtain: {token: %s, refresh: %s}}
            operations:
              listOrders: {call: GET /orders, requires: {scheme: tokens}}
            """.formatted(ACCESS, REFRESH);

    @TempDir
    private Path folder;

    @Test
    void a_server_that_does_not_tell_the_two_tokens_apart_is_found() throws Exception {
        assertThat(outcomeWhere(Set.of(ACCESS, REFRESH))).isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_sound_server_passes() throws Exception {
        assertThat(outcomeWhere(Set.of(ACCESS))).isEqualTo(Outcome.PASS);
    }

    private Outcome outcomeWhere(Set<String> granted) throws Exception {
        try (var api = SmallApi.answering(
                request -> request.bearer().filter(granted::contains).isPresent()
                        ? Reply.ok("{\"orders\":[{\"id\":17}]}")
                        : Reply.unauthorized())) {
            return api.audit(folder, TARGET, "refresh.as-access-token")
                    .get(0)
                    .verdict()
                    .outcome();
        }
    }
}
