package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.util.stream.Stream;

/** The valid token, whose header still promises a signature, with none or with next to none. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.signature-stripped",
        title = "Tokens whose signature was removed are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 5.2", "RFC 8725 3.3", "ASVS 5.0 9.1.1", "CVE-2020-28042"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        explainedBy = "jwt.signature-tampered",
        requests = 6)
public final class SignatureStripped implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.of(on);
        var token = valid.draft().describedAs("header and payload unchanged");
        var bare = token.withoutSignature();
        int length = Math.max(1, valid.received().signatureLength());
        return Stream.of(
                        bare,
                        bare.withoutLastDot(),
                        bare.withSignatureText(".").describedAs("signature replaced by another dot"),
                        token.signature(new byte[] {0}).describedAs("signature of one zero byte"),
                        token.signature(new byte[] {1}).describedAs("signature of one byte"),
                        token.signature(new byte[length]).describedAs("signature of zeros, as long as the right one"))
                .map(forged -> valid.attempt(forged).tolerating(MALFORMED));
    }
}
