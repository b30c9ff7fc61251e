package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.postern.api.check.Applicability;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrongCurveTest {

    private static final Map<String, String> BY_NAME = Map.of(
            "ES256", "SHA256withECDSAinP1363Format",
            "ES256K", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format",
            "ES512", "SHA512withECDSAinP1363Format");

    private final WrongCurve check = new WrongCurve();

    @Test
    void a_sound_server_takes_the_algorithm_of_the_curve_and_no_other() {
        var tried = FakeJwtTarget.signedBy(TestKeys.EC, "ES256").run(check);

        assertThat(tried.labels())
                .containsExactly(
                        "signed with ES384 by the key of ES256, alg ES384",
                        "signed with ES256 by the key of ES256, alg ES384",
                        "signed with ES512 by the key of ES256, alg ES512",
                        "signed with ES256 by the key of ES256, alg ES512",
                        "signed with ES256 by the key of ES256, alg ES256K");
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.twins()).hasSize(1);
    }

    @Test
    void a_server_that_takes_the_hash_from_the_name_and_the_curve_from_the_key_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.EC, "ES256");
        target.signatureRule(token -> verified(token, BY_NAME.get(token.alg()), TestKeys.EC.toECPublicKey()));

        assertThat(target.run(check).granted())
                .containsExactly(
                        "signed with ES384 by the key of ES256, alg ES384",
                        "signed with ES512 by the key of ES256, alg ES512",
                        "signed with ES256 by the key of ES256, alg ES256K");
    }

    @Test
    void a_server_that_does_not_look_at_the_name_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.EC, "ES256");
        target.signatureRule(token -> verified(token, BY_NAME.get("ES256"), TestKeys.EC.toECPublicKey()));

        assertThat(target.run(check).granted()).hasSize(3).allMatch(label -> label.startsWith("signed with ES256"));
    }

    @Test
    void a_key_on_another_curve_is_tried_under_the_names_of_the_others() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_384).keyID("longer").generate();

        var tried = FakeJwtTarget.signedBy(key, "ES384").run(check);

        assertThat(tried.labels())
                .contains(
                        "signed with ES256 by the key of ES384, alg ES256",
                        "signed with ES256 by the key of ES384, alg ES256K")
                .hasSize(5);
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_key_that_is_on_no_such_curve_is_not_missed_and_it_is_said_what_could_be_tried() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOfSatisfying(
                        Applicability.Irrelevant.class,
                        missing -> assertThat(missing.sentence())
                                .contains("`tokens`", "no curve of ES256, ES384 or ES512", "a scheme of its own"));
        assertThat(check.appliesTo(FakeJwtTarget.signedBy(TestKeys.EC, "ES256").site()))
                .isInstanceOf(Applicability.Applies.class);
    }

    private static boolean verified(Parts token, String algorithm, PublicKey key) throws Exception {
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(token.signingInput());
        return verifier.verify(token.signature());
    }
}
