package dev.postern.checks.access;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
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
        requests = 12)
public final class TenantParameterIgnored implements DenialCheck {

    /** Of writes those whose own answer shows the owner's marker: most answers of writes do not tell whose data was touched. */
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
        var told = site.operation().isRead()
                ? pairs
                : pairs.stream().filter(p -> !p.granted().markers().isEmpty()).toList();
        return told.isEmpty() ? new Applicability.Missing(remedy(site.operation())) : new Applicability.Applies(told);
    }

    private static String remedy(Operation operation) {
        return "declare a read of what " + operation.label()
                + " writes: its own answer does not tell whose data it touched";
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var sender = on.intruder().orElseThrow();
        var request = on.requestOf(sender);
        if (!on.operation().isRead() && !on.showsOwnMarker(on.identity())) {
            throw new CannotTryException(Reason.NEED_MISSING, remedy(on.operation()));
        }
        return hints(on.identity().tenant().orElseThrow())
                .filter(hint -> !isDeclared(hint, on.operation()) && hint.fits(request))
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
                Hint.cookie("tenant", tenant),
                Hint.body("tenant", tenant),
                Hint.body("tenantId", tenant),
                Hint.body("tenant_id", tenant),
                Hint.body("org", tenant));
    }
}
