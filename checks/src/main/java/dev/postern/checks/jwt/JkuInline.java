package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import java.util.stream.Stream;

/** Tokens whose {@code jku} leads to a key set of the forger's, which the URL itself holds. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.jku-inline",
        title = "A key set that the token points to is not trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.2", "RFC 8725 3.10", "ASVS 5.0 9.1.3"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = OwnKeySet.MOST + Disguise.MOST_FRAGMENTS)
public final class JkuInline implements DenialCheck {

    private static final String LABEL = "signed by a key of the set that its jku holds";

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var keys = OwnKeySet.of(forging);
        var url = InlineUrl.of("application/jwk-set+json", keys.published().toString());
        var plain = keys.attempts(forging.draft().header("jku", url), LABEL);
        var disguised = Disguise.fragments(on, url)
                .map(disguise -> keys.attempt(
                        forging.draft().header("jku", disguise.url()), LABEL + ", with " + disguise.words()));
        return Stream.concat(plain, disguised);
    }
}
