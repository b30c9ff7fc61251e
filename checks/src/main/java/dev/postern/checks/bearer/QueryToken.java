package dev.postern.checks.bearer;

import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Percent;
import dev.postern.api.target.Scheme;
import java.util.List;
import java.util.stream.Stream;

/** The valid token as a query parameter, without the header. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.query-token",
        title = "A token in the URL is not accepted",
        severity = Severity.MEDIUM,
        references = {"RFC 6750 2.3", "RFC 6750 5.3", "RFC 9700 4.3.2", "ASVS 5.0 14.2.1"},
        cwe = 598,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 4)
public final class QueryToken implements DenialCheck {

    /** RFC 6750 2.3 gives the first; the others are what frameworks and front ends call it. */
    private static final List<String> NAMES = List.of("access_token", "token", "jwt", "auth");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        // A parameter that the operation has by itself means something else there.
        return NAMES.stream()
                .filter(name -> on.operation().query().keySet().stream().noneMatch(name::equalsIgnoreCase))
                .map(name -> on.attempt(
                                "the valid token as ?" + name + "=",
                                on.bare().plusQuery(Percent.encode(name), Percent.encode(on.credential())))
                        .tolerating(NOT_ROUTED));
    }
}
