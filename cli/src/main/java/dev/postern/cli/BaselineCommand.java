package dev.postern.cli;

import dev.postern.api.audit.KnownFinding;
import dev.postern.gate.Baseline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern baseline}. */
@Command(
        name = "baseline",
        description = {
            "Writes the findings of audits into a file of known findings, which do not break the gate.",
            "Written over an older one, findings keep the day on which they were first seen, and mended ones go."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class BaselineCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "AUDIT",
            arity = "1..*",
            description = "The folder of an audit's reports, or its audit.json or journal.jsonl.")
    private List<Path> audits;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The baseline file, e.g. baseline.yaml.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var past = audits.stream().map(PastAudit::read).toList();
        past.stream()
                .flatMap(audit -> audit.doubt().stream())
                .forEach(doubt -> spec.commandLine().getErr().println("warning: " + doubt));
        var before = Files.exists(output) ? Baseline.load(output) : Baseline.EMPTY;
        var found = past.stream().flatMap(audit -> audit.findings().stream()).toList();
        var left = before.all().stream().filter(known -> isLeft(known, past, found));
        var baseline = Baseline.of(Stream.concat(left, found.stream()).toList());
        write(baseline.toYaml());
        tell(baseline, before);
        return Postern.PASSED;
    }

    private static boolean isLeft(KnownFinding known, List<PastAudit> past, List<KnownFinding> found) {
        return found.stream().anyMatch(f -> f.fingerprint().equals(known.fingerprint()))
                || past.stream().noneMatch(audit -> audit.isGone(known));
    }

    private void write(String text) {
        try {
            if (output.toAbsolutePath().getParent() != null) {
                Files.createDirectories(output.toAbsolutePath().getParent());
            }
            Files.write(output, text.getBytes(StandardCharsets.UTF_8)); // what no text can hold becomes "?"
        } catch (IOException e) {
            throw new InputException("--output: nothing can be written to " + output);
        }
    }

    private void tell(Baseline baseline, Baseline before) {
        var all = baseline.all();
        var fresh =
                all.stream().filter(f -> before.find(f.fingerprint()).isEmpty()).count();
        var gone = before.all().stream()
                .filter(f -> baseline.find(f.fingerprint()).isEmpty())
                .count();
        var out = spec.commandLine().getOut();
        out.println(output + ": " + (all.size() == 1 ? "1 known finding" : all.size() + " known findings") + ", "
                + fresh + " of them new; " + gone + " taken out.");
        out.flush();
    }
}
