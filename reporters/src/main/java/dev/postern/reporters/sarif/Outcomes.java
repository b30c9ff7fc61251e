package dev.postern.reporters.sarif;

import dev.postern.api.audit.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which cases become results. */
final class Outcomes {

    /** The system property that says it. */
    static final String PROPERTY = "postern.sarif";

    private static final Set<Outcome> DEFAULT = EnumSet.of(Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WAIVED);

    private Outcomes() {}

    /**
     * What a setting asks for; FAIL is always among it, since a report without findings reads like a pass.
     *
     * @param setting outcomes in lower case with commas between, {@code all}, or empty for the default
     * @throws IllegalArgumentException where a word is no outcome
     */
    static Set<Outcome> of(String setting) {
        if (setting.isBlank()) {
            return DEFAULT;
        }
        if (setting.strip().equals("all")) {
            return EnumSet.allOf(Outcome.class);
        }
        var chosen = EnumSet.of(Outcome.FAIL);
        for (var word : setting.split(",", -1)) {
            chosen.add(outcome(word.strip()));
        }
        return chosen;
    }

    /** An outcome, or a kind of exemption, as reports write it: {@code not-applicable}. */
    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Outcome outcome(String word) {
        return Arrays.stream(Outcome.values())
                .filter(o -> code(o).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the system property " + PROPERTY + " has \"" + word
                        + "\", which is no outcome; write \"all\", or some of these with commas between: "
                        + Arrays.stream(Outcome.values()).map(Outcomes::code).collect(Collectors.joining(", "))));
    }
}
