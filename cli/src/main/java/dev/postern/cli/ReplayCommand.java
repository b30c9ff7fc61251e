package dev.postern.cli;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.engine.AuditDefinition;
import dev.postern.reporters.summary.HttpMessage;
import dev.postern.reporters.summary.VisibleText;
import dev.postern.run.SingleCase.UnknownAttemptException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern replay}. */
@Command(
        name = "replay",
        description = {
            "Sends the attempt that decided a case again, forged anew, with its controls, and says whether it is still"
                    + " granted. A check in steps runs as a whole.",
            "Only the hosts of the target file are asked, within its limits, as in an audit."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the control holds now",
            "1:it does not hold, or it cannot be told",
            "2:wrong usage, or an error in a file that you wrote",
            "3:an error in Postern itself"
        })
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "AUDIT",
            description = "The folder of an audit's reports, its journal.jsonl or audit.json, or a target file.")
    private String audit;

    @Parameters(
            index = "1",
            paramLabel = "CASE",
            description = "The id of a case as reports show it, or the fingerprint of a finding.")
    private String caseName;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ATTEMPT",
            description = "Another attempt than the one that decided.")
    private String attempt;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "The target file. Default: the one that was audited.")
    private String target;

    @Mixin
    private CaseOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var past = PastCase.find(place(), caseName);
        var label = Optional.ofNullable(attempt).or(past::decisive);
        try {
            var result = ChosenCase.of(definition(past), past.id()).during(single -> single.replay(label));
            var out = spec.commandLine().getOut();
            print(past, result, out);
            out.flush();
            return result.verdict().outcome() == Outcome.PASS ? Postern.PASSED : Postern.FAILED;
        } catch (UnknownAttemptException e) {
            throw ChosenCase.unknown(label, e);
        }
    }

    private Path place() {
        try {
            return Path.of(audit);
        } catch (InvalidPathException e) {
            throw new InputException("\"" + audit + "\" is no path");
        }
    }

    private AuditDefinition definition(PastCase past) {
        var its = past.definition();
        var file = target == null ? its.targetFile() : PlanOptions.targetFile(target);
        var lists = options.checklist(String.join(",", its.checklists()));
        return AuditDefinition.of(file, lists, Optional.empty())
                .at(options.baseUrl().or(its::baseUrl));
    }

    private static void print(PastCase past, CaseResult result, PrintWriter out) {
        var verdict = result.verdict();
        out.println(result.planned().checkId() + " on " + result.planned().displayName());
        result.decisive().ifPresent(trial -> print(trial, out));
        if (!past.outcome().isEmpty()) {
            out.println("  before: " + past.outcome());
        }
        out.println("  now:    " + verdict.outcome() + ": " + VisibleText.line(verdict.words()));
        out.println(said(verdict.outcome()));
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "It is refused now.";
            case FAIL -> "It is still granted, or the defect is still there.";
            case INCONCLUSIVE, NOT_APPLICABLE, WAIVED, MANUAL -> "It cannot be told.";
        };
    }

    private static void print(Trial trial, PrintWriter out) {
        var exchange = trial.exchanges().stream().reduce((a, b) -> b);
        out.println("  sent:   "
                + VisibleText.line(
                        exchange.map(x -> x.method() + " " + x.url() + ": ").orElse("") + trial.label()));
        exchange.ifPresent(x -> out.println("  back:   " + VisibleText.line(HttpMessage.statusLine(x))));
        exchange.map(RecordedExchange::curl).filter(c -> !c.isEmpty()).ifPresent(curl -> {
            out.println("  repeat:");
            curl.lines().forEach(line -> out.println("    " + line));
        });
    }
}
