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
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import java.util.HashSet;
import java.util.stream.Stream;

/**
 * A caller's own request, with another tenant named besides. It may be granted, with the caller's own data; the subject is
 * the other tenant's identity, whose data must not show.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "tenant.parameter-ignored",
        title = "The tenant is taken from the credential, not from the request",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.4.1", "ASVS 5.0 8.3.1", "API1:2023"},
        cwe = 639,
        requests = 8)
public final class TenantParameterIgnored implements DenialCheck {

    /** Reads only: what a write answers is new each time, and seldom tells whose data was touched. */
    @Override
    public Applicability appliesTo(Site site) {
        if (site.identities().stream().allMatch(i -> i.tenant().isEmpty())) {
            return new Applicability.Irrelevant("no identity of the scheme belongs to a tenant");
        }
        var seen = new HashSet<String>();
        var pairs = Tenants.pairs(site, owner -> true).stream()
                .filter(p -> seen.add(p.granted().tenant() + " " + p.intruder().map(Identity::name)))
                .toList();
        if (pairs.isEmpty()) {
            return new Applicability.Missing(Tenants.remedy(site));
        }
        return site.operation().isRead()
                ? new Applicability.Applies(pairs)
                : new Applicability.Missing("declare a read of what "
                        + site.operation().label() + " writes: its own answer does not tell whose data it touched");
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var sender = on.intruder().orElseThrow();
        var request = on.requestOf(sender);
        return hints(on.identity().tenant().orElseThrow())
                .filter(hint -> !isDeclared(hint, on.operation()))
                .map(hint -> hint.tolerated(
                        Attempt.notOthersData(hint.label(), hint.addTo(request)).by(sender)));
    }

    /** The parameter that rightly names the tenant is for tenant.isolated. */
    private static boolean isDeclared(Hint hint, Operation operation) {
        return operation
                .requires()
                .tenant()
                .filter(p -> p.in().name().equals(hint.in().name()) && p.name().equalsIgnoreCase(hint.name()))
                .isPresent();
    }

    private static Stream<Hint> hints(String tenant) {
        return Stream.of(
                Hint.header("X-Tenant-ID", tenant),
                Hint.header("X-Tenant", tenant),
                Hint.header("X-Org-Id", tenant),
                Hint.header("X-Account", tenant),
                Hint.query("tenant_id", tenant),
                Hint.query("tenant", tenant),
                Hint.query("org", tenant),
                Hint.cookie("tenant", tenant));
    }
}
