package dev.postern.doctor;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.doctor.Cause.Code;
import dev.postern.doctor.Diagnosis.Cell;
import dev.postern.doctor.Diagnosis.Complaint;
import dev.postern.doctor.Diagnosis.Mark;
import dev.postern.doctor.Diagnosis.OfIdentity;
import dev.postern.doctor.Diagnosis.OfOperation;
import dev.postern.inspection.Spans;
import dev.postern.run.Examined;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import dev.postern.run.Examined.Possession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Goes through what was seen, asks the rules about each control, and says once what has one cause. */
final class Consultation {

    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(60);

    private final Examined examined;
    private final Overview all;

    Consultation(Examined examined) {
        this.examined = examined;
        this.all = new Overview(examined);
    }

    Diagnosis diagnosis() {
        var grouping = new Grouping(all);
        examined.possessions().values().forEach(p -> possession(p).ifPresent(grouping::add));
        examined.keySets().forEach((scheme, answer) -> keySet(scheme, answer).ifPresent(grouping::add));
        clock().ifPresent(grouping::add);
        examined.controls().forEach(c -> item(c).ifPresent(grouping::add));
        examined.target().operations().values().forEach(o -> nobody(o).ifPresent(grouping::add));
        return new Diagnosis(
                examined.target(),
                grouping.general(),
                examined.target().identities().values().stream()
                        .map(i -> identity(i, grouping.of(i)))
                        .toList(),
                examined.target().operations().values().stream()
                        .map(o -> operation(o, grouping.of(o)))
                        .toList(),
                examined.requests());
    }

    private OfIdentity identity(Identity identity, List<Complaint> complaints) {
        var facts = all.facts(identity);
        var tried = all.positives()
                .anyMatch(c -> c.sender().filter(identity::equals).isPresent());
        var mark = all.isAlive(identity)
                ? Mark.GRANTED
                : tried || facts.possession().credential().isEmpty() ? Mark.TO_REPAIR : Mark.NOT_TRIED;
        return new OfIdentity(
                identity, mark, examined.redaction().apply(CredentialLine.of(facts, all.now())), complaints);
    }

    private OfOperation operation(Operation operation, List<Complaint> complaints) {
        return new OfOperation(
                operation,
                examined.controls().stream()
                        .filter(c -> c.operation().equals(operation))
                        .map(c -> new Cell(c.sender(), mark(c), result(c.outcome())))
                        .toList(),
                complaints);
    }

    private Mark mark(Control control) {
        if (!(control.outcome() instanceof Outcome.Sent sent)) {
            return Mark.NOT_TRIED;
        }
        if (control.mustBeGranted()) {
            return Overview.isGranted(control) ? Mark.GRANTED : Mark.TO_REPAIR;
        }
        if (sent.decision() instanceof Decision.Granted) {
            return Mark.TO_REPORT;
        }
        if (sent.decision() instanceof Decision.Denied) {
            // a credential that is granted nowhere is denied for another reason than the right that it lacks
            return control.sender().filter(who -> !all.isAlive(who)).isPresent() ? Mark.NOT_TRIED : Mark.DENIED;
        }
        return isJudged(control) ? Mark.UNCLEAR : Mark.NOT_TRIED;
    }

    /** Where nobody is granted, or everybody without any credential, the others' answers say nothing. */
    private boolean isJudged(Control control) {
        var isOpen = control.outcome() instanceof Outcome.Sent sent
                && sent.decision() instanceof Decision.Unclear unclear
                && unclear.reason() == Reason.OPERATION_IS_OPEN;
        return !isOpen && !all.granted(control.operation()).isEmpty();
    }

    private static String result(Outcome outcome) {
        if (outcome instanceof Outcome.Sent sent) {
            return sent.exchange()
                    .response()
                    .map(r -> String.valueOf(r.status()))
                    .orElse("no answer");
        }
        return switch (((Outcome.NotSent) outcome).why()) {
            case DESTRUCTIVE -> "destructive";
            case NO_CREDENTIAL -> "no credential";
            case SILENT -> "not tried";
        };
    }

    private Optional<Grouping.Item> possession(Possession possession) {
        if (possession.credential().isPresent()) {
            return Optional.empty();
        }
        var told = possession
                .exchange()
                .flatMap(Told::in)
                .map(t -> "it says \"" + t + "\"")
                .orElse("");
        return Optional.of(Grouping.Item.toRepair(
                Optional.of(possession.identity()),
                Optional.empty(),
                told,
                IssuingRules.causes(examined.target(), possession)));
    }

    private Optional<Grouping.Item> keySet(String scheme, Exchange answer) {
        var key = "`jwks` of scheme `" + scheme + "`";
        var usable = KeySet.in(answer).filter(k -> !k.isEmpty());
        if (usable.isPresent()) {
            return Optional.empty();
        }
        var cause = Silences.of(examined.target(), answer, key)
                .orElseGet(() -> Cause.certain(
                        Code.KEY_SET_UNUSABLE,
                        "the key set of scheme `" + scheme + "` cannot be had: "
                                + answer.response().map(WireResponse::status).orElse(0)
                                + ", and no key in the answer",
                        "correct `jwks:`, or give `publicKey:`"));
        return Optional.of(Grouping.Item.toRepair(Optional.empty(), Optional.empty(), "", List.of(cause)));
    }

    private Optional<Grouping.Item> clock() {
        var offset = examined.clockOffset();
        return offset.abs().compareTo(CLOCKS_AGREE) <= 0
                ? Optional.empty()
                : Optional.of(Grouping.Item.toKnow(
                        Optional.empty(),
                        Cause.certain(
                                Code.CLOCK_DIFFERS,
                                "the target's clock is " + Spans.of(offset)
                                        + (offset.isNegative() ? " behind" : " ahead of") + " this machine's",
                                "set the clocks, if tokens are refused as run out or not yet valid")));
    }

    private Optional<Grouping.Item> nobody(Operation operation) {
        var isAsked = examined.controls().stream().anyMatch(c -> c.operation().equals(operation));
        return isAsked
                ? Optional.empty()
                : Optional.of(Grouping.Item.toKnow(
                        Optional.of(operation),
                        Cause.certain(
                                Code.NOBODY_GRANTED,
                                "no identity of the target file must be granted here, so an audit tries nothing",
                                "add an identity that has what `requires:` names")));
    }

    private Optional<Grouping.Item> item(Control control) {
        var symptoms = Symptoms.of(all, control);
        if (symptoms.isPresent()) {
            var s = symptoms.get();
            return Optional.of(
                    Grouping.Item.toRepair(control.sender(), Optional.of(control.operation()), seen(s), Causes.of(s)));
        }
        if (control.outcome() instanceof Outcome.NotSent kept && kept.before().isPresent()) {
            return Silences.of(examined.target(), kept.before().get(), "`baseUrl`")
                    .map(cause -> Grouping.Item.toRepair(
                            control.sender(), Optional.of(control.operation()), "", List.of(cause)));
        }
        return switch (mark(control)) {
            case TO_REPORT -> Optional.of(reported(control));
            case UNCLEAR -> control.sender().isEmpty() ? Optional.of(unclear(control)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String seen(Symptoms s) {
        if (s.exchange().answer() instanceof Unanswered) {
            return "";
        }
        var words = s.sender().isPresent() ? s.decision().words() : s.status() + " without any credential";
        return words + Told.in(s.exchange()).map(t -> "; it says \"" + t + "\"").orElse("");
    }

    private static Grouping.Item unclear(Control control) {
        var sent = (Outcome.Sent) control.outcome();
        return Grouping.Item.toRepair(
                Optional.empty(),
                Optional.of(control.operation()),
                "it cannot be told whether no credential is denied",
                List.of(Causes.ofUnclearNegative((Decision.Unclear) sent.decision())));
    }

    private static Grouping.Item reported(Control control) {
        var cause = control.sender().isEmpty()
                ? Cause.certain(
                        Code.OPEN_OPERATION,
                        "it is granted without any credential, and the audit will report it",
                        "if anybody may call it, write `public: true`")
                : Cause.certain(
                        Code.RIGHT_NOT_ENFORCED,
                        "an identity is granted that lacks "
                                + (control.cell().name().equals("DENY_SCOPE") ? "a scope" : "the role")
                                + ", and the audit will report it",
                        "if it may be granted, correct `requires:` of the operation");
        return new Grouping.Item(false, control.sender(), Optional.of(control.operation()), "", List.of(cause));
    }
}
