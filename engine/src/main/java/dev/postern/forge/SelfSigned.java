package dev.postern.forge;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A certificate that vouches for itself (RFC 5280 4.1); the JCA reads certificates but makes none. */
final class SelfSigned {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SelfSigned() {}

    static X509Certificate certificate(PrivateKey key, PublicKey publicKey, String commonName, Instant around) {
        byte[] algorithm = identifier(key);
        // RFC 5280 4.1.2.4, A.1: one relative distinguished name, a common name
        byte[] name = Der.sequence(Der.write(Der.SET, Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(commonName))));
        byte[] toBeSigned = Der.sequence(
                Der.write(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(63, new SecureRandom()).setBit(62)),
                algorithm,
                name,
                Der.sequence(time(around.minus(Duration.ofHours(12))), time(around.plus(Duration.ofHours(12)))),
                name,
                publicKey.getEncoded());
        try {
            Signature signature = Signature.getInstance(jcaName(key));
            signature.initSign(key);
            signature.update(toBeSigned);
            byte[] certificate = Der.sequence(toBeSigned, algorithm, Der.bitString(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException refused) {
            throw new UnusableKeyException("The key cannot sign a certificate in this Java: "
                    + refused.getClass().getSimpleName() + ".");
        }
    }

    private static byte[] time(Instant instant) {
        return Der.utcTime(UTC_TIME.format(instant));
    }

    private static String jcaName(PrivateKey key) {
        return switch (JwsAlgorithm.Family.of(key)) {
            case EC -> "SHA256withECDSA";
            case ED25519 -> "Ed25519";
            default -> "SHA256withRSA";
        };
    }

    // RFC 4055 5, RFC 5758 3.2, RFC 8410 3
    private static byte[] identifier(PrivateKey key) {
        return switch (JwsAlgorithm.Family.of(key)) {
            case EC -> Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
            case ED25519 -> Der.sequence(Der.oid(1, 3, 101, 112));
            default -> Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), Der.nothing());
        };
    }
}
