package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWK;
import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.Forging;
import dev.postern.checks.craft.ValidToken;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignKeyTest {

    private final ForeignKey check = new ForeignKey();

    @Test
    void sound_servers_refuse_keys_of_every_type() {
        var targets = List.of(
                FakeJwtTarget.rs256().withoutSigningKey(),
                FakeJwtTarget.signedBy(TestKeys.RSA, "PS256"),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256"),
                FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).hasSize(3);
            assertThat(tried.granted()).isEmpty();
        });
    }

    @Test
    void a_look_up_that_finds_no_key_and_goes_on_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token ->
                (token.header().get("kid") != null && !token.header().get("kid").equals(TestKeys.RSA.getKeyID()))
                        || target.nimbusTrusts(token));

        assertThat(target.run(check).granted())
                .containsExactly("signed by a key of our own, with a kid that nobody knows");
    }

    @Test
    void the_kid_is_trusted_where_it_should_only_choose() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(
                token -> TestKeys.RSA.getKeyID().equals(token.header().get("kid")));

        assertThat(target.run(check).granted()).containsExactly("signed by a key of our own, kid kept");
    }

    @Test
    void a_result_that_nobody_looks_at_is_found_for_a_large_key_too() {
        // Java throws for a signature of another length, so a key of another size would hide the mistake
        var target = FakeJwtTarget.signedBy(TestKeys.LARGE_RSA, "RS256");
        target.signatureRule(token -> verifyAndIgnore(TestKeys.LARGE_RSA, token));

        assertThat(target.run(check).granted()).hasSize(3);
    }

    private static boolean verifyAndIgnore(JWK key, Parts token) throws Exception {
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key.toRSAKey().toRSAPublicKey());
        verifier.update(token.signingInput());
        try {
            verifier.verify(token.signature());
            return true;
        } catch (SignatureException wrongLength) {
            return false;
        }
    }

    @Test
    void an_algorithm_that_nobody_knows_ends_the_case_with_a_sentence() {
        var target = FakeJwtTarget.rs256();
        target.credential(ValidToken.of(target)
                .draft()
                .header("alg", "XX999")
                .keepSignature()
                .text());

        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> target.run(check))
                .withMessageContaining("XX999");
    }

    @Test
    void with_a_signing_key_a_twin_of_the_trusted_key_stands_beside_each() {
        var tried = FakeJwtTarget.rs256().run(check);

        assertThat(tried.twins()).hasSize(1);
        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.labels()).noneMatch(label -> label.endsWith(Forging.NO_TWIN));
    }

    @Test
    void without_one_each_attempt_says_so() {
        assertThat(FakeJwtTarget.rs256().withoutSigningKey().run(check).labels())
                .hasSize(3)
                .allMatch(label -> label.endsWith(Forging.NO_TWIN));
    }

    @Test
    void a_damaged_signing_key_is_as_good_as_none() {
        var tried = FakeJwtTarget.rs256().signingKey("{\"kty\":\"RSA\"}").run(check);

        assertThat(tried.twins()).isEmpty();
        assertThat(tried.labels()).hasSize(3);
    }
}
