package dev.postern.engine;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A FAIL or INCONCLUSIVE as JUnit sees it: the message tells all, a stack trace would tell nothing. Maven prints it twice,
 * so it has six lines at most, and one for each secret that the command needs, unless the command itself has several.
 */
final class AuditFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_COMMAND = 5;

    /** A line that sets a variable of the command, or says where its value is. */
    private static final Pattern SETTING = Pattern.compile("^(# \\$|[A-Z][A-Z0-9_]*=\"\\$\\()");

    AuditFailure(String message) {
        super(message);
    }

    /** With what code of the user's threw. */
    AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static AuditFailure of(CaseResult result, Control control, CheckInfo check) {
        return new AuditFailure(message(result, control, check));
    }

    /** What a reader needs to know of a FAIL or INCONCLUSIVE, in a few lines. */
    static String message(CaseResult result, Control control, CheckInfo check) {
        var planned = result.planned();
        var failed = result.verdict().outcome() == Outcome.FAIL;
        var lines = new ArrayList<String>();
        lines.add("%s%s %s on %s (%s); %s: %s"
                .formatted(
                        result.verdict().outcome(),
                        result.exemption().map(why -> " (" + why.words() + ")").orElse(""),
                        check.id(),
                        planned.displayName(),
                        result.verdict()
                                .severity()
                                .orElse(check.severity())
                                .name()
                                .toLowerCase(Locale.ROOT),
                        failed ? "the control does not hold" : "the control is undecided",
                        control.title()));
        result.decisive()
                .filter(trial -> !trial.exchanges().isEmpty())
                .ifPresentOrElse(
                        trial -> lines.addAll(evidence(result, trial)),
                        () -> lines.add("  " + onOneLine(result.verdict().words())));
        if (failed) { // the others say nothing of the target, so there is nothing to mend in it yet
            section(check, "Why it matters").ifPresent(why -> lines.add("  why:    " + why));
            section(check, "How to mend it").ifPresent(mend -> lines.add("  mend:   " + mend));
        }
        return String.join("\n", lines);
    }

    private static List<String> evidence(CaseResult result, Trial trial) {
        var exchange = trial.exchanges().get(trial.exchanges().size() - 1);
        var lines = new ArrayList<String>();
        lines.add("  sent:   %s %s: %s".formatted(exchange.method(), exchange.url(), onOneLine(trial.label())));
        lines.add("  back:   " + back(result, trial, exchange));
        var command = exchange.curl().lines().toList();
        var setting =
                command.stream().takeWhile(line -> SETTING.matcher(line).find()).toList();
        setting.forEach(line -> lines.add("  set:    " + line));
        lines.add("  repeat: " + repeat(command.subList(setting.size(), command.size())));
        return lines;
    }

    private static String back(CaseResult result, Trial trial, RecordedExchange exchange) {
        if (isGranted(trial)) {
            var more = result.trials().stream().filter(AuditFailure::isGranted).count() - 1;
            return onOneLine(trial.words()) + (more > 0 ? "; " + more + " more granted" : "");
        }
        var answer = exchange.failure().isEmpty() ? "status " + exchange.status() : onOneLine(exchange.failure());
        return answer + ". " + onOneLine(result.verdict().words());
    }

    private static boolean isGranted(Trial trial) {
        return trial.kind() == Kind.ATTEMPT && trial.observed().equals("granted");
    }

    /** A command that does not fit would be of no use when cut. */
    private static String repeat(List<String> command) {
        return command.size() <= LONGEST_COMMAND
                ? String.join("\n", command)
                : "the command has many lines: it is in the reports";
    }

    private static Optional<String> section(CheckInfo check, String heading) {
        return Optional.of(onOneLine(check.section(heading).split("\n\n", 2)[0]))
                .filter(text -> !text.isEmpty());
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** None: the cause is in the target, not in this program. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The message alone: build tools print this, and the name of this class would tell nobody anything. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return getMessage();
    }
}
