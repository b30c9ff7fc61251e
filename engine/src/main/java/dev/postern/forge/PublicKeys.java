package dev.postern.forge;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** The public keys of an issuer, read from whatever text it publishes. */
public final class PublicKeys {

    private PublicKeys() {}

    /**
     * Every public RSA, EC and Ed25519 key in a JWK set, a JWK, or PEM ({@code PUBLIC KEY}, {@code RSA PUBLIC KEY},
     * {@code CERTIFICATE}), in order. Symmetric keys and those that this Java does not know are passed over.
     *
     * @throws UnusableKeyException if the text is none of these, or damaged
     */
    public static List<JWK> in(String jwksOrJwkOrPem) {
        if (jwksOrJwkOrPem.strip().startsWith("{")) {
            return JwkSetText.keys(jwksOrJwkOrPem).stream()
                    .flatMap(text -> usable(text).stream())
                    .toList();
        }
        if (Pem.looksLike(jwksOrJwkOrPem)) {
            return Pem.in(jwksOrJwkOrPem).stream()
                    .filter(block -> block.label().endsWith("PUBLIC KEY")
                            || block.label().equals("CERTIFICATE"))
                    .map(block -> PublicJwk.of(of(block)))
                    .toList();
        }
        throw new UnusableKeyException("The text is neither a JWK set, a JWK nor PEM.");
    }

    /**
     * The key for the JCA.
     *
     * @throws UnusableKeyException if this Java does not know its type or curve
     */
    public static PublicKey toJca(JWK key) {
        return PublicJwk.toJca(key);
    }

    /** The JWK in a text, if it is a public or private key that this Java can use. */
    static Optional<JWK> usable(String json) {
        try {
            JWK key = JWK.parse(json);
            PublicJwk.toJca(key);
            return Optional.of(key).filter(each -> !each.getKeyType().equals(KeyType.OCT));
        } catch (ParseException | IllegalArgumentException | IllegalStateException passedOver) {
            return Optional.empty();
        }
    }

    static PublicKey of(Pem block) {
        return block.label().equals("CERTIFICATE") ? ofCertificate(block.der()) : ofSpki(block.spki());
    }

    private static PublicKey ofSpki(byte[] spki) {
        for (String type : List.of("RSA", "RSASSA-PSS", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki));
            } catch (InvalidKeySpecException anotherType) {
                // the next type is tried
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("This Java has no keys of type " + type + ".", missing);
            }
        }
        throw new UnusableKeyException(
                "The public key is none of RSA, EC (P-256, P-384, P-521) and Ed25519, or is damaged.");
    }

    private static PublicKey ofCertificate(byte[] der) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (CertificateException damaged) {
            throw new UnusableKeyException("The certificate cannot be read.");
        }
    }
}
