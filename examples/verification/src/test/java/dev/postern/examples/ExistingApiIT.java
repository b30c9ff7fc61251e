package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The README of the example {@code existing-api}, word for word. */
class ExistingApiIT {

    private static final String MARK = "-- end of block --";

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
    void who_follows_the_readme_in_an_empty_folder_sees_what_it_says() {
        var example = Consumer.example("existing-api");
        var readme = Readme.of(example);
        var folder = Consumer.empty("readme");
        var script = new StringBuilder();
        var expected = new ArrayList<String>();
        for (var block : readme.blocks()) {
            switch (block.language()) {
                case "sh" -> script.append(block.text()).append("echo \"status $?\"; echo '" + MARK + "'\n");
                case "text" -> expected.add(block.text());
                default -> {
                    assertThat(block.text())
                            .as("%s of the README is that of the example", block.file())
                            .isEqualTo(example.text(block.file()));
                    folder.write(block.file(), block.text());
                }
            }
        }

        var parts = folder.shell(script.toString()).output().split(MARK, -1);

        assertThat(parts[1])
                .containsPattern(Readme.expectation(expected.get(0)))
                .contains("BUILD FAILURE", "status 1");
        assertThat(parts[3])
                .containsPattern(Readme.expectation(expected.get(1)))
                .contains("status 0");
        assertThat(folder.report("report.html")).isNotEmptyFile();
        CiFiles.names()
                .forEach(name -> assertThat(CiFiles.published(name))
                        .as(name)
                        .hasSizeGreaterThan(4)
                        .allSatisfy(path -> assertThat(CiFiles.matching(folder, path))
                                .as(path)
                                .isNotEmpty()));
    }
}
