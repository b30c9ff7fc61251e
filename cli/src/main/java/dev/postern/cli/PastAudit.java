package dev.postern.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.Severity;
import dev.postern.api.http.Excerpt;
import dev.postern.journal.Journal;
import dev.postern.journal.JournalContent;
import dev.postern.plan.CheckCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an audit said of its target, as its {@code audit.json} or its journal has it.
 *
 * @param findings its FAILs
 * @param settled fingerprints of cases that ended otherwise, and not as INCONCLUSIVE
 * @param checks the checks that it planned; none where only the journal is there
 * @param planned fingerprints of all cases that it planned; none where only the journal is there
 * @param doubt what the user should know of it
 */
record PastAudit(
        String target,
        List<KnownFinding> findings,
        Set<String> settled,
        Set<String> checks,
        Set<String> planned,
        Optional<String> doubt) {

    private static final String DOCUMENT = "audit.json";
    private static final int LONGEST_WORDS = 300;

    /**
     * Reads an audit.
     *
     * @param place the folder of its reports, or one of the two files
     * @throws InputException where there is none
     */
    static PastAudit read(Path place) {
        try {
            if (!Files.exists(place)) {
                throw new InputException(place + " does not exist");
            }
            if (!Files.isDirectory(place)) {
                return place.toString().endsWith(".jsonl") ? ofJournal(place) : ofDocument(place);
            }
            if (Files.exists(place.resolve(DOCUMENT)) && isOfLastAudit(place)) {
                return ofDocument(place.resolve(DOCUMENT));
            }
            if (Files.exists(place.resolve(Journal.FILE))) {
                return ofJournal(place.resolve(Journal.FILE));
            }
        } catch (IOException e) {
            throw new InputException(place + " cannot be read");
        } catch (IllegalArgumentException | DateTimeException e) { // a severity, an outcome or a time that there is not
            throw new InputException(place + " is damaged: it holds a value that Postern does not write");
        }
        throw new InputException("neither " + DOCUMENT + " nor " + Journal.FILE + " is in " + place
                + "\n   name the folder of one audit, e.g. postern-reports/orders-api");
    }

    /** Whether a finding that was known is not to be found any more, as far as this audit can tell. */
    boolean isGone(KnownFinding known) {
        return target.equals(known.target())
                && (settled.contains(known.fingerprint())
                        || (checks.contains(known.check()) && !planned.contains(known.fingerprint())));
    }

    /** The journal is the first thing that an audit writes: one that was killed may have left nothing else. */
    private static boolean isOfLastAudit(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Journal.FILE))) {
            return true;
        }
        var begun = JournalContent.read(folder.resolve(Journal.FILE)).start().map(JournalContent.Start::at);
        var document = Instant.parse(text(tree(folder.resolve(DOCUMENT)), "startedAt"));
        return begun.filter(at -> at.isAfter(document)).isEmpty();
    }

    private static PastAudit ofDocument(Path file) throws IOException {
        var root = tree(file);
        var target = root.at("/target/name").asText();
        var severities = new HashMap<String, Severity>();
        root.path("checks").forEach(check -> severities.put(text(check, "id"), severity(text(check, "severity"))));
        var findings = new ArrayList<KnownFinding>();
        var settled = new HashSet<String>();
        var planned = new HashSet<String>();
        for (var planCase : root.path("cases")) {
            var fingerprint = PlannedCase.fingerprint(target, text(planCase, "id"));
            planned.add(fingerprint);
            switch (planCase.at("/verdict/outcome").asText()) {
                case "fail" -> findings.add(finding(target, planCase, fingerprint, severities));
                case "", "inconclusive" -> {
                    // it may be there still
                }
                default -> settled.add(fingerprint);
            }
        }
        return new PastAudit(target, findings, settled, Set.copyOf(severities.keySet()), planned, Optional.empty());
    }

    private static JsonNode tree(Path file) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InputException(file + " is no audit.json of Postern: it is not JSON");
        }
        if (!text(root, "format").equals("postern-audit")
                || root.path("formatVersion").asInt() != 1) {
            throw new InputException(file + " is no audit.json of Postern, or one of a newer version");
        }
        return root;
    }

    private static KnownFinding finding(
            String target, JsonNode planCase, String fingerprint, Map<String, Severity> severities) {
        return new KnownFinding(
                fingerprint,
                target,
                text(planCase, "check"),
                text(planCase, "operation"),
                text(planCase, "identity"),
                text(planCase, "intruder"),
                planCase.at("/verdict/severity").isTextual()
                        ? severity(planCase.at("/verdict/severity").asText())
                        : severities.getOrDefault(text(planCase, "check"), Plan.ATTESTED_ABSENT),
                day(Instant.parse(text(planCase, "startedAt"))),
                shortened(planCase.at("/verdict/words").asText()));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }

    private static Severity severity(String name) {
        return Severity.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static PastAudit ofJournal(Path file) throws IOException {
        var journal = JournalContent.read(file);
        refuseDamaged(journal);
        var target = journal.start()
                .map(JournalContent.Start::target)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> new InputException(file + " is no journal of Postern: it does not name a target"));
        var catalogue = CheckCatalogue.load();
        var findings = new ArrayList<KnownFinding>();
        var settled = new HashSet<String>();
        for (var result : journal.results()) {
            var outcome = result.verdict().outcome();
            if (outcome == Outcome.FAIL) {
                findings.add(finding(target, result, catalogue));
            } else if (outcome != Outcome.INCONCLUSIVE) {
                settled.add(result.planned().fingerprint(target));
            }
        }
        return new PastAudit(target, findings, settled, Set.of(), Set.of(), doubt(journal));
    }

    /** What is lost may be a finding: it would be taken for mended. */
    private static void refuseDamaged(JournalContent journal) {
        if (!journal.damaged().isEmpty()) {
            throw new InputException(journal.file() + ": " + journal.damagedLines()
                    + " of the journal cannot be trusted: the checksum does not match, so something has changed the file"
                    + "\n   run the audit again");
        }
    }

    private static Optional<String> doubt(JournalContent journal) {
        return journal.isPartial()
                ? Optional.of(journal.file() + ": the audit was stopped before its end; "
                        + journal.results().size() + " of "
                        + journal.start().orElseThrow().cases() + " cases have a verdict")
                : Optional.empty();
    }

    private static KnownFinding finding(String target, CaseResult result, CheckCatalogue catalogue) {
        var planned = result.planned();
        return new KnownFinding(
                planned.fingerprint(target),
                target,
                planned.checkId(),
                planned.operation(),
                planned.identity(),
                planned.intruder(),
                result.verdict()
                        .severity()
                        .or(() -> catalogue
                                .find(planned.checkId())
                                .map(check -> check.metadata().severity()))
                        .orElse(Plan.ATTESTED_ABSENT),
                day(result.startedAt()),
                shortened(result.verdict().words()));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneId.systemDefault());
    }

    /** The reports have all of it. */
    private static String shortened(String words) {
        var line = words.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_WORDS
                ? line
                : Excerpt.of(line, LONGEST_WORDS).stripTrailing() + "…";
    }
}
