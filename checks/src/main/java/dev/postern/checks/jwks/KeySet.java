package dev.postern.checks.jwks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWK;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.forge.PublicKeys;
import dev.postern.forge.UnusableKeyException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The keys of a scheme as they are published, or as the target file gives them. */
final class KeySet {

    private static final JsonMapper JSON = new JsonMapper();

    private KeySet() {}

    /** One case, where the target file says where the keys are. */
    static Applicability published(Site site) {
        var scheme = (Scheme.BearerJwt) site.scheme();
        if (scheme.symmetric()) {
            return new Applicability.Irrelevant("HMAC is declared: there are no public keys.");
        }
        return scheme.jwks().isPresent() || scheme.publicKey().isPresent()
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : new Applicability.Missing("add to scheme `" + scheme.name()
                        + "` where the issuer publishes its keys: `jwks: https://…/jwks.json`");
    }

    /** The text as it is published. */
    static String text(Subject on) {
        return on.publicKeys()
                .orElseThrow(() -> new CannotTryException(
                        Reason.SETUP_FAILED,
                        "The key set of scheme \"" + on.scheme().name() + "\" could not be read: is `jwks` right?"));
    }

    /** The keys as JSON; none where they are published as PEM. */
    static List<JsonNode> json(Subject on) {
        var text = text(on);
        if (text.contains("-----BEGIN ")) {
            return List.of();
        }
        try {
            var set = JSON.readTree(text);
            if (set.isObject()) {
                return set.has("keys")
                        ? StreamSupport.stream(set.get("keys").spliterator(), false)
                                .toList()
                        : List.of(set);
            }
        } catch (JsonProcessingException e) {
            // told below, as other texts that are no keys
        }
        throw new CannotTryException(
                Reason.SETUP_FAILED,
                "What is published as keys of scheme \"" + on.scheme().name()
                        + "\" is neither a key set nor PEM: is `jwks` right?");
    }

    /** The keys that this Java can use. */
    static List<JWK> usable(Subject on) {
        try {
            return PublicKeys.in(text(on));
        } catch (UnusableKeyException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The keys of scheme \"" + on.scheme().name() + "\" cannot be read. " + e.getMessage());
        }
    }

    /** Which key it is, for a sentence. */
    static String name(JWK key) {
        return Optional.ofNullable(key.getKeyID())
                .map(id -> "The key \"" + id + "\"")
                .orElse("A key without id");
    }
}
