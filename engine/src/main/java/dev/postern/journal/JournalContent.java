package dev.postern.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.postern.api.audit.CaseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a journal holds.
 *
 * @param file the journal
 * @param start its first line; empty if the file is no journal, or that line is damaged
 * @param results the verdicts, in the order in which they came
 * @param incomplete ids of cases whose verdict is there, but not all of their evidence
 * @param damaged numbers of the lines that are not as they were written; none if the file is no journal
 * @param isCut whether the last line was not written whole: the process was killed in the middle of it
 * @param isInterrupted whether the audit was told to end
 * @param isFinished whether the audit has ended by itself
 * @param requests how many requests were sent, as far as it is written down
 * @param lines how many whole lines there are
 * @param end where the last whole line ends
 * @param lastTrial the highest number of a trial
 */
public record JournalContent(
        Path file,
        Optional<Start> start,
        List<CaseResult> results,
        Set<String> incomplete,
        List<Integer> damaged,
        boolean isCut,
        boolean isInterrupted,
        boolean isFinished,
        int requests,
        int lines,
        long end,
        int lastTrial) {

    /** Keeps immutable copies. */
    public JournalContent {
        results = List.copyOf(results);
        incomplete = Set.copyOf(incomplete);
        damaged = List.copyOf(damaged);
    }

    /**
     * The line that starts an audit.
     *
     * @param audit name of the audit
     * @param target name of the target
     * @param baseUrl the address that was audited; empty in version 1
     * @param cases how many cases were planned
     */
    public record Start(
            Instant at,
            String toolVersion,
            String audit,
            String target,
            String baseUrl,
            String checklist,
            int cases,
            Origin origin) {}

    /**
     * Reads a journal.
     *
     * @throws IOException if the file cannot be read
     */
    public static JournalContent read(Path file) throws IOException {
        var reading = new Reading(file);
        Lines.read(file, reading::line);
        return reading.content();
    }

    /**
     * The line that starts the audit of a journal; empty if the file is no journal, or that line is damaged.
     *
     * @throws IOException if the file cannot be read
     */
    public static Optional<Start> start(Path file) throws IOException {
        var reading = new Reading(file);
        Lines.first(file, reading::line);
        return reading.start;
    }

    /** Whether some cases have no verdict, as far as it tells. */
    public boolean isPartial() {
        return isInterrupted || !isFinished || !damaged.isEmpty();
    }

    /** Which lines are damaged, in words: {@code line 17}, {@code lines 17, 40 and 3 more}. */
    public String damagedLines() {
        var told = damaged.stream().limit(5).map(String::valueOf).toList();
        var more = damaged.size() - told.size();
        return (damaged.size() == 1 ? "line " : "lines ")
                + String.join(", ", told)
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Takes the lines one by one. */
    private static final class Reading {
        private final Path file;
        private final Map<String, CaseResult> results = new LinkedHashMap<>();
        private final Map<Integer, Lines.Place> trials = new HashMap<>();
        private final Set<String> incomplete = new HashSet<>();
        private final List<Integer> damaged = new ArrayList<>();
        private Optional<Start> start = Optional.empty();
        private boolean isJournal;
        private boolean isSealed;
        private boolean isCut;
        private boolean isInterrupted;
        private boolean isFinished;
        private int requests;
        private int lines;
        private long end;
        private int lastTrial;

        Reading(Path file) {
            this.file = file;
        }

        void line(byte[] bytes, Lines.Place place, boolean ends) throws IOException {
            if (!ends) {
                isCut = true;
                return;
            }
            lines++;
            end = place.end();
            isJournal |= SealedLine.isSealed(bytes);
            try {
                if (place.number() == 1) {
                    isSealed = first(bytes);
                } else if (isSealed != SealedLine.isWhole(bytes)) {
                    damaged.add(place.number());
                } else {
                    next(bytes, place);
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                damaged.add(place.number());
            }
        }

        /** Whether the lines that follow have checksums: all do but those of version 1. */
        private boolean first(byte[] bytes) throws IOException {
            var isWhole = SealedLine.isWhole(bytes);
            var node = SealedLine.isSealed(bytes) && !isWhole
                    ? MissingNode.getInstance()
                    : JournalJson.MAPPER.readTree(bytes);
            if (node.path("event").asText().equals("started") && (isWhole || !node.has("format"))) {
                start = Optional.of(start(node));
                return isWhole;
            }
            damaged.add(1);
            return true;
        }

        private static Start start(JsonNode node) throws JsonProcessingException {
            return new Start(
                    JournalJson.MAPPER.treeToValue(node.get("at"), Instant.class),
                    node.path("postern").asText(),
                    node.path("audit").asText(),
                    node.path("target").asText(),
                    node.path("baseUrl").asText(),
                    node.path("checklist").asText(),
                    node.path("cases").asInt(),
                    node.has("origin")
                            ? JournalJson.MAPPER.treeToValue(node.get("origin"), Origin.class)
                            : Origin.UNKNOWN);
        }

        private void next(byte[] bytes, Lines.Place place) throws IOException {
            var id = TrialLine.id(bytes);
            if (id > 0) {
                trials.put(id, place);
                lastTrial = Math.max(lastTrial, id);
                return;
            }
            var node = JournalJson.MAPPER.readTree(bytes);
            switch (node.path("event").asText()) {
                case "case" -> result(node);
                case "again" -> node.path("cases").forEach(c -> results.remove(c.asText()));
                case "resumed" -> {
                    isInterrupted = false;
                    isFinished = false;
                }
                case "interrupted" -> isInterrupted = true;
                case "finished" -> isFinished = true;
                default -> {
                    // of a later version
                }
            }
        }

        private void result(JsonNode node) throws JsonProcessingException {
            var result = JournalJson.MAPPER.treeToValue(node.get("result"), CaseResult.class);
            var id = result.planned().id();
            var places = new ArrayList<Lines.Place>();
            node.path("trials")
                    .forEach(trial ->
                            Optional.ofNullable(trials.get(trial.asInt())).ifPresent(places::add));
            incomplete.remove(id);
            if (places.size() < node.path("trials").size()) {
                incomplete.add(id);
            }
            results.remove(id); // the later place counts
            results.put(
                    id,
                    isSealed
                            ? result.withTrials(TrialLine.stored(
                                    file, places, node.path("decisive").asInt(-1)))
                            : result);
            requests = Math.max(requests, node.path("requests").asInt());
        }

        JournalContent content() {
            return new JournalContent(
                    file,
                    start,
                    List.copyOf(results.values()),
                    incomplete,
                    start.isPresent() || isJournal ? damaged : List.of(),
                    isCut,
                    isInterrupted,
                    isFinished,
                    requests,
                    lines,
                    end,
                    lastTrial);
        }
    }
}
