package dev.postern.checks.craft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.forge.Draft;
import java.util.List;
import java.util.Optional;

/**
 * Where a claim stands, as target files write it.
 *
 * @param names its name alone, or the names of those around it first: {@code a/b} is b inside a
 */
public record ClaimPath(List<String> names) {

    /** Keeps an immutable copy. */
    public ClaimPath {
        names = List.copyOf(names);
    }

    public static ClaimPath of(String path) {
        return new ClaimPath(List.of(path.split("/", -1)));
    }

    /** The outermost name. */
    public String top() {
        return names.get(0);
    }

    /** What stands there. */
    public Optional<JsonNode> in(ObjectNode claims) {
        JsonNode value = claims;
        for (var name : names) {
            value = value.path(name);
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value);
    }

    /** The draft with another value there; what stands around it must be there already. */
    public Draft set(Draft draft, JsonNode value) {
        return edited(draft, value);
    }

    /** The draft without it. */
    public Draft remove(Draft draft) {
        return edited(draft, null);
    }

    /** @param value null for none */
    private Draft edited(Draft draft, JsonNode value) {
        if (names.size() == 1) {
            return value == null ? draft.removeClaim(top()) : draft.claimJson(top(), value.toString());
        }
        var outermost = draft.claims().path(top());
        var parent = outermost;
        for (var name : names.subList(1, names.size() - 1)) {
            parent = parent.path(name);
        }
        if (parent instanceof ObjectNode object) {
            var last = names.get(names.size() - 1);
            if (value == null) {
                object.remove(last);
            } else {
                object.set(last, value);
            }
        }
        return draft.claimJson(top(), outermost.toString());
    }

    /** As target files write it. */
    @Override
    public String toString() {
        return String.join("/", names);
    }
}
