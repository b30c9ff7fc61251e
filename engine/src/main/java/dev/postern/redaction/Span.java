package dev.postern.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A place in a text where a credential travels.
 *
 * @param name name of the parameter, member or cookie; empty where there is none
 * @param start where it begins
 * @param end where it ends, exclusive
 */
record Span(String name, int start, int end) {

    /** In order, without those that begin within another. */
    static List<Span> ordered(List<Span> spans) {
        var kept = new ArrayList<Span>();
        spans.stream()
                .filter(span -> span.start() < span.end())
                .sorted(Comparator.comparingInt(Span::start).thenComparingInt(span -> -span.end()))
                .filter(span -> kept.isEmpty() || kept.get(kept.size() - 1).end() <= span.start())
                .forEach(kept::add);
        return kept;
    }

    String in(String text) {
        return text.substring(start, end);
    }
}
