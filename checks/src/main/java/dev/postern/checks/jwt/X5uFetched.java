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

/** Tokens whose {@code x5u} leads to a certificate of the forger's, on a server where it shows who comes for it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.x5u-fetched",
        title = "A certificate that a token points to is neither fetched nor trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.5", "RFC 8725 3.10", "ASVS 5.0 9.1.3", "API7:2023"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.LISTENER,
        per = Check.Per.SCHEME,
        requests = 2 + Disguise.MOST + Lure.MORE)
public final class X5uFetched implements ScenarioCheck {

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var forging = Forging.of(on);
        var alg = ForeignKeys.certifiable(forging.valid());
        var key = ForeignKeys.of(alg);
        var pem = X5uInline.pem(key.selfSignedCertificate("postern.invalid", on.now()));
        var place = on.listener().orElseThrow().offer("certificate.pem", "application/x-pem-file", pem);
        var token = forging.draft().header("x5u", place.url().toString());

        var label = "signed by the key of the certificate that its x5u leads to, ";
        var plain = Stream.of(
                token.describedAs(label + "kid kept"), token.removeHeader("kid").describedAs(label + "without kid"));
        var disguised = Disguise.asIssuerOrKeySet(on, place.url())
                .map(disguise ->
                        forging.draft().header("x5u", disguise.url()).describedAs(label + "with " + disguise.words()));
        var attempts = Stream.concat(plain, disguised)
                .map(draft -> forging.attempt(draft.describe(), draft.signAs(alg, alg, key)))
                .toList();
        return new Lure("x5u", place, attempts).sent(on);
    }
}
