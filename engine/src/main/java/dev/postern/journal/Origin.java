package dev.postern.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an audit came from: what another process must know to report on it, or to go on with it. Free of secrets.
 *
 * @param targetFile path of the target file
 * @param testClass name of the class that the audit belongs to; empty if it belongs to none
 * @param supplied names of the identities whose credentials the class gives
 * @param options what it was told beside its files, by the names of JUnit parameters
 * @param files the files that its plan was made of, each with a digest of its content
 * @param plan a digest of the cases of its plan
 */
public record Origin(
        String targetFile,
        String testClass,
        List<String> supplied,
        Map<String, String> options,
        Map<String, String> files,
        String plan) {

    /** What is said of an audit that no other process can go on with. */
    public static final Origin UNKNOWN = new Origin("", "", List.of(), Map.of(), Map.of(), "");

    /** Keeps immutable copies. */
    public Origin {
        supplied = List.copyOf(supplied);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Whether the audit can be made again from it. */
    public boolean isKnown() {
        return !targetFile.isEmpty();
    }
}
