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
        severity = Severity.INFO,
        references = {"RFC 7515 2", "RFC 4648 3.5"},
        cwe = 173,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 3)
public final class Base64Slack implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return ValidToken.signed(on).received().describedAs("").respelled().stream()
                .map(token -> on.attempt(token.description(), token.text()).tolerating(MALFORMED));
    }
}
