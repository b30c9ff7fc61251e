package dev.postern.reporters.console;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.Sensitivity;
import dev.postern.api.audit.Sensitivity.Detection;
import dev.postern.reporters.summary.VisibleText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a person in a terminal, or whoever reads the log of a build, how the audit goes and how it ended.
 *
 * <p>The system property {@code postern.console} says how: {@code auto} (default; in Maven and Gradle without the findings,
 * which they print themselves), {@code plain} (no colours, no progress), {@code brief} (findings and what could not be told,
 * and the rest in one line) or {@code off}.
 */
@AutoService(AuditListener.class)
public final class ConsoleReporter implements AuditListener {

    private static final String PROPERTY = "postern.console";

    private final Optional<Lines> lines;
    private int finished;
    private int failed;
    private int inconclusive;

    /** Writes to standard output as far as {@code postern.console} admits. */
    public ConsoleReporter() {
        this.lines = Style.of(
                        System.getProperty(PROPERTY, "auto"),
                        isTerminal(),
                        isBuildTool(),
                        System.getenv(),
                        standardOutputCharset())
                .map(style -> new Lines(System.out, style));
    }

    /**
     * Writes to any stream.
     *
     * @param progress whether a line may be overwritten
     * @param colour whether ANSI colours may be used
     * @param unicode whether anything beyond ASCII may be used
     */
    public ConsoleReporter(PrintStream out, boolean progress, boolean colour, boolean unicode) {
        this.lines = Optional.of(new Lines(out, new Style(progress, colour, unicode, false, true)));
    }

    @Override
    public Set<String> properties() {
        return Set.of(PROPERTY);
    }

    /** Last of all, so that it can name the reports that the others wrote. */
    @Override
    public int order() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void auditStarted(Plan plan) {
        lines.ifPresent(to -> {
            to.line("Postern audits " + VisibleText.line(plan.target().name()) + " at "
                    + VisibleText.line(plan.target().baseUrl().toString()) + " against \""
                    + VisibleText.line(plan.checklist().title()) + "\": "
                    + Summary.count(plan.controls().size(), "control") + ", "
                    + Summary.count(checks(plan), "check") + ", "
                    + Summary.count(plan.cases().size(), "case")
                    + ", at most about " + Summary.count(plan.mostRequests(), "request") + ".");
            var partly = partlyAtMost(plan);
            if (!partly.isEmpty() && !to.style().brief()) {
                to.line("By what the target file says, "
                        + Summary.count(partly.size(), "control") + " can be verified only in part: "
                        + VisibleText.line(String.join(", ", partly)) + ".");
            }
        });
    }

    /** Controls of which the plan shows already that something will not be tried. */
    private static List<String> partlyAtMost(Plan plan) {
        return ControlResult.of(plan, Map.of()).stream()
                .filter(result -> !result.gaps().isEmpty() && !result.isUncovered())
                .map(result -> result.control().id())
                .toList();
    }

    @Override
    public void caseFinished(Plan plan, CaseResult result) {
        lines.ifPresent(to -> {
            finished++;
            var outcome = result.verdict().outcome();
            failed += outcome == Outcome.FAIL ? 1 : 0;
            inconclusive += outcome == Outcome.INCONCLUSIVE ? 1 : 0;
            var planned = result.planned();
            if (to.style().progress()) {
                to.progress("%d of %d cases · %d failed · %d inconclusive · %s · %s"
                        .formatted(
                                finished,
                                plan.cases().size(),
                                failed,
                                inconclusive,
                                planned.checkId(),
                                VisibleText.line(planned.displayName())));
            } else if (!to.style().brief()
                    && to.style().findings()
                    && (outcome == Outcome.FAIL || outcome == Outcome.INCONCLUSIVE)) {
                to.line("%-12s  %s on %s: %s%s"
                        .formatted(
                                outcome,
                                planned.checkId(),
                                VisibleText.line(planned.displayName()),
                                result.exemption()
                                        .map(why -> "(" + VisibleText.line(why.words()) + ") ")
                                        .orElse(""),
                                VisibleText.line(result.verdict().words(), 2 * Lines.WIDTH)));
            }
        });
    }

    @Override
    public void waiting(Plan plan, Duration duration, String why) {
        lines.ifPresent(to -> {
            var words = "waiting " + duration.toSeconds() + " s: " + VisibleText.line(why);
            if (to.style().progress()) {
                to.progress(words);
            } else {
                to.line(words);
            }
        });
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        if (lines.isPresent()) {
            new Summary(lines.get(), audit).write(folder);
            lines.get().flush();
        }
    }

    @Override
    public void sensitivityShown(Sensitivity sensitivity, Path folder) {
        lines.ifPresent(to -> {
            var byCheck = sensitivity.rows().stream()
                    .collect(Collectors.groupingBy(
                            row -> row.planned().checkId(), LinkedHashMap::new, Collectors.toList()));
            byCheck.forEach((check, rows) -> to.line("%-32s %d of %d detect"
                    .formatted(
                            check,
                            rows.stream()
                                    .filter(row -> row.detection() == Detection.DETECTS)
                                    .count(),
                            rows.size())));
            sensitivity.rows().stream()
                    .filter(row -> row.detection() != Detection.DETECTS)
                    .forEach(row -> to.line("%-9s  %s on %s: %s"
                            .formatted(
                                    row.detection(),
                                    row.planned().checkId(),
                                    VisibleText.line(row.planned().displayName()),
                                    VisibleText.line(row.words(), 4 * Lines.WIDTH))));
            to.line(
                    sensitivity.isProved()
                            ? "Every denial check detects a target that enforces nothing."
                            : "Not every denial check detects a target that enforces nothing.");
            to.line("The table: " + VisibleText.line(folder.toString()));
            to.flush();
        });
    }

    private static int checks(Plan plan) {
        return (int) plan.controls().stream()
                .map(PlannedControl::checks)
                .flatMap(c -> c.stream())
                .map(c -> c.check().id())
                .distinct()
                .count();
    }

    // From JDK 22 on there is a console even where output goes to a file, so that it must be asked.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method asked = Console.class.getMethod("isTerminal");
            return (boolean) asked.invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }

    /** Surefire and Failsafe, or Gradle: whatever they run, they print why it failed. */
    private static boolean isBuildTool() {
        return Stream.of("surefire.real.class.path", "surefire.test.class.path", "org.gradle.test.worker")
                .anyMatch(property -> System.getProperty(property) != null);
    }

    private static Charset standardOutputCharset() {
        for (var property : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
            var name = System.getProperty(property);
            if (name != null && !name.isEmpty() && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }
}
