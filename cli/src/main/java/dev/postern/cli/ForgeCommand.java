package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.engine.Options;
import dev.postern.engine.Version;
import dev.postern.run.SingleCase;
import dev.postern.run.SingleCase.NotForgedException;
import dev.postern.run.SingleCase.UnknownAttemptException;
import dev.postern.yaml.Words;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern forge}. */
@Command(
        name = "forge",
        description = {
            "Prints what an attempt carries in the place of a credential, made anew, for use by hand.",
            "Of most checks it sends nothing but what obtains credentials; of a check in steps it runs the case."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was printed",
            "1:it cannot be made: no credential can be obtained",
            "2:wrong usage, or an error in a file that you wrote",
            "3:an error in Postern itself"
        })
final class ForgeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "TARGET", description = "The target file, e.g. orders-api.yaml.")
    private String target;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CASE",
            description = "The id of a case as reports show it, or the fingerprint of a finding.")
    private String caseName;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ATTEMPT",
            description = "The attempt or step as reports show it. Needed where the case has several.")
    private String attempt;

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Print the valid credential of an identity instead.")
    private String identity;

    @Option(
            names = "--refresh-token",
            description = "With --identity: print its refresh token, a new one if it logs in.")
    private boolean refreshToken;

    @Option(
            names = "--part",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which one, where an attempt carries several. Default: ${DEFAULT-VALUE}.")
    private int part;

    @Mixin
    private CaseOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if ((caseName == null) == (identity == null)) {
            throw new InputException("name a case, or an identity by --identity: postern forge orders-api.yaml"
                    + " 'jwt.alg-none|listOrders|tokens|alice|' 'alg none, signature removed'");
        }
        if (refreshToken && identity == null) {
            throw new InputException("--refresh-token needs --identity: postern forge orders-api.yaml --identity alice"
                    + " --refresh-token");
        }
        var definition = AuditDefinition.of(
                        PlanOptions.targetFile(target), options.checklist(Options.DEFAULT_CHECKLIST), Optional.empty())
                .at(options.baseUrl());
        try {
            var credential = identity == null ? forged(definition) : valid(definition);
            var err = spec.commandLine().getErr();
            err.println("note: what is printed may be a working credential: keep it out of logs and tickets");
            err.flush();
            var out = spec.commandLine().getOut();
            out.println(credential);
            out.flush();
            return Postern.PASSED;
        } catch (NotForgedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return Postern.FAILED;
        }
    }

    private String valid(AuditDefinition definition) {
        var loaded = ChosenCase.load(definition);
        var identities = loaded.target().identities();
        if (!identities.containsKey(identity)) {
            throw new InputException("no identity of " + target + " has the name " + Words.quote(identity) + "\n   "
                    + Words.didYouMean(identity, identities.keySet(), "identities"));
        }
        var who = identities.get(identity);
        return refreshToken
                ? SingleCase.refreshToken(loaded.target(), loaded.secrets(), who, Version.current())
                : SingleCase.credential(loaded.target(), loaded.secrets(), who, Version.current());
    }

    private String forged(AuditDefinition definition) {
        var label = Optional.ofNullable(attempt);
        try {
            var carried = ChosenCase.of(definition, caseName).during(single -> single.carried(label));
            if (part < 1 || part > carried.size()) {
                throw new InputException(
                        carried.isEmpty()
                                ? "that attempt carries nothing in the place of a credential"
                                : "--part " + part + ": the attempt carries " + carried.size());
            }
            return carried.get(part - 1);
        } catch (UnknownAttemptException e) {
            throw ChosenCase.unknown(label, e);
        }
    }
}
