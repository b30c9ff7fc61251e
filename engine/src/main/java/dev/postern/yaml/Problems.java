package dev.postern.yaml;

import dev.postern.api.target.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is found while a file is read: errors, which make it unusable, and warnings, which do not. Not thread-safe. */
public final class Problems {

    private static final int MOST = 20;

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /** Makes the file unusable. */
    public void error(Position at, String message, String hint) {
        errors.add(new Problem(at, message, hint));
    }

    /** Tells the user something, but the file can be used. */
    public void warn(Position at, String message, String hint) {
        warnings.add(new Problem(at, message, hint));
    }

    /** Whether no error was found yet. */
    public boolean isClean() {
        return errors.isEmpty();
    }

    /** Notes all of these problems there as well. */
    public void copyTo(Problems others) {
        others.errors.addAll(errors);
        others.warnings.addAll(warnings);
    }

    /** All warnings, by place. */
    public List<Problem> warnings() {
        return first(byPlace(warnings), "warning");
    }

    /** The first ones: whoever has thousands has one cause, and reads the first. */
    private static List<Problem> first(List<Problem> all, String kind) {
        if (all.size() <= MOST + 1) {
            return all;
        }
        var shown = new ArrayList<>(all.subList(0, MOST));
        var more = all.size() - MOST;
        shown.add(new Problem(all.get(MOST).at(), "and " + more + " more " + kind + "s from here on", ""));
        return List.copyOf(shown);
    }

    /**
     * Ends the reading where an error was found.
     *
     * @throws InvalidFileException with all errors, by place
     */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidFileException(first(byPlace(errors), "mistake"));
        }
    }

    /** Files in the order in which their first problem was found, then by line and column. */
    private static List<Problem> byPlace(Set<Problem> found) {
        var files = new ArrayList<String>();
        for (var problem : found) {
            if (!files.contains(problem.at().file())) {
                files.add(problem.at().file());
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt((Problem p) -> files.indexOf(p.at().file()))
                        .thenComparingInt(p -> p.at().line())
                        .thenComparingInt(p -> p.at().column()))
                .toList();
    }
}
