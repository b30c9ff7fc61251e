package dev.postern.reporters.summary;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Cases that ended alike for the same reason in the same words. */
public record Cause(Reason reason, String words, List<CaseResult> cases) {
    /** Keeps an immutable copy. */
    public Cause {
        cases = List.copyOf(cases);
    }

    /** All cases with that outcome by cause, the most frequent cause first. */
    public static List<Cause> of(Audit audit, Outcome outcome) {
        record Key(Reason reason, String words) {}
        return audit.with(outcome).stream()
                .collect(Collectors.groupingBy(
                        r -> new Key(r.verdict().reason(), r.verdict().words()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(e -> new Cause(e.getKey().reason(), e.getKey().words(), e.getValue()))
                .sorted((a, b) -> Integer.compare(b.cases().size(), a.cases().size()))
                .toList();
    }

    /** The checks concerned, once each. */
    public List<String> checks() {
        return cases.stream().map(c -> c.planned().checkId()).distinct().toList();
    }
}
