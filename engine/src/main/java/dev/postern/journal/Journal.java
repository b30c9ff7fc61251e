package dev.postern.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of JSON lines: one that starts the audit, one for each trial as it comes, one for each case that has its verdict,
 * one that ends it. Each line is appended at once and ends with a checksum, so the file is whole up to the last line,
 * whatever ends the process, and damage is noticed. Trials stay in the file: a {@link CaseResult} reads them back.
 *
 * <p>If a line cannot be written, e.g. because the disk is full, nothing more is written, and {@link #failure} says why.
 */
public final class Journal implements AutoCloseable {

    /** Name of the file in an audit's folder. */
    public static final String FILE = "journal.jsonl";

    /** The version of the format. Files of version 1 have no checksums, and the trials within the lines of the cases. */
    static final int FORMAT = 2;

    private final Path file;
    private final AppendOnlyFile lines;
    private final Map<String, Log> logs = new HashMap<>();
    private int lastTrial;
    private Optional<String> failure = Optional.empty();

    private Journal(Path file, AppendOnlyFile lines, int lastTrial) {
        this.file = file;
        this.lines = lines;
        this.lastTrial = lastTrial;
    }

    /** {@link #start(Path, Plan, Origin, Instant, String)} of an audit that no other process can go on with. */
    public static Journal start(Path folder, Plan plan, Instant at, String toolVersion) {
        return start(folder, plan, Origin.UNKNOWN, at, toolVersion);
    }

    /**
     * Starts a journal in the folder, in place of an older one.
     *
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static Journal start(Path folder, Plan plan, Origin origin, Instant at, String toolVersion) {
        var first = JournalJson.line(
                "started",
                "format",
                FORMAT,
                "at",
                at,
                "postern",
                toolVersion,
                "audit",
                plan.name(),
                "target",
                plan.target().name(),
                "baseUrl",
                plan.target().baseUrl().toString(),
                "checklist",
                plan.checklist().id(),
                "cases",
                plan.cases().size(),
                "origin",
                origin);
        try {
            Files.createDirectories(folder);
            var file = folder.resolve(FILE);
            // never a moment at which the folder has half of a journal
            var fresh = Files.write(folder.resolve("." + FILE + ".new"), first);
            Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
            return new Journal(file, AppendOnlyFile.behind(file, first.length, 1), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Goes on with a journal: what follows is appended to it.
     *
     * @param content what it holds
     * @throws UncheckedIOException if it cannot be written
     */
    public static Journal goOn(JournalContent content, Instant at) {
        try {
            var lines = AppendOnlyFile.behind(content.file(), content.end(), content.lines());
            var journal = new Journal(content.file(), lines, content.lastTrial());
            journal.append(JournalJson.line("resumed", "at", at));
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Why nothing more can be written; empty as long as all goes well. */
    public synchronized Optional<String> failure() {
        return failure;
    }

    /** Where the trials of a case go, as they come. */
    public synchronized TrialLog trialsOf(String caseId) {
        var log = new Log(caseId);
        logs.put(caseId, log);
        return log;
    }

    /** The trials of a case that has no verdict yet. */
    private final class Log implements TrialLog {
        private final String caseId;
        private final List<Lines.Place> places = new ArrayList<>();
        private final List<Integer> ids = new ArrayList<>();
        private int decisive = -1;

        Log(String caseId) {
            this.caseId = caseId;
        }

        @Override
        public void add(Trial trial) {
            synchronized (Journal.this) {
                var id = ++lastTrial;
                append(TrialLine.of(id, caseId, trial)).ifPresent(place -> {
                    places.add(place);
                    ids.add(id);
                });
            }
        }

        @Override
        public List<Trial> trials() {
            synchronized (Journal.this) {
                return TrialLine.stored(file, places, decisive);
            }
        }

        @Override
        public int size() {
            return places.size();
        }

        @Override
        public void decidedBy(int index) {
            decisive = index;
        }

        @Override
        public boolean isDecided() {
            return decisive >= 0;
        }
    }

    /**
     * Appends the verdict on a case, after those of its trials that did not come through {@link #trialsOf}.
     *
     * @param requests how many requests the audit has sent until now
     */
    public synchronized void caseFinished(CaseResult result, int requests) {
        var log = Optional.ofNullable(logs.remove(result.planned().id())).orElseGet(() -> logOf(result));
        append(JournalJson.line(
                "case",
                "result",
                result.withTrials(List.of()),
                "trials",
                log.ids,
                "decisive",
                log.decisive,
                "requests",
                requests));
    }

    private Log logOf(CaseResult result) {
        var log = new Log(result.planned().id());
        result.trials().forEach(log::add);
        return log;
    }

    /** Appends that these cases are run again: the verdicts that they had count no more. */
    public void runAgain(Collection<String> caseIds) {
        append(JournalJson.line("again", "cases", caseIds));
    }

    /** Appends that the audit was told to end. */
    public void interrupted(Instant at) {
        append(JournalJson.line("interrupted", "at", at));
    }

    /** Appends that the audit has ended. */
    public void finished(Instant at, boolean gatePassed) {
        append(JournalJson.line("finished", "at", at, "gatePassed", gatePassed));
    }

    private synchronized Optional<Lines.Place> append(byte[] line) {
        if (failure.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(lines.append(line));
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Writes nothing more. */
    @Override
    public synchronized void close() {
        try {
            lines.close();
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
