package dev.postern.checks.jwt;

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
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.claim.SensitiveClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;

/** What the issuer writes into tokens that everybody who holds one can read. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.sensitive-payload",
        title = "Tokens hold no passwords, keys, card numbers or national ids",
        severity = Severity.MEDIUM,
        references = {"RFC 7519 12", "RFC 9068 6", "ASVS 5.0 14.1.1", "ASVS 5.0 14.2.6"},
        cwe = 312,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class SensitivePayload implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return IssuedToken.at(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var found = new ArrayList<Defect>();
        walk("", "", ValidToken.of(on).draft().claims(), found);
        return found.stream();
    }

    private static void walk(String path, String name, JsonNode value, List<Defect> found) {
        var reason = SensitiveClaim.reason(name, value);
        if (reason.isPresent()) {
            // the value is what must not be read: reports name its place only
            found.add(new Defect("The claim \"" + path + "\" holds " + reason.get() + "."));
        } else if (value.isObject()) {
            for (Entry<String, JsonNode> member : value.properties()) {
                walk(
                        path.isEmpty() ? member.getKey() : path + "/" + member.getKey(),
                        member.getKey(),
                        member.getValue(),
                        found);
            }
        } else if (value.isArray()) {
            value.forEach(element -> walk(path, name, element, found));
        }
    }
}
