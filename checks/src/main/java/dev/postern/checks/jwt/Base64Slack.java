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

/** The valid token, its signature spelt in another way that lenient decoders take for the same. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.b64-slack",
        title = "A token has one spelling",
        severity = Severity.LOW,
        references = {"RFC 7515 2", "RFC 4648 3.5"},
        cwe = 173,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 3)
public final class Base64Slack implements DenialCheck {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.signed(on);
        var token = valid.received();
        var signature = token.text().substring(token.text().lastIndexOf('.') + 1);
        return Stream.of(
                        new Spelling("with padding", signature + "=".repeat((4 - signature.length() % 4) % 4)),
                        new Spelling(
                                "in standard base64",
                                signature.replace('-', '+').replace('_', '/')),
                        new Spelling("with an idle bit set", withIdleBit(signature)))
                .filter(spelling -> !spelling.signature().equals(signature))
                .map(spelling -> on.attempt(
                                "signature " + spelling.words(),
                                token.withSignatureText(spelling.signature()).text())
                        .tolerating(MALFORMED));
    }

    /** RFC 4648 3.5: the last character may carry bits that mean nothing. */
    private static String withIdleBit(String base64url) {
        if (base64url.length() % 4 == 0) {
            return base64url;
        }
        int last = base64url.length() - 1;
        char other = ALPHABET.charAt(ALPHABET.indexOf(base64url.charAt(last)) ^ 1);
        return base64url.substring(0, last) + other;
    }

    private record Spelling(String words, String signature) {}
}
