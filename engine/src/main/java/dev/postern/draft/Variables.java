package dev.postern.draft;

import dev.postern.api.target.Secret;
import dev.postern.draft.TargetDraft.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The variables of the environment that a drafted file reads: one for each secret, however often it occurs. */
final class Variables {

    private static final int LONGEST = 60;
    private static final int LONGEST_MEANING = 160;

    private final Map<String, Variable> byName = new LinkedHashMap<>();
    private final Map<Secret, String> bySecret = new HashMap<>();

    /** All of them, in the order in which they were first needed. */
    List<Variable> all() {
        return List.copyOf(byName.values());
    }

    /**
     * A variable for something that is not at hand.
     *
     * @param wish words that its name is made of
     */
    String fresh(String wish, String meaning) {
        var base = name(wish);
        var name = base;
        for (var n = 2; byName.containsKey(name); n++) {
            name = base + "_" + n;
        }
        byName.put(name, variable(name, meaning));
        return name;
    }

    /** The variable of a secret: that which it has already, or a fresh one. */
    String of(Secret secret, String wish, String meaning) {
        return bySecret.computeIfAbsent(secret, s -> fresh(wish, meaning));
    }

    /** Notes a variable whose name the user gave. */
    void mention(String name, String meaning) {
        byName.putIfAbsent(name, variable(name, meaning));
    }

    private static Variable variable(String name, String meaning) {
        var shown = Scalar.visible(meaning);
        return new Variable(name, shown.length() > LONGEST_MEANING ? shown.substring(0, LONGEST_MEANING) + "…" : shown);
    }

    /** {@code orders-api url} becomes {@code ORDERS_API_URL}. */
    static String name(String words) {
        var name = words.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        if (name.length() > LONGEST) {
            name = name.substring(0, LONGEST).replaceAll("_+$", "");
        }
        return name.isEmpty() ? "SECRET" : Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }
}
