package dev.postern.reporters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that somebody has looked at and found right, in {@code src/test/resources/approved}. To replace them all by what
 * is written now: {@code mvn -pl reporters -am test -Dpostern.approve=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
public final class Approved {

    private static final Path FOLDER = Path.of("src", "test", "resources", "approved");

    private Approved() {}

    /** Compares with the approved file of that name, or replaces it where that is asked for. */
    public static void matches(String file, String actual) throws IOException {
        var approved = FOLDER.resolve(file);
        if (Boolean.getBoolean("postern.approve")) {
            Files.createDirectories(FOLDER);
            Files.writeString(approved, actual);
        }
        assertThat(actual)
                .as("as approved in %s; if the change is meant: -Dpostern.approve=true", approved)
                .isEqualTo(Files.readString(approved));
    }
}
