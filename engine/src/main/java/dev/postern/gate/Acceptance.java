package dev.postern.gate;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Exemption.Kind;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import java.util.Optional;

/** How a gate takes what comes from the target: what is waived, and what does not break it. */
record Acceptance(Gate gate, Plan plan) {

    CaseResult of(CaseResult result) {
        return switch (result.verdict().outcome()) {
            case FAIL -> finding(known(result));
            case INCONCLUSIVE -> undecided(known(result));
            case PASS, NOT_APPLICABLE, WAIVED, MANUAL -> result;
        };
    }

    private CaseResult known(CaseResult result) {
        return result.withFingerprint(result.planned().fingerprint(target()));
    }

    private String target() {
        return plan.target().name();
    }

    private CaseResult finding(CaseResult result) {
        return gate.waivers()
                .covering(result.planned(), target(), gate.today())
                .map(waiver -> waived(result, waiver))
                .orElseGet(() -> told(result).withExemption(exemptAsFinding(result)));
    }

    /** It is not made WAIVED: that would say that something was found. */
    private CaseResult undecided(CaseResult result) {
        var accepted = gate.waivers().covering(result.planned(), target(), gate.today());
        return accepted.isPresent()
                ? result.withExemption(accepted.map(waiver -> new Exemption(Kind.ACCEPTED, accepted(waiver))))
                : told(result).withExemption(following(result).or(() -> exemptAsUndecided(result)));
    }

    private static Optional<Exemption> following(CaseResult result) {
        return result.exemption().filter(exemption -> exemption.kind() == Kind.FOLLOWS);
    }

    private static String accepted(Waiver waiver) {
        return "accepted until " + waiver.until() + " by " + waiver.by() + ": " + waiver.reason();
    }

    private static CaseResult waived(CaseResult result, Waiver waiver) {
        var words = "A" + sentence(accepted(waiver)).substring(1) + " What was found: "
                + result.verdict().words();
        return result.withVerdict(new Verdict(
                        Outcome.WAIVED, Reason.ACCEPTED, words, result.verdict().severity()))
                .withExemption(Optional.empty());
    }

    /** With the waiver that ran out, where there is one: whoever relied on it must not have to look for it. */
    private CaseResult told(CaseResult result) {
        var verdict = result.verdict();
        return gate.waivers()
                .expired(result.planned(), target(), gate.today())
                .map(w -> "The waiver of " + w.by() + " ran out on " + w.until() + ".")
                .filter(sentence -> !verdict.words().endsWith(sentence))
                .map(sentence -> result.withVerdict(verdict.withWords(sentence(verdict.words()) + " " + sentence)))
                .orElse(result);
    }

    /** The text with its full stop. */
    static String sentence(String text) {
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    private Optional<Exemption> exemptAsFinding(CaseResult result) {
        return gate.baseline()
                .find(result.fingerprint())
                .map(known -> new Exemption(Kind.KNOWN, "known since " + known.since() + ", baseline"))
                .or(() -> belowThreshold(result));
    }

    private Optional<Exemption> exemptAsUndecided(CaseResult result) {
        return belowThreshold(result)
                .or(() -> gate.settings().inconclusiveAllowed()
                        ? Optional.of(new Exemption(Kind.ALLOWED, "allowed"))
                        : Optional.empty());
    }

    private Optional<Exemption> belowThreshold(CaseResult result) {
        var failOn = gate.settings().failOn();
        return plan.severity(result).compareTo(failOn) < 0
                ? Optional.of(
                        new Exemption(Kind.BELOW_THRESHOLD, "below the gate's threshold: " + GateSettings.name(failOn)))
                : Optional.empty();
    }
}
