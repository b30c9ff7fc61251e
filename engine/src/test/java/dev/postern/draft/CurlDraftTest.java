package dev.postern.draft;

import dev.postern.yaml.ApprovedCases;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CurlDraftTest {

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> every_command_becomes_a_target_file_without_its_secrets_or_is_refused_in_words_that_help() {
        var bench = new DraftBench(folder);
        bench.write("order.json", "{\"item\": \"pen\"}\n");
        return ApprovedCases.in("draft/curl-commands.txt")
                .tests(c -> bench.told(() -> TargetDraft.ofCurl(
                        commands(c.get("curl").replace("FOLDER", folder.toString())), bench.setting(c))));
    }

    /** A line of percent signs parts what is given by several options. */
    private static List<String> commands(String text) {
        return List.of(text.split("\n%%%\n", -1));
    }
}
