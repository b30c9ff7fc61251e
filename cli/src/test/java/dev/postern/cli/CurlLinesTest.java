package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command line of the reports of the demo runs in bash as it is printed, with its variables set as the report says, and
 * gets the status that the report shows.
 */
class CurlLinesTest {

    @TempDir
    private Path folder;

    static Stream<List<Weakness>> demo() {
        return Stream.of(List.of(), DemoCommand.WEAKNESSES);
    }

    @ParameterizedTest
    @MethodSource("demo")
    void each_line_gets_what_the_report_says(List<Weakness> weaknesses) throws Exception {
        try (var sample = Sample.weakenedBy(folder, weaknesses.toArray(Weakness[]::new))) {
            sample.audit();
            var document = new ObjectMapper()
                    .readTree(sample.reports().resolve("audit.json").toFile());

            try (var shell = new Shell(sample)) {
                assertThat(differences(document, shell)).isEmpty();
                assertThat(shell.sent()).isGreaterThan(500);
            }
        }
    }

    private static List<String> differences(JsonNode document, Shell shell) throws IOException, InterruptedException {
        var differences = new ArrayList<String>();
        for (var planned : document.path("cases")) {
            shell.begin();
            for (var trial : planned.path("trials")) {
                for (var exchange : trial.path("exchanges")) {
                    shell.difference(trial, exchange)
                            .ifPresent(d -> differences.add(planned.path("id").asText() + ": "
                                    + trial.path("label").asText() + ": " + d));
                }
            }
        }
        return differences;
    }
}
