package dev.postern.checks.oauth;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifetimeTest {

    private final TokenLifetime check = new TokenLifetime();

    @ParameterizedTest
    @ValueSource(strings = {"3600", "\"3600\"", "300", "3599.5", "1"})
    void passes_up_to_what_is_declared(String expiresIn) {
        assertThat(subject(FakeTarget.opaque(), ok("{\"expires_in\":" + expiresIn + "}"))
                        .defects(check))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3601", "\"86400\"", "0", "-1", "\"never\"", "1e9", "9223372036854775808"})
    void fails_beyond_and_where_no_end_is_named(String expiresIn) {
        assertThat(subject(FakeTarget.jwt(), ok("{\"expires_in\":" + expiresIn + "}"))
                        .defects(check))
                .hasSize(1);
    }

    @Test
    void an_opaque_token_must_be_told_its_end_but_a_jwt_says_it_itself() {
        for (var body : new String[] {"{}", "{\"expires_in\":null}", "not json", ""}) {
            assertThat(subject(FakeTarget.opaque(), ok(body)).defects(check))
                    .as(body)
                    .hasSize(1);
            assertThat(subject(FakeTarget.jwt(), ok(body)).defects(check))
                    .as(body)
                    .isEmpty();
        }
    }

    @Test
    void what_the_checklist_allows_counts_if_the_target_file_promises_more() {
        var opaque = new Scheme.BearerOpaque(
                "opaque", Optional.of(FakeTarget.TOKEN_ENDPOINT), Duration.ofDays(29), Optional.empty());
        var month = subject(opaque, ok("{\"expires_in\":2505600}"));

        assertThat(month.defects(check)).isEmpty();
        assertThat(month.parameters(Map.of("maxLifetime", "PT1H")).defects(check))
                .containsExactly(
                        "The target file promises tokens of at most 29 days (maxLifetime); the checklist allows 3600 s.",
                        "`expires_in` is 2505600 s; at most 3600 s is allowed by the checklist (maxLifetime).");
    }

    private static FakeSubject subject(Scheme scheme, WireResponse issuing) {
        var client = FakeTarget.person("app", scheme)
                .obtains(FakeTarget.clientCredentials())
                .build();
        var target = FakeTarget.of(scheme)
                .and(client)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, client, r -> status(200)).issued(issuing);
    }
}
