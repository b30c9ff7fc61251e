package dev.postern.api.check;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that a checklist sets for a check, by the names that the check declares in {@link Check#parameters}. A check
 * that verifies several controls runs once, with the strictest of their values.
 *
 * @param values each as the checklist writes it, valid for its kind
 */
public record Parameters(Map<String, String> values) {

    /** The checklist sets none. */
    public static final Parameters NONE = new Parameters(Map.of());

    /** Keeps an immutable copy in the given order. */
    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A duration; empty if no control sets it. */
    public Optional<Duration> duration(String name) {
        return Optional.ofNullable(values.get(name)).map(Duration::parse);
    }

    /** A whole number; empty if no control sets it. */
    public Optional<Integer> number(String name) {
        return Optional.ofNullable(values.get(name)).map(Integer::valueOf);
    }
}
