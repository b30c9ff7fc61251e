package dev.postern.checks.auth;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;
import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import java.util.stream.Stream;

/** No credential, or only the place where one would stand. */
@AutoService(SecurityCheck.class)
@Check(
        id = "auth.missing-credential",
        title = "A request without credential is refused",
        severity = Severity.CRITICAL,
        references = {"RFC 9110 15.5.2", "ASVS 5.0 8.2.1", "ASVS 5.0 8.3.1", "API2:2023"},
        cwe = 306,
        requests = 4)
public final class MissingCredential implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        // Only the credential differs from a request that was granted, so 400 is a refusal too.
        return switch (on.scheme().type()) {
            case BEARER_JWT, BEARER_OPAQUE -> authorization(on, "Bearer");
            case BASIC -> authorization(on, "Basic");
            case SESSION -> parameter(on, "an empty session cookie");
            // Validators of request parameters answer 422 where a required key is absent.
            case API_KEY -> parameter(on, "an empty key").map(a -> a.tolerating(NOT_ROUTED));
        };
    }

    private static Stream<Attempt> authorization(Subject on, String scheme) {
        return Stream.of(
                        on.attempt("no credential", on.bare()),
                        on.attempt("an empty Authorization header", on.bare().with("Authorization", "")),
                        on.attempt(
                                "\"" + scheme + "\" and nothing more", on.bare().with("Authorization", scheme)),
                        on.attempt(
                                "\"" + scheme + " \" and nothing more",
                                on.bare().with("Authorization", scheme + " ")))
                .map(a -> a.tolerating(MALFORMED));
    }

    private static Stream<Attempt> parameter(Subject on, String label) {
        return Stream.of(on.attempt("no credential", on.bare()), on.attempt(label, ""))
                .map(a -> a.tolerating(MALFORMED));
    }
}
