package dev.postern.checks.craft;

import static dev.postern.api.check.Attempt.Tolerated.FILTERED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.function.UnaryOperator;
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
        var claim = ClaimPath.of(path);
        var twin = HonestTwin.of(on);
        var held = held(on, claim);
        var left = new ArrayList<>(texts(held));
        left.removeAll(lacking);
        return Stream.of(
                        twin.attempt(
                                "claims of " + on.identity().name() + " without " + String.join(", ", lacking),
                                draft -> claim.set(draft, rights(held, left))),
                        twin.attempt(
                                "claims of " + on.identity().name() + " with an empty " + path,
                                draft -> claim.set(draft, rights(held, List.of()))))
                .map(attempt -> attempt.tolerating(FILTERED));
    }

    /**
     * The claim that holds the rights, with these rights alone.
     *
     * @throws CannotTryException where the valid token has no such claim
     */
    public static UnaryOperator<Draft> replaced(Subject on, ClaimPath claim, List<String> rights) {
        var held = held(on, claim);
        return draft -> claim.set(draft, rights(held, rights));
    }

    private static JsonNode held(Subject on, ClaimPath claim) {
        return claim.in(ValidToken.of(on).draft().claims())
                .filter(value -> value.isTextual() || value.isArray())
                .orElseThrow(() -> new CannotTryException(
                        Reason.SETUP_FAILED,
                        "The valid token of \"" + on.identity().name() + "\" has no claim \"" + claim
                                + "\" with rights in it. Say in which claim the target reads them: `claims:` of scheme \""
                                + on.scheme().name() + "\"."));
    }

    /** In the form in which the token had them: a text with spaces (RFC 8693 4.2) or an array. */
    private static JsonNode rights(JsonNode held, List<String> rights) {
        if (held.isTextual()) {
            return TextNode.valueOf(String.join(" ", rights));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rights.forEach(array::add);
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
