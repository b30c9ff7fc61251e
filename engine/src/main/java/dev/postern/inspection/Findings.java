package dev.postern.inspection;

import dev.postern.api.check.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the rules have found so far. */
final class Findings {
    private final List<TokenFinding> all = new ArrayList<>();

    void add(String rule, Severity severity, String what, String why, String how, String reference) {
        all.add(new TokenFinding(rule, severity, what, why, how, reference));
    }

    List<TokenFinding> worstFirst() {
        return all.stream()
                .sorted(Comparator.comparing(TokenFinding::severity).reversed())
                .toList();
    }
}
