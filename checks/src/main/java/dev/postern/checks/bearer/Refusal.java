package dev.postern.checks.bearer;

import dev.postern.api.http.WireResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a refusal says in its {@code WWW-Authenticate} (RFC 9110 11.6.1).
 *
 * @param challenges all challenges, as they came
 */
record Refusal(int status, List<String> challenges) {

    private static final Pattern BEARER = Pattern.compile("(?i)(^|,)\\s*bearer(\\s|,|$)");
    private static final Pattern ERROR = Pattern.compile("(?i)[\\s,]error\\s*=\\s*\"?([a-z_]+)");

    static Refusal of(WireResponse response) {
        return new Refusal(response.status(), response.headers("WWW-Authenticate"));
    }

    /** Whether there is a challenge of scheme Bearer. */
    boolean isBearer() {
        return challenges.stream()
                .anyMatch(challenge -> BEARER.matcher(challenge).find());
    }

    /** The error code (RFC 6750 3.1). */
    Optional<String> error() {
        return challenges.stream()
                .map(ERROR::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> matcher.group(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /**
     * What is wrong with it, in a sentence.
     *
     * @param when which request was refused
     * @param error the code that belongs there; empty where none does
     */
    Optional<String> defect(String when, Optional<String> error) {
        var refused = "The refusal (" + status + ") of a request " + when;
        if (challenges.isEmpty()) {
            return Optional.of(refused + " has no WWW-Authenticate.");
        }
        if (!isBearer()) {
            return Optional.of(refused + " has a challenge, but none of scheme Bearer.");
        }
        if (error.isEmpty() && error().isPresent()) {
            return Optional.of(refused + " has the error code `" + error().get() + "`, though there was nothing to be"
                    + " wrong.");
        }
        return error.isPresent() && !error().equals(error)
                ? Optional.of(refused + " has "
                        + error().map(code -> "the error code `" + code + "`").orElse("no error code")
                        + "; RFC 6750 3.1 has `" + error.get() + "` for it.")
                : Optional.empty();
    }
}
