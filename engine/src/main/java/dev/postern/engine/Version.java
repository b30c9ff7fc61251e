package dev.postern.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Postern. */
public final class Version {

    private Version() {}

    /** As the build wrote it, e.g. {@code 0.1.0}. */
    public static String current() {
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
