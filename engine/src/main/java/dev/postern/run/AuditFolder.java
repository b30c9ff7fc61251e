package dev.postern.run;

import dev.postern.journal.FolderLock;
import dev.postern.journal.Journal;
import dev.postern.journal.JournalContent;
import dev.postern.journal.LeftBehind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The folder of one audit, as long as it runs: nobody else writes there. */
final class AuditFolder implements AutoCloseable {

    private final Path folder;
    private final FolderLock lock;
    private final LeftBehind left;

    private AuditFolder(Path folder, FolderLock lock, LeftBehind left) {
        this.folder = folder;
        this.lock = lock;
        this.left = left;
    }

    /**
     * Takes the folder; made where it is absent.
     *
     * @throws FolderInUseException if another audit has it
     * @throws UncheckedIOException if it cannot be read or written
     */
    static AuditFolder open(Path folder) {
        var lock = FolderLock.acquire(folder).orElseThrow(() -> new FolderInUseException(folder));
        try {
            return new AuditFolder(folder, lock, LeftBehind.in(folder));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** What an audit has changed in the target and not put back. */
    LeftBehind left() {
        return left;
    }

    /** The journal that is there. */
    Optional<JournalContent> journal() {
        var file = folder.resolve(Journal.FILE);
        try {
            return Files.exists(file) ? Optional.of(JournalContent.read(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the reports of an earlier audit, then puts a new journal in the place of its own. */
    Journal startJournal(AuditRun.Settings settings, Instant at) {
        settings.listeners().stream()
                .flatMap(listener -> listener.reports().stream())
                .map(folder::resolve)
                .filter(report -> folder.equals(report.normalize().getParent()))
                .forEach(AuditFolder::remove);
        return Journal.start(folder, settings.plan(), settings.origin(), at, settings.toolVersion());
    }

    private static void remove(Path report) {
        if (!Files.exists(report)) {
            return;
        }
        try (var files = Files.walk(report)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
