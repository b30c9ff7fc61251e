package dev.postern.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Cases in a text file: {@code === name}, then parts {@code --- part}, the last of which, {@code --- tells}, is what the
 * user is told. {@code mvn test -Dpostern.approve=true} writes what is told now into the file: read the difference
 * before you commit it.
 */
public final class ApprovedCases {

    private static final String TELLS = "tells";

    private final Path file;

    private ApprovedCases(Path file) {
        this.file = file;
    }

    /** The file in the test resources, beside the class of that package. */
    public static ApprovedCases in(String name) {
        return new ApprovedCases(Path.of("src/test/resources/dev/postern").resolve(name));
    }

    /** One test a case. */
    public Stream<DynamicTest> tests(Function<Map<String, String>, String> telling) {
        var cases = read();
        if (Boolean.getBoolean("postern.approve")) {
            cases.values().forEach(c -> c.put(TELLS, telling.apply(c)));
            write(cases);
        }
        return cases.entrySet().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.getKey(),
                        () -> assertThat(telling.apply(c.getValue()))
                                .isEqualTo(c.getValue().get(TELLS))
                                .doesNotContain("hidden")));
    }

    private Map<String, Map<String, String>> read() {
        var cases = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> here = new LinkedHashMap<>();
        var part = "";
        var lines = new ArrayList<String>();
        for (var line : lines()) {
            if (line.startsWith("=== ") || line.startsWith("--- ")) {
                here.put(part, String.join("\n", lines));
                lines.clear();
                part = line.startsWith("--- ") ? line.substring(4) : "";
                if (line.startsWith("=== ")) {
                    here = new LinkedHashMap<>();
                    cases.put(line.substring(4), here);
                }
            } else {
                lines.add(line);
            }
        }
        here.put(part, String.join("\n", lines));
        cases.values().forEach(c -> c.remove(""));
        return cases;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Map<String, Map<String, String>> cases) {
        var text = new StringBuilder();
        cases.forEach((name, parts) -> {
            text.append("=== ").append(name).append('\n');
            parts.forEach((part, lines) ->
                    text.append("--- ").append(part).append('\n').append(lines.isEmpty() ? "" : lines + "\n"));
        });
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
