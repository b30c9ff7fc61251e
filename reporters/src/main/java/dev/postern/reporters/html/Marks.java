package dev.postern.reporters.html;

import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Severity;
import dev.postern.reporters.summary.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verdicts, severities and references as the page shows them: always a symbol and a word, never a colour alone. */
final class Marks {

    private Marks() {}

    static String symbol(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case INCONCLUSIVE -> "?";
            case NOT_APPLICABLE -> "○";
            case WAIVED -> "~";
            case MANUAL -> "✎";
        };
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "passed";
            case FAIL -> "failed";
            case INCONCLUSIVE -> "inconclusive";
            case NOT_APPLICABLE -> "not applicable";
            case WAIVED -> "waived";
            case MANUAL -> "by hand";
        };
    }

    /** Class of an outcome in the style, and its name in the filter. */
    static String style(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "pass";
            case FAIL -> "fail";
            case INCONCLUSIVE -> "unclear";
            case NOT_APPLICABLE -> "none";
            case WAIVED -> "waived";
            case MANUAL -> "manual";
        };
    }

    static String symbol(ControlVerdict verdict) {
        return switch (verdict) {
            case FAIL -> symbol(Outcome.FAIL);
            case INCONCLUSIVE -> symbol(Outcome.INCONCLUSIVE);
            case NOT_RUN -> "…";
            case WAIVED -> symbol(Outcome.WAIVED);
            case PARTLY_VERIFIED -> "◐";
            case PASS -> symbol(Outcome.PASS);
            case MANUAL -> symbol(Outcome.MANUAL);
            case UNCOVERED, NOT_APPLICABLE -> symbol(Outcome.NOT_APPLICABLE);
        };
    }

    /** Class of a control's verdict in the style: what is partly verified must not look like what holds. */
    static String style(ControlVerdict verdict) {
        return switch (verdict) {
            case FAIL -> style(Outcome.FAIL);
            case INCONCLUSIVE -> style(Outcome.INCONCLUSIVE);
            case WAIVED -> style(Outcome.WAIVED);
            case PARTLY_VERIFIED -> "partly";
            case PASS -> style(Outcome.PASS);
            case MANUAL -> style(Outcome.MANUAL);
            case NOT_RUN, UNCOVERED, NOT_APPLICABLE -> style(Outcome.NOT_APPLICABLE);
        };
    }

    static void verdict(Markup html, ControlVerdict verdict) {
        html.element("b", symbol(verdict) + " " + verdict.words(), "class", "v " + style(verdict));
    }

    static void outcome(Markup html, Outcome outcome) {
        html.element("b", symbol(outcome) + " " + word(outcome), "class", "v " + style(outcome));
    }

    static void severity(Markup html, Severity severity) {
        var name = severity.name().toLowerCase(Locale.ROOT);
        html.element("span", name, "class", "sev " + name);
    }

    /** Why a finding does not break the gate; nothing where it does. */
    static void exemption(Markup html, Optional<Exemption> exemption) {
        exemption.ifPresent(why -> html.element("span", "Does not break the gate: " + why.words(), "class", "exempt"));
    }

    static void references(Markup html, List<Reference> references) {
        var first = true;
        for (var reference : references) {
            if (!first) {
                html.text(" · ");
            }
            first = false;
            if (reference.link().isPresent()) {
                html.element(
                        "a", reference.text(), "href", reference.link().get().toString(), "rel", "noopener noreferrer");
            } else {
                html.text(reference.text());
            }
        }
    }

    /** Letters, digits, dots and hyphens of a text, for an anchor. */
    static String anchor(String text) {
        return text.replaceAll("[^A-Za-z0-9.-]+", "-");
    }

    /** {@code 1 case}, {@code 2 cases}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
