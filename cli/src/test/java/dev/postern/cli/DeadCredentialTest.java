package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadCredentialTest {

    private static final Instant RAN_OUT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    @Test
    void a_valid_credential_that_has_run_out_makes_its_cases_inconclusive_and_the_words_say_when_and_what_to_do()
            throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            Files.writeString(folder.resolve("secrets/alice"), expired(sample));
            sample.edit(DeadCredentialTest::aliceHasAToken);

            var run = sample.audit("--only", "jwt.*,tenant.*");

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            var ofAlice = sample.file().cases().stream()
                    .filter(c -> c.id().contains("|alice|"))
                    .toList();
            assertThat(ofAlice).hasSizeGreaterThan(5).allSatisfy(c -> {
                assertThat(c.outcome()).isEqualTo("inconclusive");
                assertThat(c.reason()).isEqualTo("positive-control-failed");
                assertThat(c.words()).contains("alice", "ran out at " + RAN_OUT, "give a fresh one");
            });
            var alongWithAlice = sample.file().cases().stream()
                    .filter(c -> c.id().endsWith("|alice"))
                    .filter(c -> !c.outcome().equals("not-applicable")) // what does not apply was not tried
                    .toList();
            assertThat(alongWithAlice).isNotEmpty().allSatisfy(c -> {
                assertThat(c.outcome()).isEqualTo("inconclusive");
                assertThat(c.words()).contains("alice", "ran out at " + RAN_OUT);
            });
            assertThat(run.out()).contains("ran out at " + RAN_OUT);
        }
    }

    private static String expired(Sample sample) throws Exception {
        var key = RSAKey.parse(Files.readString(sample.folder().resolve("secrets/issuer.jwk")));
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://id.orders.test")
                        .audience("orders")
                        .subject("alice")
                        .claim("tenant", "a")
                        .claim("scope", "orders:read orders:write")
                        .issueTime(Date.from(RAN_OUT.minusSeconds(600)))
                        .expirationTime(Date.from(RAN_OUT))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String aliceHasAToken(String targetFile) {
        return Pattern.compile("grant: client_credentials\n +clientId: alice\n +clientSecret: (.*)\n")
                .matcher(targetFile)
                .replaceFirst("token: $1\n");
    }
}
