package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import java.util.stream.Stream;

/** Tokens whose {@code jku} leads to a key set of the forger's, on a server where it shows who comes for it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.jku-fetched",
        title = "A key set that a token points to is neither fetched nor trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.2", "RFC 8725 3.10", "ASVS 5.0 9.1.3", "API7:2023"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.LISTENER,
        per = Check.Per.SCHEME,
        requests = OwnKeySet.MOST + Disguise.MOST + Lure.MORE)
public final class JkuFetched implements ScenarioCheck {

    private static final String LABEL = "signed by a key of the set that its jku leads to";

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var forging = Forging.of(on);
        var keys = OwnKeySet.of(forging);
        var place = on.listener()
                .orElseThrow()
                .offer("jwks.json", "application/jwk-set+json", keys.published().toString());
        var plain = keys.attempts(forging.draft().header("jku", place.url().toString()), LABEL);
        var disguised = Disguise.asIssuerOrKeySet(on, place.url())
                .map(disguise -> keys.attempt(
                        forging.draft().header("jku", disguise.url()), LABEL + ", with " + disguise.words()));
        return new Lure("jku", place, Stream.concat(plain, disguised).toList()).sent(on);
    }
}
