package dev.postern.engine;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
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
     * The checklist with these checks only. Controls without any are left out.
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
                .map(this::of)
                .filter(c -> !c.checks().isEmpty())
                .toList();
        return new Checklist(list.id(), list.title(), controls);
    }

    private Control of(Control control) {
        return new Control(
                control.id(),
                control.title(),
                control.description(),
                control.references(),
                control.checks().stream()
                        .filter(check -> ids.stream().anyMatch(id -> Wildcard.matches(id, check)))
                        .toList(),
                control.manual());
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
