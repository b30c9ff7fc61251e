package dev.postern.checks.basic;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/** The valid user name and password in the right header, and not as Basic credentials. */
@AutoService(SecurityCheck.class)
@Check(
        id = "basic.scheme-required",
        title = "A password is accepted after the word Basic only",
        severity = Severity.LOW,
        references = {"RFC 7617 2", "RFC 9110 11.4"},
        cwe = 20,
        schemes = Scheme.Type.BASIC,
        per = Check.Per.SCHEME,
        requests = 4)
public final class PasswordSchemeRequired implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var encoded = Base64.getEncoder().encodeToString(on.credential().getBytes(StandardCharsets.UTF_8));
        var named = Stream.of("Bearer", "Digest", "Token")
                .map(word -> on.attempt(
                        "the valid credentials after the word " + word,
                        on.bare().with("Authorization", word + " " + encoded)));
        var alone = on.attempt("the valid credentials alone", on.bare().with("Authorization", encoded));
        return Stream.concat(Stream.of(alone), named).map(attempt -> attempt.tolerating(MALFORMED));
    }
}
