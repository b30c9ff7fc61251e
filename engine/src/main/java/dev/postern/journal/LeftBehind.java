package dev.postern.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an audit has changed in its target and not put back yet, in a file of the audit's folder: written before the change,
 * taken out when it was put back, so that a process which is killed in between leaves it to the next. The file is there
 * only as long as something is left. For many threads.
 */
public final class LeftBehind {

    /** Name of the file in an audit's folder. */
    public static final String FILE = "left-behind.jsonl";

    private static final String EVENT = "changed";

    private final Optional<Path> file;
    private final List<Change> changes = new ArrayList<>();

    /** What was changed. */
    public enum Kind {
        /** The user of an identity was disabled. */
        USER_DISABLED
    }

    /**
     * One change.
     *
     * @param identity name of the identity that it is about
     * @param at when it was made, or was about to be
     */
    public record Change(Kind kind, String identity, Instant at) {

        private boolean isOf(Kind otherKind, String other) {
            return kind == otherKind && identity.equals(other);
        }
    }

    private LeftBehind(Optional<Path> file) {
        this.file = file;
    }

    /** One that is written nowhere: for a run that changes nothing. */
    public static LeftBehind nowhere() {
        return new LeftBehind(Optional.empty());
    }

    /**
     * That of an audit's folder, with what an earlier audit left.
     *
     * @throws UncheckedIOException if the file cannot be read, or is not as it was written
     */
    public static LeftBehind in(Path folder) {
        var left = new LeftBehind(Optional.of(folder.resolve(FILE)));
        try {
            if (Files.exists(folder.resolve(FILE))) {
                Lines.read(folder.resolve(FILE), left::read);
            }
            return left;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(byte[] line, Lines.Place place, boolean ends) throws IOException {
        try {
            if (SealedLine.isWhole(line)) {
                changes.add(JournalJson.MAPPER.treeToValue(
                        JournalJson.MAPPER.readTree(line).get(EVENT), Change.class));
                return;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // told below
        }
        throw new IOException(file.orElseThrow() + ":" + place.number()
                + ": the line is damaged. The file names users that an audit left disabled: enable them by hand, then"
                + " delete the file");
    }

    /** What is left, the oldest first. */
    public synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    /**
     * Notes a change that is about to be made; when this returns, the note outlives even a crash of the machine.
     *
     * @throws UncheckedIOException if it cannot be written: the change must not be made then
     */
    public synchronized void note(Kind kind, String identity) {
        changes.add(new Change(kind, identity, Instant.now()));
        try {
            write();
        } catch (UncheckedIOException e) {
            changes.remove(changes.size() - 1);
            throw e;
        }
    }

    /** Takes out what was put back. If the file cannot be written, the next audit puts it back once more. */
    public synchronized void putBack(Kind kind, String identity) {
        try {
            if (changes.removeIf(change -> change.isOf(kind, identity))) {
                write();
            }
        } catch (UncheckedIOException e) {
            // to enable a user who is enabled does no harm
        }
    }

    private void write() {
        if (file.isEmpty()) {
            return;
        }
        try {
            if (changes.isEmpty()) {
                Files.deleteIfExists(file.get());
                return;
            }
            var fresh = file.get().resolveSibling("." + FILE + ".new");
            try (var out = new FileOutputStream(fresh.toFile())) {
                for (var change : changes) {
                    out.write(JournalJson.line("left", EVENT, change));
                }
                out.getFD().sync();
            }
            Files.move(fresh, file.get(), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
