package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.plan.CheckCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check reference is written from the checks themselves, so it cannot say anything else than they do. */
class CheckReferenceTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path FOLDER = DOCS.resolve("checks");

    private final CheckReference reference = new CheckReference(CheckCatalogue.load());

    @Test
    void the_index_is_up_to_date() throws IOException {
        var file = DOCS.resolve("checks.md");
        if (approving()) {
            Files.writeString(file, reference.index());
        }

        assertThat(file).as("run mvn verify -Dpostern.approve=true").content().isEqualTo(reference.index());
    }

    @Test
    void every_check_has_its_page_and_no_page_is_left_of_a_check_that_is_gone() throws IOException {
        var wanted = reference.pages();
        if (approving()) {
            write(wanted);
        }

        assertThat(written()).as("run mvn verify -Dpostern.approve=true").isEqualTo(wanted);
    }

    private static boolean approving() {
        return Boolean.getBoolean("postern.approve");
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER);
        for (var old : written().keySet()) {
            if (!pages.containsKey(old)) {
                Files.delete(FOLDER.resolve(old));
            }
        }
        for (var page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> written() throws IOException {
        var pages = new TreeMap<String, String>();
        if (Files.isDirectory(FOLDER)) {
            try (var files = Files.newDirectoryStream(FOLDER, "*.md")) {
                for (var file : files) {
                    pages.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return pages;
    }
}
