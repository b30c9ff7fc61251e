package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.FILTERED;
import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
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
import dev.postern.checks.craft.ValidToken;
import java.util.Locale;
import java.util.stream.Stream;

/** Honest tokens that do not say, or say in an odd way, whose they are, on data of a tenant. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.tenant-claim",
        title = "A token must name the one tenant on whose data it acts",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.4.1", "API1:2023"},
        cwe = 639,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 9)
public final class TenantClaim implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.operation().requires().tenant().isEmpty()
                ? new Applicability.Irrelevant(site.operation().label() + " names no tenant")
                : site.granted().stream()
                        .filter(identity -> identity.tenant().isPresent())
                        .findFirst()
                        .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                        .orElseGet(() -> new Applicability.Missing(
                                "give an identity of scheme `" + site.scheme().name() + "` its `tenant`"));
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var claim = ClaimPath.of(ValidToken.scheme(on).claims().tenant());
        var own = on.identity().tenant().orElseThrow();
        var twin = HonestTwin.of(on);
        if (claim.in(twin.draft().claims()).isEmpty()) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The valid token of \"" + on.identity().name() + "\" has no claim \"" + claim
                            + "\". Say in which claim the target reads the tenant: `claims:` of scheme \""
                            + on.scheme().name() + "\".");
        }
        var texts = Stream.of(
                        new Other("another tenant", "postern-" + own),
                        new Other("the tenant with something behind it", own + "-postern"),
                        new Other("the tenant in other case", otherCase(own)),
                        new Other("*", "*"),
                        new Other("empty", ""))
                .filter(other -> !other.tenant().equals(own))
                .map(other -> twin.attempt(
                        claim + " " + other.words(), draft -> claim.set(draft, TextNode.valueOf(other.tenant()))));
        var odd = Stream.of(
                        twin.attempt(claim + " missing", claim::remove),
                        twin.attempt(claim + " null", draft -> claim.set(draft, NullNode.getInstance())),
                        twin.attempt(
                                claim + " an empty list",
                                draft -> claim.set(draft, JsonNodeFactory.instance.arrayNode())),
                        twin.attempt(
                                claim + " a list of another tenant and this one",
                                draft -> claim.set(
                                        draft,
                                        JsonNodeFactory.instance
                                                .arrayNode()
                                                .add("postern")
                                                .add(own))))
                .map(attempt -> attempt.tolerating(MALFORMED));
        return Stream.concat(texts, odd).map(attempt -> attempt.tolerating(FILTERED));
    }

    private static String otherCase(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    private record Other(String words, String tenant) {}
}
