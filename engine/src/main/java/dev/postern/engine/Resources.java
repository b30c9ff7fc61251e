package dev.postern.engine;

import dev.postern.api.target.Position;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** The files that users name: on the class path, also inside jars, or on disk. */
final class Resources {

    /** What stands before the name of a resource. */
    static final String PREFIX = "classpath:";

    private Resources() {}

    /**
     * The path of {@code classpath:name}, or of a file relative to the working directory.
     *
     * @throws IllegalArgumentException where the class path has nothing of that name, or the text is no path
     */
    static Path located(String place) {
        return place.startsWith(PREFIX) ? named(place.substring(PREFIX.length())) : Path.of(place);
    }

    /**
     * The path of a resource.
     *
     * @throws IllegalArgumentException where the class path has nothing of that name
     */
    static Path named(String name) {
        var url = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(Resources.class.getClassLoader())
                .getResource(name.startsWith("/") ? name.substring(1) : name);
        if (url == null) {
            throw new IllegalArgumentException("there is no \"" + name + "\" on the class path");
        }
        try {
            return path(url.toURI());
        } catch (URISyntaxException | IOException e) {
            throw new IllegalArgumentException("\"" + name + "\" on the class path cannot be read", e);
        }
    }

    private static Path path(URI uri) throws IOException {
        try {
            return Path.of(uri);
        } catch (FileSystemNotFoundException e) {
            open(uri);
            return Path.of(uri);
        }
    }

    /** Opens a jar; it stays open, since others may read it by then. */
    private static void open(URI uri) throws IOException {
        try {
            FileSystems.newFileSystem(uri, Map.of());
        } catch (FileSystemAlreadyExistsException e) {
            // another thread was faster
        }
    }

    /** A place in a user's file as JUnit and IDEs know it; an entry of a jar is no file that they could open. */
    static TestSource source(Position at) {
        var entry = at.file().startsWith("jar:") ? at.file().lastIndexOf("!/") : -1;
        if (entry >= 0) {
            var name = at.file().substring(entry + 2);
            return at.line() > 0
                    ? ClasspathResourceSource.from(name, filePosition(at))
                    : ClasspathResourceSource.from(name);
        }
        var file = new File(at.file());
        return at.line() > 0 ? FileSource.from(file, filePosition(at)) : FileSource.from(file);
    }

    private static FilePosition filePosition(Position at) {
        return FilePosition.from(at.line(), Math.max(1, at.column()));
    }
}
