package dev.postern.checks.access;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme.ClaimNames;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A valid credential that lacks the role of the operation. */
@AutoService(SecurityCheck.class)
@Check(
        id = "role.admin-denied",
        title = "A caller without the required role is refused",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.2.1", "API5:2023"},
        cwe = 862,
        requests = 2)
public final class AdminDenied implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        if (site.operation().requires().roles().isEmpty()) {
            return new Applicability.Irrelevant(site.operation().label() + " requires no role");
        }
        return Intruders.casesOrMinted(site, Intruders.withoutRole(site), remedy(site));
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Intruders.attemptsOrMinted(
                on, ClaimNames::roles, on.operation().requires().roles());
    }

    /** What to add where nobody lacks the role and only the role. */
    static String remedy(Site site) {
        var requires = site.operation().requires();
        return "add an identity of scheme `" + site.scheme().name() + "` without any of the roles "
                + new TreeSet<>(requires.roles())
                + (requires.scopes().isEmpty() ? "" : ", but with the scopes " + new TreeSet<>(requires.scopes()))
                + ": it must be denied on " + site.operation().label();
    }
}
