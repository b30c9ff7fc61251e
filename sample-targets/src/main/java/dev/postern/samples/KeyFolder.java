package dev.postern.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder with one key in it, whose file is found by a name that is joined to the folder's and never looked at. */
final class KeyFolder implements AutoCloseable {
    /** Keys are short; this keeps devices that never end from being read to their end. */
    private static final int BYTES_AT_MOST = 4096;

    private final Path folder;
    private final Path key;

    private KeyFolder(Path folder, Path key) {
        this.folder = folder;
        this.key = key;
    }

    static KeyFolder with(String name, byte[] content) {
        try {
            Path folder = Files.createTempDirectory("orders-keys");
            return new KeyFolder(folder, Files.write(folder.resolve(name), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of the file of this name, wherever the name leads; empty if there is no such file. */
    Optional<byte[]> read(String name) {
        try (InputStream stream = Files.newInputStream(Path.of(folder + "/" + name))) {
            return Optional.of(stream.readNBytes(BYTES_AT_MOST));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(key);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
