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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The valid token with a part of its signature, or with more than its signature. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.signature-truncated",
        title = "Tokens with a part of their signature are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 5.2", "RFC 7518 3.2", "RFC 2104 5", "CVE-2020-28042"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 7)
public final class SignatureTruncated implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.signed(on);
        var token = valid.received();
        int length = token.signatureLength();
        // 80 and 128 bits are what protocols with short MACs send (RFC 2104 5); 1 byte is found by trying
        var cut = IntStream.of(length / 2, length * 3 / 4, 16, 10, 8, length - 1)
                .filter(kept -> kept > 0 && kept < length)
                .distinct()
                .mapToObj(token::truncateSignature);
        return Stream.concat(cut, Stream.of(token.extendSignature(new byte[1])))
                .map(forged -> valid.attempt(forged).tolerating(MALFORMED));
    }
}
