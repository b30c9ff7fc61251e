package dev.postern.reporters.sarif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.target.Position;
import dev.postern.reporters.sarif.SarifLog.ArtifactLocation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {

    @TempDir
    Path folder;

    private Path repository;
    private Path module;

    @BeforeEach
    void a_repository_has_a_module() throws IOException {
        repository = folder.toRealPath().resolve("my orders");
        module = Files.createDirectories(repository.resolve("api tests"));
        Files.createDirectory(repository.resolve(".git"));
    }

    @Test
    void a_path_is_relative_to_the_root_of_the_repository_and_encoded() {
        var place = new Places(module).of(new Position("orders ä.yaml", 14, 5));

        assertThat(place.artifactLocation().uri()).isEqualTo("api%20tests/orders%20%C3%A4.yaml");
        assertThat(place.artifactLocation().uriBaseId()).contains("%SRCROOT%");
        assertThat(place.region().startLine()).isEqualTo(14);
        assertThat(place.region().startColumn()).contains(5);
    }

    @Test
    void without_git_the_root_is_the_working_directory() throws IOException {
        Files.delete(repository.resolve(".git"));

        assertThat(file(module.resolve("a/orders.yaml").toString()).uri()).isEqualTo("a/orders.yaml");
    }

    @Test
    void a_thing_without_place_of_its_own_stands_at_the_first_line() {
        var region = new Places(module).of(new Position("orders.yaml", 0, 0)).region();

        assertThat(region.startLine()).isEqualTo(1);
        assertThat(region.startColumn()).isEmpty();
    }

    @Test
    void an_entry_of_a_jar_is_named_by_its_path_in_the_jar() throws IOException {
        var entry = file(jarEntry("targets/orders api.yaml"));

        assertThat(entry.uri()).isEqualTo("targets/orders%20api.yaml");
        assertThat(entry.uriBaseId()).isEmpty();
        assertThat(entry.description().orElseThrow().text()).isEqualTo("in the orders.jar");
    }

    @Test
    void an_entry_of_a_jar_that_comes_from_this_module_stands_in_its_sources() throws IOException {
        write(module.resolve("src/main/resources/targets/orders.yaml"));

        assertThat(file(jarEntry("targets/orders.yaml")))
                .isEqualTo(new ArtifactLocation(
                        "api%20tests/src/main/resources/targets/orders.yaml",
                        Optional.of("%SRCROOT%"), Optional.empty()));
    }

    @Test
    void a_file_outside_of_the_repository_keeps_its_whole_path() throws IOException {
        var outside = write(folder.toRealPath().resolve("elsewhere/orders.yaml"));

        assertThat(file(outside.toString()))
                .isEqualTo(new ArtifactLocation(outside.toUri().toASCIIString(), Optional.empty(), Optional.empty()));
    }

    @Test
    void a_colon_makes_no_scheme_of_a_name() {
        assertThat(URI.create(file("v1:orders.yaml").uri()).isAbsolute()).isFalse();
        assertThat(new Places(repository)
                        .of(new Position("v1:orders.yaml", 1, 1))
                        .artifactLocation()
                        .uri())
                .isEqualTo("v1%3Aorders.yaml");
    }

    private ArtifactLocation file(String name) {
        return new Places(module).of(new Position(name, 1, 1)).artifactLocation();
    }

    /** As a target file on the class path is named. */
    private String jarEntry(String entry) throws IOException {
        var jar = URI.create(
                "jar:" + folder.toRealPath().resolve("the orders.jar").toUri());
        try (var files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            return files.getPath(entry).toUri().toString();
        }
    }

    private static Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "target: orders\n");
    }
}
