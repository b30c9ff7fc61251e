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

/** A valid credential that lacks a scope of the operation. */
@AutoService(SecurityCheck.class)
@Check(
        id = "scope.enforced",
        title = "A credential without the required scope is refused",
        severity = Severity.CRITICAL,
        references = {"RFC 6750 3.1", "ASVS 5.0 8.2.1", "API5:2023"},
        cwe = 862,
        requests = 2)
public final class ScopeEnforced implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var requires = site.operation().requires();
        if (requires.scopes().isEmpty()) {
            return new Applicability.Irrelevant(site.operation().label() + " requires no scope");
        }
        return Intruders.casesOrMinted(
                site,
                Intruders.withoutScope(site),
                "add an identity of scheme `" + site.scheme().name() + "` without all of the scopes "
                        + new TreeSet<>(requires.scopes())
                        + (requires.roles().isEmpty()
                                ? ""
                                : ", but with one of the roles " + new TreeSet<>(requires.roles()))
                        + ": it must be denied on " + site.operation().label());
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Intruders.attemptsOrMinted(
                on, ClaimNames::scopes, on.operation().requires().scopes());
    }
}
