package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tokens that demand an extension which nobody knows. A {@code crit} that is empty or names parameters of the standard may
 * be refused and need not (RFC 7515 4.1.11), so that none is tried.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.crit-unknown",
        title = "A token that demands an unknown extension is refused",
        severity = Severity.MEDIUM,
        references = {"RFC 7515 4.1.11", "RFC 7515 5.2"},
        cwe = 358,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 2)
public final class CritUnknown implements DenialCheck {

    private static final List<String> EXTENSION = List.of("postern");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = HonestTwin.of(on);
        return Stream.of(
                        twin.attempt(
                                "crit names an extension that is there",
                                draft -> draft.header("postern", 1).header("crit", EXTENSION)),
                        twin.attempt(
                                "crit names an extension that is not there", draft -> draft.header("crit", EXTENSION)))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }
}
