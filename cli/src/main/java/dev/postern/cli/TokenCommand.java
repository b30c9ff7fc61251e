package dev.postern.cli;

import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.forge.UnusableKeyException;
import dev.postern.inspection.Inspection;
import dev.postern.inspection.InspectionJson;
import dev.postern.inspection.UnreadableTokenException;
import dev.postern.target.TargetFile;
import dev.postern.target.TargetFile.Secrets;
import dev.postern.yaml.Words;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern token}. */
@Command(
        name = "token",
        description = "Explains one token and tells what is dubious about it; sends nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing of medium severity or above was found",
            "1:something was found",
            "2:wrong usage, no token, or an error in a file that you wrote",
            "3:an error in Postern itself"
        })
final class TokenCommand implements Callable<Integer> {

    /** How the token is explained. */
    enum Format {
        text,
        json
    }

    @Mixin
    private TokenSource source;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "Compare the token with what this target file declares.")
    private String target;

    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            description = "The scheme of the target file; needed where several are bearer-jwt.")
    private String scheme;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    /** For picocli. */
    TokenCommand() {
        this(Clock.systemUTC());
    }

    TokenCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var declared = declared();
        var inspection = inspected(source.read(spec.commandLine().getErr()), declared);
        var out = spec.commandLine().getOut();
        if (format == Format.json) {
            out.println(InspectionJson.of(inspection));
        } else {
            new InspectionListing(inspection).print(out);
        }
        out.flush();
        return inspection.isSound() ? Postern.PASSED : Postern.FAILED;
    }

    private Inspection inspected(String text, Optional<Scheme.BearerJwt> declared) {
        try {
            return Inspection.of(text, clock.instant(), declared);
        } catch (UnreadableTokenException e) {
            throw new InputException(e.getMessage());
        } catch (UnusableKeyException e) {
            throw new InputException(target + ": the key of the scheme: " + e.getMessage());
        }
    }

    private Optional<Scheme.BearerJwt> declared() {
        if (target == null) {
            if (scheme != null) {
                throw new InputException("--scheme " + scheme + ": name the target file too, by --target");
            }
            return Optional.empty();
        }
        // secrets that are missing are those of identities: none of them is needed to read a token
        var loaded = TargetFile.load(PlanOptions.targetFile(target), System::getenv, Secrets.OPTIONAL);
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        return Optional.of(chosen(loaded.target()));
    }

    private Scheme.BearerJwt chosen(Target from) {
        var all = from.schemes().values().stream()
                .filter(Scheme.BearerJwt.class::isInstance)
                .map(Scheme.BearerJwt.class::cast)
                .toList();
        var names = all.stream().map(Scheme::name).toList();
        if (scheme == null && all.size() == 1) {
            return all.get(0);
        }
        if (scheme == null) {
            throw new InputException(target
                    + (all.isEmpty() ? " has no scheme of type bearer-jwt" : " has several schemes of type bearer-jwt")
                    + (all.isEmpty() ? "" : ": choose by --scheme " + String.join(" | ", names)));
        }
        return all.stream()
                .filter(one -> one.name().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new InputException(target + " has no scheme " + Words.quote(scheme)
                        + " of type bearer-jwt\n   " + Words.didYouMean(scheme, names, "schemes")));
    }
}
