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
import java.util.stream.Stream;

/** The request of one tenant's identity, sent with the valid credential of another tenant's. */
@AutoService(SecurityCheck.class)
@Check(
        id = "tenant.isolated",
        title = "A credential of one tenant does not reach another's data",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.4.1", "ASVS 5.0 8.2.2", "API1:2023"},
        cwe = 639,
        requests = 1)
public final class TenantIsolated implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var operation = site.operation();
        if (site.identities().stream().noneMatch(i -> Tenants.namesOwn(operation, i))) {
            return new Applicability.Irrelevant(
                    operation.label() + " names neither a tenant nor an object of an identity's own");
        }
        var pairs = Tenants.pairs(site, owner -> Tenants.namesOwn(operation, owner));
        return pairs.isEmpty() ? new Applicability.Missing(Tenants.remedy(site)) : new Applicability.Applies(pairs);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var intruder = on.intruder().orElseThrow();
        return Stream.of(on.attemptAs(
                "the request of " + on.identity().name() + " with the credential of " + intruder.name(), intruder));
    }
}
