package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.FILTERED;

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
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Honest tokens with scopes that look like the required one and are another. Wildcards are left out: where an issuer gives
 * them, they may well mean what they say.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.scope-forms",
        title = "A scope counts only as a whole",
        severity = Severity.HIGH,
        references = {"RFC 8693 4.2", "RFC 9068 2.2.3", "RFC 6749 3.3", "API5:2023"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 7)
public final class ScopeForms implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.operation().requires().scopes().isEmpty()
                ? new Applicability.Irrelevant(site.operation().label() + " requires no scope")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var claim = ClaimPath.of(ValidToken.scheme(on).claims().scopes());
        var required = new TreeSet<>(on.operation().requires().scopes()).first();
        var upper = required.toUpperCase(Locale.ROOT);
        var twin = HonestTwin.of(on);
        return Stream.of(
                        new Form("with something behind it", required + "only"),
                        new Form("with something before it", "x" + required),
                        new Form("with a part behind it", required + ":own"),
                        new Form("without its last letter", required.substring(0, required.length() - 1)),
                        new Form("in other case", upper.equals(required) ? required.toLowerCase(Locale.ROOT) : upper),
                        new Form("as one of a comma list", "postern," + required),
                        new Form("in quotes", "\"" + required + "\""))
                .filter(form -> !form.scope().equals(required) && !form.scope().isEmpty())
                .map(form -> twin.attempt(
                        "the scope " + form.words(), MintedRights.replaced(on, claim, List.of(form.scope()))))
                .map(attempt -> attempt.tolerating(FILTERED));
    }

    private record Form(String words, String scope) {}
}
