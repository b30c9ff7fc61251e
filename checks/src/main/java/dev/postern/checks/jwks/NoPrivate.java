package dev.postern.checks.jwks;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the key set holds what nobody but the issuer may have. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.no-private",
        title = "The key set holds public keys only",
        severity = Severity.CRITICAL,
        references = {"RFC 7517 9.2", "RFC 7518 6.2.2", "RFC 7518 6.3.2", "RFC 7518 6.4"},
        cwe = 522,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class NoPrivate implements PropertyCheck {

    /** RFC 7518 6.2.2, 6.3.2, 6.4; RFC 8037 2. */
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    @Override
    public Applicability appliesTo(Site site) {
        var scheme = (Scheme.BearerJwt) site.scheme();
        if (scheme.publicKey().isPresent()) {
            return new Applicability.Irrelevant("The target file gives the public key and names no published key set.");
        }
        return scheme.jwks().isPresent() || scheme.symmetric()
                ? KeySet.published(site)
                : new Applicability.Missing("add to scheme `" + scheme.name()
                        + "` where the issuer publishes its keys: `jwks: https://…/jwks.json`");
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        if (KeySet.text(on).contains("PRIVATE KEY-----")) {
            return Stream.of(new Defect("What is published holds a private key in PEM."));
        }
        return KeySet.json(on).stream().flatMap(key -> defect(key).stream());
    }

    private static Optional<Defect> defect(JsonNode key) {
        var present = PRIVATE.stream().filter(key::has).toList();
        var name = key.path("kid").isTextual() ? "The key \"" + key.path("kid").asText() + "\"" : "A key without id";
        return present.isEmpty()
                ? Optional.empty()
                : Optional.of(new Defect(name + " of type " + key.path("kty").asText("unknown")
                        + " is published with its private members " + String.join(", ", present) + "."));
    }
}
