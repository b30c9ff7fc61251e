package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.check.Applicability;
import dev.postern.api.target.TokenPromises;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlgNotAllowedTest {

    private final AlgNotAllowed check = new AlgNotAllowed();

    @Test
    void without_declared_algorithms_nothing_is_forbidden() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        missing -> assertThat(missing.sentence()).contains("`algorithms: [RS256]`"));
    }

    @Test
    void a_server_that_keeps_to_one_passes() {
        var tried = declaring(FakeJwtTarget.rs256(), "RS256").run(check);

        assertThat(tried.labels())
                .containsExactly(
                        "signed with RS384",
                        "signed with RS512",
                        "signed with PS256",
                        "signed with PS384",
                        "signed with PS512");
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.twins()).hasSize(1);
    }

    @Test
    void a_second_declared_one_is_not_tried() {
        assertThat(declaring(FakeJwtTarget.rs256(), "RS256", "PS256").run(check).labels())
                .doesNotContain("signed with PS256");
    }

    @Test
    void a_server_that_takes_whatever_fits_the_key_is_found() {
        var target = declaring(FakeJwtTarget.rs256(), "RS256");
        target.signatureRule(
                token -> SignedJWT.parse(token.text()).verify(new RSASSAVerifier(TestKeys.RSA.toRSAPublicKey())));

        assertThat(target.run(check).granted()).hasSize(5);
    }

    @Test
    void a_key_on_a_curve_has_one_algorithm_whatever_is_declared() {
        var target = declaring(FakeJwtTarget.signedBy(TestKeys.EC, "ES256"), "ES256");

        assertThat(check.appliesTo(target.site()))
                .isInstanceOfSatisfying(
                        Applicability.Irrelevant.class,
                        irrelevant -> assertThat(irrelevant.sentence()).contains("jwt.wrong-curve"));
    }

    private static FakeJwtTarget declaring(FakeJwtTarget target, String... algorithms) {
        return target.promising(new TokenPromises(Set.of(algorithms), false, Map.of()));
    }
}
