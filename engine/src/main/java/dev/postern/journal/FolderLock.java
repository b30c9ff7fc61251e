package dev.postern.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to write into an audit's folder. The operating system takes it back when the process ends, however it ends;
 * the file that carries it stays, and is no obstacle.
 */
public final class FolderLock implements AutoCloseable {

    private static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it, and makes the folder if it is absent.
     *
     * @return empty if another audit has it, in this process or in another one
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static Optional<FolderLock> acquire(Path folder) {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return Optional.of(new FolderLock(channel));
                }
            } catch (OverlappingFileLockException e) {
                // another audit of this process
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
