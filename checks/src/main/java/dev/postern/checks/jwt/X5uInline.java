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
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;

/** Tokens whose {@code x5u} leads to a certificate of the forger's, which the URL itself holds. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.x5u-inline",
        title = "A certificate that the token points to is not trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.5", "RFC 8725 3.10", "ASVS 5.0 9.1.3"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 2 + Disguise.MOST_FRAGMENTS)
public final class X5uInline implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var alg = ForeignKeys.certifiable(forging.valid());
        var key = ForeignKeys.of(alg);
        var pem = pem(key.selfSignedCertificate("postern.invalid", on.now()));
        // RFC 7515 4.1.5: the resource is in PEM
        var url = InlineUrl.of("application/x-pem-file", pem);
        var token = forging.draft().header("x5u", url);
        var label = "signed by the key of the certificate that its x5u holds, ";
        var plain = Stream.of(
                token.describedAs(label + "kid kept"), token.removeHeader("kid").describedAs(label + "without kid"));
        var disguised = Disguise.fragments(on, url)
                .map(disguise ->
                        forging.draft().header("x5u", disguise.url()).describedAs(label + "with " + disguise.words()));
        return Stream.concat(plain, disguised)
                .map(draft -> forging.attempt(draft.describe(), draft.signAs(alg, alg, key)));
    }

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made can be encoded", e);
        }
    }
}
