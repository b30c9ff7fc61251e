package dev.postern.checks.bearer;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** The valid token in the right header, and not as a bearer token; {@code basic.scheme-required} is the same of passwords. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.scheme-required",
        title = "A token is accepted after the word Bearer only",
        severity = Severity.LOW,
        references = {"RFC 6750 2.1", "RFC 9110 11.4"},
        cwe = 20,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 5)
public final class SchemeRequired implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var named = Stream.of("Basic", "Digest", "Token", "JWT")
                .map(scheme -> on.attempt(
                        "the valid token after the word " + scheme,
                        on.bare().with("Authorization", scheme + " " + on.credential())));
        var alone = on.attempt("the valid token alone", on.bare().with("Authorization", on.credential()));
        return Stream.concat(Stream.of(alone), named).map(attempt -> attempt.tolerating(MALFORMED));
    }
}
