package dev.postern.checks.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys that no target trusts, made once for the life of this process: an RSA key takes its time. */
final class ForeignKeys {

    private static final Map<String, SigningKey> KNOWN = new ConcurrentHashMap<>();

    private ForeignKeys() {}

    /** A key of the type that the algorithm takes. */
    static SigningKey of(String alg) {
        return KNOWN.computeIfAbsent(alg, SigningKey::generateLike);
    }

    /**
     * A key of the same type and size as the one that signed a token. The size matters: a verifier may refuse a signature
     * of another length before it makes the mistake that is looked for.
     */
    static SigningKey like(ValidToken token) {
        var alg = token.view().alg().orElse("");
        int bits = token.received().signatureLength() * 8;
        try {
            return alg.matches("[RP]S\\d+") && bits > 2048 && bits <= 8192
                    ? KNOWN.computeIfAbsent("RSA " + bits, k -> rsa(bits)).withAlg(alg)
                    : of(alg);
        } catch (UnusableKeyException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The valid token is signed by an algorithm for which Postern can make no key of its own. "
                            + e.getMessage());
        }
    }

    /** The algorithm of the valid token, if it takes a key pair; else RS256. */
    static String asymmetric(ValidToken token) {
        return token.view()
                .alg()
                .filter(alg -> alg.matches("[RP]S(256|384|512)|ES(256|384|512)|EdDSA|Ed25519"))
                .orElse("RS256");
    }

    /** The algorithm of the valid token, if it is one of EC keys; else RS256: the usual ones of certificates. */
    static String certifiable(ValidToken token) {
        return token.view().alg().filter(alg -> alg.matches("ES(256|384|512)")).orElse("RS256");
    }

    private static SigningKey rsa(int bits) {
        try {
            return SigningKey.parse(new RSAKeyGenerator(bits).generate().toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
