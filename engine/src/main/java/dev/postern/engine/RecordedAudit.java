package dev.postern.engine;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.gate.GateSettings;
import dev.postern.journal.Journal;
import dev.postern.journal.JournalContent;
import dev.postern.journal.JournalContent.Start;
import dev.postern.journal.LeftBehind;
import dev.postern.journal.Origin;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An audit that has been run, or a part of one, as its journal tells of it; planned anew from the files that it was planned
 * from.
 *
 * @param file the journal
 * @param start how the audit began
 */
public record RecordedAudit(Path file, JournalContent journal, Start start) {

    /** It cannot be made again; the message says why, and what to do. */
    public static final class GoneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GoneException(String message) {
            super(message);
        }
    }

    /**
     * Reads a journal.
     *
     * @param place the journal, or the folder that holds it
     * @throws GoneException if there is none, or it does not tell enough
     */
    public static RecordedAudit read(Path place) {
        var file = Files.isDirectory(place) ? place.resolve(Journal.FILE) : place;
        if (!Files.exists(file)) {
            throw new GoneException(
                    file + " does not exist\n   name the folder of one audit, e.g. postern-reports/orders-api");
        }
        try {
            var journal = JournalContent.read(file);
            var start = journal.start()
                    .orElseThrow(() -> new GoneException(
                            journal.damaged().contains(1)
                                    ? file
                                            + ":1: the line that says what was audited is damaged\n   run the audit again"
                                    : file + " is no journal of Postern"));
            if (!start.origin().isKnown()) {
                throw new GoneException(
                        file + " does not say what it came from: it was written by a version before 0.1.0 or"
                                + " by a program of its own\n   run the audit again");
            }
            return new RecordedAudit(file, journal, start);
        } catch (IOException e) {
            throw new GoneException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Where its reports belong. */
    public Path folder() {
        return file.toAbsolutePath().normalize().getParent();
    }

    /** The class that it belongs to, if it belongs to one. */
    public Optional<String> testClass() {
        return Optional.of(origin().testClass()).filter(name -> !name.isEmpty());
    }

    /** Names of the identities whose credentials its class gives. */
    public List<String> supplied() {
        return origin().supplied();
    }

    private Origin origin() {
        return start.origin();
    }

    /** What it was told beside its files, by the names of JUnit parameters. */
    public Map<String, String> options() {
        return origin().options();
    }

    /** Where it comes from. Of an audit of a class it says all but how the class starts its target and obtains credentials. */
    public AuditDefinition definition() {
        var options = options();
        var targetFile = Path.of(origin().targetFile());
        var definition = AuditDefinition.of(
                        targetFile,
                        options.getOrDefault(Options.CHECKLIST, Options.DEFAULT_CHECKLIST),
                        Optional.ofNullable(options.get(Options.ATTESTATIONS)).map(Resources::located))
                .at(Optional.ofNullable(options.get(Options.BASE_URL)).map(URI::create));
        return testClass().isEmpty()
                ? definition
                : definition
                        .named(start.audit())
                        .at(Optional.of(URI.create(start.baseUrl())))
                        .supplied(Set.copyOf(origin().supplied()));
    }

    /** The checks that it was limited to; all if there are none. */
    public List<String> only() {
        return list(Options.ONLY);
    }

    private List<String> list(String option) {
        return Optional.ofNullable(options().get(option)).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .toList();
    }

    /** What its gate was lenient with. */
    public GateSettings gate() {
        return GateSettings.of(key -> Optional.ofNullable(options().get(key)));
    }

    /**
     * Its plan, made anew.
     *
     * @throws GoneException if it is not the same any more
     * @throws InvalidFileException if a file is wrong that was right then
     */
    public GatedPlan plan() {
        var targetFile = Path.of(origin().targetFile());
        if (!Files.exists(targetFile)) {
            throw new GoneException(targetFile
                    + ", which was audited, does not exist any more\n   put it back, or run the" + " audit again");
        }
        if (!start.toolVersion().equals(Version.current())) {
            throw new GoneException(file + " was written by Postern " + start.toolVersion() + ", and this is "
                    + Version.current() + "\n   use that version, or run the audit again");
        }
        GatedPlan gated;
        try {
            gated = GatedPlan.of(definition(), gate(), only(), doubt -> {});
        } catch (IllegalArgumentException e) {
            throw new GoneException("what was audited cannot be planned again: " + e.getMessage());
        }
        requireSame(gated);
        return gated;
    }

    /** Says which file has changed since, if one has. */
    void requireSame(GatedPlan gated) {
        var now = Origins.files(gated.files());
        origin().files().forEach((name, digest) -> {
            if (!digest.equals(now.get(name))) {
                throw new GoneException(
                        name + " has changed since the audit began, so its verdicts are about something else"
                                + "\n   undo the change, or run the audit again");
            }
        });
        if (!origin().plan().equals(Origins.digest(gated.plan()))) {
            throw new GoneException(
                    "the plan is not the same as when the audit began: other checks, or other checklists, are"
                            + " on the class path\n   run the audit again");
        }
    }

    /** The audit, as far as it was run. */
    public Audit audit() {
        var gated = plan();
        var plan = gated.plan().at(URI.create(start.baseUrl()));
        var byId = new LinkedHashMap<String, CaseResult>();
        journal.results()
                .forEach(result -> byId.put(result.planned().id(), gated.gate().accept(plan, result)));
        var results = plan.results(byId);
        var judged = gated.gate().judge(plan, results);
        var failures = failures();
        return new Audit(
                plan,
                results,
                failures.isEmpty() ? judged : judged.failedBy(failures),
                start.at(),
                endedAt(),
                journal.requests(),
                journal.isPartial(),
                start.toolVersion());
    }

    private List<String> failures() {
        var failures = new ArrayList<String>();
        if (!journal.damaged().isEmpty()) {
            failures.add("The journal is damaged in " + journal.damagedLines()
                    + ": what stood there is lost, and cases whose verdict it was count as not run.");
        }
        if (journal.isPartial()) {
            failures.add("The audit was stopped before its end: "
                    + journal.results().size() + " of " + start.cases() + " cases have a verdict.");
        }
        left().changes().stream()
                .map(change -> "The user of \"" + change.identity() + "\" may still be disabled, since " + change.at()
                        + ": `postern clean " + folder() + "` enables it again.")
                .forEach(failures::add);
        return failures;
    }

    /** What it has changed in the target and not put back. */
    public LeftBehind left() {
        return LeftBehind.in(folder());
    }

    /**
     * The target file with its secrets.
     *
     * @throws InvalidFileException if it is wrong, or a secret is missing
     */
    public TargetFile.Loaded load() {
        return definition().load(TargetFile.Secrets.REQUIRED);
    }

    private Instant endedAt() {
        return journal.results().stream()
                .map(result -> result.startedAt().plusMillis(result.elapsedMillis()))
                .max(Comparator.naturalOrder())
                .orElse(start.at());
    }
}
