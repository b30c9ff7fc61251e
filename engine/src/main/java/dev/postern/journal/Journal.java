package dev.postern.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of JSON lines: one that starts the audit, one for every case, one that ends it. Lines are appended and closed
 * one by one, so the file is whole up to the last finished case, whatever ends the process.
 */
public final class Journal {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path file;

    private Journal(Path file) {
        this.file = file;
    }

    /**
     * Starts a journal in the folder, in place of an older one.
     *
     * @throws UncheckedIOException where the folder cannot be written
     */
    public static Journal start(Path folder, Plan plan, Instant at, String toolVersion) {
        try {
            Files.createDirectories(folder);
            var journal = new Journal(in(folder));
            Files.deleteIfExists(journal.file);
            journal.append(line(
                    "started",
                    "at",
                    at,
                    "postern",
                    toolVersion,
                    "audit",
                    plan.name(),
                    "target",
                    plan.target().name(),
                    "checklist",
                    plan.checklist().id(),
                    "cases",
                    plan.cases().size()));
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path in(Path folder) {
        return folder.resolve("journal.jsonl");
    }

    /**
     * The {@link #results} that the journal of a folder holds; none where there is no journal.
     *
     * @throws UncheckedIOException where it cannot be read
     */
    public static List<CaseResult> of(Path folder) {
        try {
            return Files.exists(in(folder)) ? results(in(folder)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Appends the verdict on a case. */
    public void caseFinished(CaseResult result) {
        append(line("case", "result", result));
    }

    /** Appends that the audit was told to end. */
    public void interrupted(Instant at) {
        append(line("interrupted", "at", at));
    }

    /** Appends that all cases have their verdict. */
    public void finished(Instant at, boolean gatePassed) {
        append(line("finished", "at", at, "gatePassed", gatePassed));
    }

    /**
     * The results that a journal holds, in the order in which they came; a last line that was not written whole is left
     * out.
     *
     * @throws IOException where the file cannot be read
     */
    public static List<CaseResult> results(Path file) throws IOException {
        var results = new ArrayList<CaseResult>();
        // not readAllLines, which throws where the last line ends within a character
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (var line : text.split("\n", -1)) {
            try {
                var node = JSON.readTree(line); // of an empty text: a missing node
                if (node.path("event").asText().equals("case")) {
                    results.add(JSON.treeToValue(node.get("result"), CaseResult.class));
                }
            } catch (JsonProcessingException e) {
                break; // the process was killed while it wrote this line
            }
        }
        return List.copyOf(results);
    }

    /**
     * The name of the target that a journal is about; empty where the file is no journal.
     *
     * @throws IOException where the file cannot be read
     */
    public static Optional<String> target(Path file) throws IOException {
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            var first = JSON.readTree(text.split("\n", 2)[0]);
            return Optional.of(first.path("target").asText())
                    .filter(name -> first.path("event").asText().equals("started") && !name.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> line(String event, Object... members) {
        var line = new LinkedHashMap<String, Object>();
        line.put("event", event);
        for (int i = 0; i < members.length; i += 2) {
            line.put((String) members[i], members[i + 1]);
        }
        return line;
    }

    private synchronized void append(Map<String, Object> line) {
        try {
            Files.writeString(
                    file,
                    JSON.writeValueAsString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
