package dev.postern.checks.jwks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import com.nimbusds.jose.util.X509CertUtils;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.forge.PublicKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether each key of the set can be told from the others, and says one thing of itself. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.distinct",
        title = "Keys of the set are told apart, and agree with themselves",
        severity = Severity.LOW,
        references = {"RFC 7517 4.3", "RFC 7517 4.5", "RFC 7517 4.7"},
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Distinct implements PropertyCheck {

    private static final Set<String> OF_SIGNATURES = Set.of("sign", "verify");

    @Override
    public Applicability appliesTo(Site site) {
        return KeySet.published(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var keys = KeySet.json(on);
        return Stream.of(ids(keys), uses(keys), certificates(keys, on.now()))
                .flatMap(words -> words)
                .map(Defect::new);
    }

    private static Stream<String> ids(List<JsonNode> keys) {
        if (keys.size() < 2) {
            return Stream.empty();
        }
        var nameless = keys.stream()
                .filter(key -> !key.path("kid").isTextual())
                .limit(1)
                .map(key -> "There are " + keys.size() + " keys, and not each has a kid.");
        // RFC 7517 4.5: keys of different types may share one
        var shared = keys.stream()
                .filter(key -> key.path("kid").isTextual())
                .collect(Collectors.groupingBy(
                        key -> key.path("kty").asText() + " " + key.path("kid").asText(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .map(same -> same.size() + " keys have the kid \""
                        + same.get(0).path("kid").asText() + "\".");
        return Stream.concat(nameless, shared);
    }

    private static Stream<String> uses(List<JsonNode> keys) {
        return keys.stream()
                .filter(key ->
                        key.path("use").isTextual() && key.path("key_ops").isArray())
                .filter(key -> StreamSupport.stream(key.path("key_ops").spliterator(), false)
                        .anyMatch(operation -> OF_SIGNATURES.contains(operation.asText())
                                != key.path("use").asText().equals("sig")))
                .map(key -> "The use and the key_ops of the key \""
                        + key.path("kid").asText() + "\" contradict each other.");
    }

    private static Stream<String> certificates(List<JsonNode> keys, Instant now) {
        return keys.stream()
                .filter(key -> key.path("x5c").path(0).isTextual())
                .flatMap(key -> certificate(key, now).stream()
                        .map(what -> "The key \"" + key.path("kid").asText() + "\" has a certificate " + what + "."));
    }

    private static List<String> certificate(JsonNode key, Instant now) {
        var leaf = X509CertUtils.parse(decoded(key.path("x5c").path(0).asText()));
        if (leaf == null) {
            return List.of("that cannot be read");
        }
        var found = new ArrayList<String>();
        // a JOSE library makes no key of a JWK whose certificate is another's
        ObjectNode alone = key.deepCopy();
        alone.remove(List.of("x5c", "x5t", "x5t#S256"));
        var isItsOwn =
                PublicKeys.in(alone.toString()).stream().map(PublicKeys::toJca).anyMatch(leaf.getPublicKey()::equals);
        if (!isItsOwn) {
            found.add("of another key");
        }
        if (now.isAfter(leaf.getNotAfter().toInstant())
                || now.isBefore(leaf.getNotBefore().toInstant())) {
            found.add("that is not valid at this time");
        }
        return found;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
