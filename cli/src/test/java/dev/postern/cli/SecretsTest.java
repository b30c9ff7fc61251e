package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.samples.Weakness;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret of a target file, and no token that was issued, is in anything that an audit writes. */
class SecretsTest {

    @TempDir
    private Path folder;

    /** Sets of weaknesses that do not replace each other's decision, so that many kinds of forgeries are granted. */
    static Stream<List<Weakness>> weakenings() {
        return Stream.of(
                List.of(),
                List.of(
                        Weakness.ALG_NONE_HONOURED,
                        Weakness.EXPIRY_IGNORED,
                        Weakness.AUDIENCE_IGNORED,
                        Weakness.REFRESH_NOT_ROTATED,
                        Weakness.API_KEY_IN_QUERY,
                        Weakness.BASIC_OVER_PLAINTEXT,
                        Weakness.PASSWORD_HASH_IN_PAYLOAD,
                        Weakness.PENDING_SESSION_OPENS,
                        Weakness.TENANT_FROM_HEADER),
                List.of(
                        Weakness.SIGNATURE_NOT_VERIFIED,
                        Weakness.ISSUER_IGNORED,
                        Weakness.REFRESH_TOKEN_OPENS_API,
                        Weakness.USED_REFRESH_TOKEN_WORKS,
                        Weakness.API_KEY_BY_ID_ONLY,
                        Weakness.BASIC_NAME_ONLY,
                        Weakness.TOKENS_LIVE_A_MONTH,
                        Weakness.ROLE_FROM_QUERY));
    }

    @ParameterizedTest
    @MethodSource("weakenings")
    void nothing_that_is_written_holds_a_secret(List<Weakness> weaknesses) throws Exception {
        try (var sample =
                Sample.weakenedBy(folder, weaknesses.toArray(Weakness[]::new)).withoutLimit()) {
            var run = sample.audit();

            assertThat(run.status()).isEqualTo(weaknesses.isEmpty() ? Postern.PASSED : Postern.FAILED);
            assertNoSecretIn(sample, run);
        }
    }

    @Test
    void no_secret_is_written_where_tls_fails() throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            sample.edit(text -> text.replace("tls:\n  trust: server.pem\n", ""));

            var run = sample.audit();

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            assertThat(sample.file().checksWith("pass")).isSubsetOf("basic.https-only"); // it asks over plain HTTP
            assertNoSecretIn(sample, run);
        }
    }

    /** Also: what the target knows and what Postern was given are searched for, not only what was sent. */
    private static void assertNoSecretIn(Sample sample, CommandRun run) throws Exception {
        var secrets = new HashSet<>(sample.api().secrets());
        assertThat(secrets).hasSizeGreaterThan(15);
        var search = new SecretSearch(secrets);
        assertThat(search.in(sample.reports())).isEmpty();
        assertThat(search.in("standard output", run.out())).isEmpty();
        assertThat(search.in("standard error", run.err())).isEmpty();
        assertThat(SecretSearch.nakedTokens(sample.reports())).isEmpty();
    }
}
