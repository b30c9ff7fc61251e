package dev.postern.engine;

import dev.postern.api.audit.Checklist;
import dev.postern.yaml.Wildcard;
import dev.postern.yaml.Words;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The checks that were asked for.
 *
 * @param ids ids with wildcards, {@code jwt.*}; all checks where there is none
 */
record WantedChecks(List<String> ids) {

    /**
     * The checklist with the controls that name one of these checks. Each keeps all its checks, so that reports can say
     * which were not run.
     *
     * @param known ids of all checks that there are
     * @throws UnknownCheckException where an id leads to no check of the checklist: a slip of the pen must not turn an
     *     audit into one that tries less
     */
    Checklist of(Checklist list, Collection<String> known) {
        if (ids.isEmpty()) {
            return list;
        }
        var named = list.controls().stream().flatMap(c -> c.checks().stream()).toList();
        ids.forEach(id -> requireOneOf(id, named, known, list));
        var controls = list.controls().stream()
                .filter(control -> control.checks().stream().anyMatch(this::contains))
                .toList();
        return new Checklist(list.id(), list.title(), controls);
    }

    /** Whether a check is among them, by its id. */
    boolean contains(String check) {
        return ids.isEmpty() || ids.stream().anyMatch(id -> Wildcard.matches(id, check));
    }

    private static void requireOneOf(String id, Collection<String> named, Collection<String> known, Checklist list) {
        if (named.stream().anyMatch(check -> Wildcard.matches(id, check))) {
            return;
        }
        if (known.stream().anyMatch(check -> Wildcard.matches(id, check))) {
            throw new UnknownCheckException("the checklist \"" + list.id() + "\" names no check " + Words.quote(id));
        }
        throw new UnknownCheckException("no check has the id " + Words.quote(id) + "\n   "
                + nearest(id, known)
                        .map(near -> "did you mean " + Words.quote(near) + "?")
                        .orElse("\"postern checks\" lists all; * stands for any text, as in \"jwt.*\""));
    }

    private static Optional<String> nearest(String id, Collection<String> known) {
        if (!id.endsWith(".*")) {
            return Words.nearest(id, known);
        }
        var families = known.stream()
                .map(k -> k.replaceFirst("\\..*", ".*"))
                .distinct()
                .toList();
        return Words.nearest(id, families);
    }
}
