package dev.postern.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildOutputTest {

    @TempDir
    private Path module;

    private Path write(String name) throws IOException {
        var file = module.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "target: orders\n");
    }

    @ParameterizedTest
    @CsvSource({
        "target/test-classes, src/test/resources",
        "target/classes, src/main/resources",
        "build/resources/test, src/test/resources",
        "build/resources/main, src/main/resources"
    })
    void a_copy_is_named_by_its_source(String output, String sources) throws IOException {
        var source = write(sources + "/targets/orders.yaml");
        var copy = write(output + "/targets/orders.yaml");

        assertThat(SourceFile.nameOf(copy)).isEqualTo(source.toString());
    }

    @Test
    void what_only_the_build_made_keeps_its_path() throws IOException {
        var made = write("target/test-classes/orders.yaml");

        assertThat(SourceFile.nameOf(made)).isEqualTo(made.toString());
    }

    @Test
    void any_other_file_keeps_the_name_that_was_given() throws IOException {
        write("src/test/resources/orders.yaml");
        var file = write("other/test-classes/orders.yaml");

        assertThat(SourceFile.nameOf(file)).isEqualTo(file.toString());
        assertThat(SourceFile.nameOf(Path.of("orders.yaml"))).isEqualTo("orders.yaml");
    }

    @Test
    void a_source_below_the_working_directory_is_named_from_there() {
        var copy = Path.of("target/test-classes/junit-platform.properties").toAbsolutePath();

        assertThat(SourceFile.nameOf(copy)).isEqualTo("src/test/resources/junit-platform.properties");
    }
}
