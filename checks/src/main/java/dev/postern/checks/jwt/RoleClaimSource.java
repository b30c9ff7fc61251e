package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.FILTERED;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ClaimPath;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.MintedRights;
import dev.postern.checks.craft.ValidToken;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Honest tokens that lack the right in the declared claim and have it in another, which the target has no business to read. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.role-claim-source",
        title = "Rights are read from the declared claim only",
        severity = Severity.MEDIUM,
        references = {"ASVS 5.0 8.2.1", "API5:2023"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 10)
public final class RoleClaimSource implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.operation().requires().roles().isEmpty()
                ? new Applicability.Irrelevant(site.operation().label() + " requires no role")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var roles = new TreeSet<>(on.operation().requires().roles());
        var declared = ClaimPath.of(ValidToken.scheme(on).claims().roles());
        var withoutRoles = MintedRights.replaced(on, declared, List.of());
        var twin = HonestTwin.of(on);
        var has = twin.draft().claims();
        return claims(roles)
                // the declared claim, and others that the issuer fills itself, may rightly count
                .filter(claim -> !claim.name().equals(declared.top()) && !has.has(claim.name()))
                .map(claim -> twin.attempt(
                        "without roles in " + declared + ", and with " + claim.name(),
                        draft -> withoutRoles.apply(draft).claimJson(claim.name(), claim.json())))
                .map(attempt -> attempt.tolerating(FILTERED));
    }

    private static Stream<Claim> claims(Set<String> roles) {
        var first = roles.iterator().next();
        var list = roles.stream().map(RoleClaimSource::quoted).collect(Collectors.joining(",", "[", "]"));
        var authorities = roles.stream().map(role -> quoted("ROLE_" + role)).collect(Collectors.joining(",", "[", "]"));
        return Stream.of(
                new Claim("roles", list),
                new Claim("role", quoted(first)),
                new Claim("admin", "true"),
                new Claim("is_admin", "true"),
                new Claim("permissions", list),
                new Claim("groups", list),
                new Claim("authorities", authorities),
                new Claim("scp", list),
                new Claim("realm_access", "{\"roles\":" + list + "}"),
                new Claim("cognito:groups", list));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private record Claim(String name, String json) {}
}
