package dev.postern.api.audit;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of a report: written beside its place and moved there when it is whole, so that nobody ever reads half of it. */
public final class ReportFile {

    private ReportFile() {}

    /** Writes a text. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Writes a text as UTF-8; what no text can hold, such as half a character that a target sent, becomes a question mark.
     *
     * @throws IOException if it cannot be written; the place is then as it was before
     */
    public static void write(Path place, Content content) throws IOException {
        var beside = place.resolveSibling("." + place.getFileName() + ".part");
        try {
            // no encoder that throws at half of a character, as those of Files do
            try (var out =
                    new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(beside), StandardCharsets.UTF_8))) {
                content.writeTo(out);
            }
            Files.move(beside, place, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }
}
