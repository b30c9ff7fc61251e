package dev.postern.cli;

import dev.postern.doctor.Diagnosis;
import dev.postern.doctor.DiagnosisJson;
import dev.postern.engine.Version;
import dev.postern.target.TargetFile;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern doctor}. */
@Command(
        name = "doctor",
        description = "Tries the controls on which an audit would rest, and tells what to repair.",
        mixinStandardHelpOptions = true,
        defaultValueProvider = EnvironmentDefaults.class,
        versionProvider = Postern.VersionLine.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:an audit can rest on all controls",
            "1:something is to be repaired",
            "2:wrong usage, or an error in a file that you wrote",
            "3:an error in Postern itself"
        })
final class DoctorCommand implements Callable<Integer> {

    /** How the diagnosis is written. */
    enum Format {
        text,
        json
    }

    @Parameters(paramLabel = "TARGET", description = "The target file, e.g. orders-api.yaml.")
    private String target;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the target answers, in place of the target file's baseUrl.")
    private String baseUrl;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var address = Optional.ofNullable(baseUrl).map(PlanOptions::baseUrl);
        var loaded = TargetFile.load(
                PlanOptions.targetFile(target),
                System::getenv,
                TargetFile.Secrets.REQUIRED,
                new TargetFile.Code(address.isPresent(), Map.of()));
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        var diagnosis = Diagnosis.of(
                address.map(loaded.target()::at).orElse(loaded.target()), loaded.secrets(), Version.current());
        if (format == Format.json) {
            out.println(DiagnosisJson.of(diagnosis));
        } else {
            new DiagnosisListing(diagnosis, target).print(out);
        }
        out.flush();
        return diagnosis.isWell() ? Postern.PASSED : Postern.FAILED;
    }
}
