package dev.postern.checks.craft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.forge.Draft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tokens that lack a right and are honest otherwise: for targets whose file gives a signing key, but no identity that
 * lacks the right.
 */
public final class MintedRights {

    private MintedRights() {}

    /** Whether such tokens can be made for a site. */
    public static boolean isPossible(Site site) {
        return site.scheme() instanceof Scheme.BearerJwt jwt && jwt.signingKey().isPresent();
    }

    /**
     * Attempts with the identity's own claims without those rights, and with none at all.
     *
     * @param path the claim that holds the rights; {@code a/b} is a path into nested claims
     * @param lacking the rights to leave out
     * @throws CannotTryException where the valid token has no such claim
     */
    public static Stream<Attempt> without(Subject on, String path, Collection<String> lacking) {
        var names = List.of(path.split("/"));
        var twin = HonestTwin.of(on);
        var claims = ValidToken.of(on).draft().claims();
        var held = claims.at("/" + path);
        if (!held.isTextual() && !held.isArray()) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The valid token of \"" + on.identity().name() + "\" has no claim \"" + path
                            + "\" with rights in it. Say in which claim the target reads them: `claims:` of scheme \""
                            + on.scheme().name() + "\".");
        }
        return Stream.of(
                twin.attempt(
                        "claims of " + on.identity().name() + " without " + String.join(", ", lacking),
                        draft -> with(draft, claims, names, less(held, lacking))),
                twin.attempt(
                        "claims of " + on.identity().name() + " with an empty " + path,
                        draft -> with(draft, claims, names, less(held, texts(held)))));
    }

    private static Draft with(Draft draft, ObjectNode claims, List<String> names, JsonNode rights) {
        var top = names.get(0);
        if (names.size() == 1) {
            return draft.claimJson(top, rights.toString());
        }
        var nested = claims.get(top).deepCopy();
        JsonNode parent = nested;
        for (var name : names.subList(1, names.size() - 1)) {
            parent = parent.get(name);
        }
        ((ObjectNode) parent).set(names.get(names.size() - 1), rights);
        return draft.claimJson(top, nested.toString());
    }

    /** In the form in which the token had them: a text with spaces (RFC 8693 4.2) or an array. */
    private static JsonNode less(JsonNode held, Collection<String> lacking) {
        var left = new ArrayList<>(texts(held));
        left.removeAll(lacking);
        if (held.isTextual()) {
            return TextNode.valueOf(String.join(" ", left));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        left.forEach(array::add);
        return array;
    }

    private static List<String> texts(JsonNode held) {
        if (held.isTextual()) {
            return Arrays.asList(held.asText().split(" "));
        }
        var texts = new ArrayList<String>();
        held.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
