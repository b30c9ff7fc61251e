package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.api.target.Position;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A mapping of an {@code auth.yaml} over the same mapping of its {@code authTemplate}, whose entries hold where the mapping
 * itself has none.
 *
 * @param owner the mapping in a reader's words
 */
record WfcView(String owner, Position position, Optional<Value> own, Optional<Value> template, Problems problems) {

    /** Notes an entry that is no mapping, and keys that the format does not have. */
    WfcView checked(List<String> known) {
        for (var side : List.of(own, template)) {
            side.filter(v -> !v.is(Kind.MAPPING))
                    .ifPresent(v -> problems.error(
                            v.position(),
                            owner + " must be a mapping, but is " + v.kind().words(),
                            ""));
        }
        var keys = new LinkedHashSet<Value>();
        own.ifPresent(v -> keys.addAll(v.entries().values()));
        template.ifPresent(v -> keys.addAll(v.entries().values()));
        keys.stream()
                .filter(k -> !known.contains(k.key()))
                .forEach(k -> problems.error(
                        k.position(),
                        "unknown key " + Words.quote(k.key()) + " in " + owner,
                        Words.didYouMean(k.key(), known, "keys")));
        return this;
    }

    Optional<Value> get(String key) {
        return own.flatMap(v -> v.get(key)).or(() -> template.flatMap(v -> v.get(key)));
    }

    /** A scalar; anything else is noted. */
    Optional<String> text(String key) {
        return get(key).flatMap(v -> {
            if (!v.isScalar()) {
                problems.error(
                        v.position(),
                        Words.quote(key) + " in " + owner + " must be a text, but is "
                                + v.kind().words(),
                        "");
            }
            return v.isScalar() ? Optional.of(v.text()) : Optional.empty();
        });
    }

    boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    /** The mapping at a key, if either side has one. */
    Optional<WfcView> mapping(String key, List<String> known) {
        return get(key).map(v -> new WfcView(
                        Words.quote(key) + " of " + owner,
                        v.position(),
                        own.flatMap(o -> o.get(key)),
                        template.flatMap(t -> t.get(key)),
                        problems)
                .checked(known));
    }

    /** Notes that a key is missing. */
    void require(String key, String hint) {
        if (get(key).isEmpty()) {
            problems.error(position, owner + " has no " + Words.quote(key), hint);
        }
    }

    /** A list of mappings with a name and a value. */
    List<Header> headers(String key) {
        var all = new ArrayList<Header>();
        get(key).ifPresent(list -> {
            if (!list.is(Kind.LIST)) {
                problems.error(
                        list.position(),
                        Words.quote(key) + " of " + owner + " must be a list, but is "
                                + list.kind().words(),
                        "start each item with \"- \"");
            }
            for (var item : list.items()) {
                var header = new WfcView(
                                "a header of " + owner, item.position(), Optional.of(item), Optional.empty(), problems)
                        .checked(List.of("name", "value"));
                header.require("name", "e.g. \"name: Authorization\"");
                header.require("value", "what is sent");
                header.text("name")
                        .flatMap(n -> header.text("value").map(v -> new Header(n, v.strip())))
                        .ifPresent(all::add);
            }
        });
        return all;
    }
}
