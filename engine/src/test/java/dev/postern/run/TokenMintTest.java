package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenMintTest {

    @Test
    void an_rsa_key_may_be_pem() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();

        assertThat(verifies(mint(pem(keys)), keys, "SHA256withRSA")).isTrue();
    }

    @Test
    void an_ed25519_key_signs_too() throws Exception {
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertThat(verifies(mint(pem(keys)), keys, "Ed25519")).isTrue();
    }

    @Test
    void a_key_that_is_none_is_named_and_not_shown() {
        assertThatThrownBy(() -> mint("hardly-a-key-0123456789"))
                .isInstanceOf(TokenMint.MintException.class)
                .hasMessageContaining("signingKey")
                .hasMessageNotContaining("hardly-a-key");
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static boolean verifies(String token, KeyPair keys, String algorithm) throws Exception {
        var parts = token.split("\\.", -1);
        var signature = Signature.getInstance(algorithm);
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static String mint(String key) {
        var scheme = new Scheme.BearerJwt(
                "tokens",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Secret.of(key)),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                false,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.empty(),
                Optional.empty());
        var minted = new Obtain.Minted(Map.of());
        var alice = new Identity(
                "alice",
                "tokens",
                Optional.empty(),
                Set.of(),
                Set.of(),
                Map.of(),
                List.of(),
                minted,
                new Position("test.yaml", 0, 0));
        return TokenMint.mint(scheme, alice, minted, Instant.now());
    }
}
