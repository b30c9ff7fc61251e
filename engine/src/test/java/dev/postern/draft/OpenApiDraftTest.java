package dev.postern.draft;

import dev.postern.yaml.ApprovedCases;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class OpenApiDraftTest {

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> every_document_becomes_a_target_file_that_can_be_read() {
        return cases("draft/openapi-documents.txt");
    }

    @TestFactory
    Stream<DynamicTest> identities_of_web_fuzzing_commons_are_taken_over_without_their_secrets() {
        return cases("draft/identities.txt");
    }

    private Stream<DynamicTest> cases(String file) {
        var bench = new DraftBench(folder);
        return ApprovedCases.in(file).tests(c -> {
            var name = c.containsKey("openapi.json") ? "openapi.json" : "openapi.yaml";
            return bench.told(() -> TargetDraft.ofOpenApi(bench.write(name, c.get(name)), bench.setting(c)));
        });
    }
}
