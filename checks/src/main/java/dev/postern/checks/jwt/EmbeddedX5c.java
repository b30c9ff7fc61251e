package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Tokens that bring along a certificate, signed by nobody but themselves, as {@code x5c} in the header. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.embedded-x5c",
        title = "A certificate that the token itself brings is not trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.6", "RFC 8725 3.10", "ASVS 5.0 9.1.3"},
        cwe = 295,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 4)
public final class EmbeddedX5c implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var alg = ForeignKeys.certifiable(forging.valid());
        var key = ForeignKeys.of(alg);
        var certificate = encoded(key.selfSignedCertificate("postern.invalid", on.now()));
        var token = forging.draft().header("x5c", List.of(Base64.getEncoder().encodeToString(certificate)));
        return Stream.of(
                        token.describedAs("signed by the key of the certificate in its x5c, kid kept"),
                        token.removeHeader("kid")
                                .describedAs("signed by the key of the certificate in its x5c, without kid"),
                        token.removeHeader("kid")
                                .header("x5t#S256", thumbprint("SHA-256", certificate))
                                .describedAs("signed by the key of the certificate in its x5c, with x5t#S256"),
                        token.removeHeader("kid")
                                .header("x5t", thumbprint("SHA-1", certificate))
                                .describedAs("signed by the key of the certificate in its x5c, with x5t"))
                .map(draft -> forging.attempt(draft.describe(), draft.signAs(alg, alg, key)));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made can be encoded", e);
        }
    }

    /** RFC 7515 4.1.7, 4.1.8. */
    private static String thumbprint(String hash, byte[] certificate) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance(hash).digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + hash, e);
        }
    }
}
