package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/** Tokens of an issuer of our own, signed by its key, on a server where it shows who comes for that key. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.issuer-fetched",
        title = "The keys of an issuer that only the token names are neither fetched nor trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 8725 3.8", "RFC 8725 3.10", "ASVS 5.0 9.1.3", "API7:2023", "CVE-2025-59936"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.LISTENER,
        per = Check.Per.SCHEME,
        requests = OwnKeySet.MOST + Disguise.MOST_OF_ISSUER + Lure.MORE)
public final class IssuerFetched implements ScenarioCheck {

    private static final String LABEL = "signed by a key of the issuer that it names";

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var forging = Forging.of(on);
        var keys = OwnKeySet.of(forging);
        var place = on.listener().orElseThrow().offer("issuer", "application/json", url -> metadata(url, keys));
        var plain = keys.attempts(forging.draft().claim("iss", place.url().toString()), LABEL);
        var disguised = Disguise.asIssuer(on, place.url())
                .map(disguise -> keys.attempt(
                        forging.draft().claim("iss", disguise.url()), LABEL + ", with " + disguise.words()));
        return new Lure("iss", place, Stream.concat(plain, disguised).toList()).sent(on);
    }

    /** Metadata and key set in one: at every address below the issuer's the listener answers the same. */
    private static String metadata(URI issuer, OwnKeySet keys) {
        var members = new LinkedHashMap<String, Object>();
        members.put("issuer", issuer.toString());
        members.put("jwks_uri", issuer + "/jwks.json");
        members.putAll(keys.published().toJSONObject());
        return JSONObjectUtils.toJSONString(members);
    }
}
