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
import java.util.List;
import java.util.stream.Stream;

/** The valid token as a cookie, which browsers send along without being asked. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.cookie-token",
        title = "A token in a cookie is not accepted",
        severity = Severity.MEDIUM,
        references = {"RFC 6750 5.3", "RFC 6750 2"},
        cwe = 352,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 4)
public final class CookieToken implements DenialCheck {

    private static final List<String> NAMES = List.of("access_token", "token", "jwt", "session");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var others = on.bare().header("Cookie").map(cookies -> cookies + "; ").orElse("");
        return NAMES.stream()
                .map(name -> on.attempt(
                                "the valid token as cookie " + name,
                                on.bare().with("Cookie", others + name + "=" + on.credential()))
                        .tolerating(MALFORMED));
    }
}
