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
import dev.postern.journal.Journal;
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
import java.util.Set;

/**
 * What an audit said of its target, as its {@code audit.json} or its journal has it.
 *
 * @param findings its FAILs
 * @param settled fingerprints of cases that ended otherwise, and not as INCONCLUSIVE
 * @param checks the checks that it planned; none where only the journal is there
 * @param planned fingerprints of all cases that it planned; none where only the journal is there
 */
record PastAudit(
        String target, List<KnownFinding> findings, Set<String> settled, Set<String> checks, Set<String> planned) {

    private static final String DOCUMENT = "audit.json";
    private static final String JOURNAL = "journal.jsonl";
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
            if (Files.exists(place.resolve(DOCUMENT))) {
                return ofDocument(place.resolve(DOCUMENT));
            }
            if (Files.exists(place.resolve(JOURNAL))) {
                return ofJournal(place.resolve(JOURNAL));
            }
        } catch (IOException e) {
            throw new InputException(place + " cannot be read");
        } catch (IllegalArgumentException | DateTimeException e) { // a severity, an outcome or a time that there is not
            throw new InputException(place + " is damaged: it holds a value that Postern does not write");
        }
        throw new InputException("neither " + DOCUMENT + " nor " + JOURNAL + " is in " + place
                + "\n   name the folder of one audit, e.g. postern-reports/orders-api");
    }

    /** Whether a finding that was known is not to be found any more, as far as this audit can tell. */
    boolean isGone(KnownFinding known) {
        return target.equals(known.target())
                && (settled.contains(known.fingerprint())
                        || (checks.contains(known.check()) && !planned.contains(known.fingerprint())));
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
        return new PastAudit(target, findings, settled, Set.copyOf(severities.keySet()), planned);
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
        var target = Journal.target(file)
                .orElseThrow(() -> new InputException(file + " is no journal of Postern: it does not name a target"));
        var catalogue = CheckCatalogue.load();
        var findings = new ArrayList<KnownFinding>();
        var settled = new HashSet<String>();
        for (var result : Journal.results(file)) {
            var outcome = result.verdict().outcome();
            if (outcome == Outcome.FAIL) {
                findings.add(finding(target, result, catalogue));
            } else if (outcome != Outcome.INCONCLUSIVE) {
                settled.add(result.planned().fingerprint(target));
            }
        }
        return new PastAudit(target, findings, settled, Set.of(), Set.of());
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
                : line.substring(0, LONGEST_WORDS).stripTrailing() + "…";
    }
}
