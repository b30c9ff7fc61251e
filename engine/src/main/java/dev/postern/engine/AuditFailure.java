package dev.postern.engine;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A FAIL or INCONCLUSIVE as JUnit sees it: the message tells all, a stack trace would tell nothing. */
final class AuditFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    AuditFailure(String message) {
        super(message);
    }

    /** With what code of the user's threw. */
    AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static AuditFailure of(CaseResult result, CheckInfo check) {
        return new AuditFailure(message(result, check));
    }

    /** What a reader needs to know of a FAIL or INCONCLUSIVE, in a few lines. */
    static String message(CaseResult result, CheckInfo check) {
        var planned = result.planned();
        var text = new StringBuilder();
        line(
                text,
                "%s%s %s on %s (%s)",
                result.verdict().outcome(),
                result.exemption().map(why -> " (" + why.words() + ")").orElse(""),
                check.id(),
                planned.displayName(),
                check.severity().name().toLowerCase(Locale.ROOT));
        line(text, "  %s", onOneLine(result.verdict().words()));
        decisive(result.trials()).ifPresent(exchange -> {
            line(text, "  sent:   %s %s (%s)", exchange.method(), exchange.url(), exchange.step());
            line(
                    text,
                    "  back:   %s",
                    exchange.failure().isEmpty() ? "status " + exchange.status() : onOneLine(exchange.failure()));
            repeat(exchange.curl()).ifPresent(curl -> line(text, "  repeat: %s", curl));
        });
        section(text, check, "  why:    ", "Why it matters");
        section(text, check, "  mend:   ", "How to mend it");
        return text.toString().stripTrailing();
    }

    /** The exchange that decided: the last one of the first step that went otherwise than expected. */
    private static Optional<RecordedExchange> decisive(List<Trial> trials) {
        return trials.stream()
                .filter(t -> !t.asExpected() && !t.exchanges().isEmpty())
                .findFirst()
                .or(() -> trials.isEmpty() ? Optional.empty() : Optional.of(trials.get(trials.size() - 1)))
                .filter(t -> !t.exchanges().isEmpty())
                .map(t -> t.exchanges().get(t.exchanges().size() - 1));
    }

    /** A command that does not fit would be of no use when cut: the reports have it. */
    private static Optional<String> repeat(String curl) {
        return Optional.of(curl).filter(c -> c.lines().count() <= 5);
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    private static void section(StringBuilder text, CheckInfo check, String label, String heading) {
        var section = check.section(heading)
                .split("\n\n", 2)[0]
                .replaceAll("\\s+", " ")
                .strip();
        if (!section.isEmpty()) {
            line(text, "%s%s", label, section);
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** None: the cause is in the target, not in this program. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
