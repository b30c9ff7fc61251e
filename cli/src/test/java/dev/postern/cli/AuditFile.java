package dev.postern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** An {@code audit.json}, read as somebody would who knows no class of Postern. */
record AuditFile(JsonNode root) {

    static AuditFile in(Path folder) {
        try {
            return new AuditFile(
                    new ObjectMapper().readTree(folder.resolve("audit.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One case. */
    record Case(String id, String check, String outcome, String reason, String words, String fingerprint) {}

    List<Case> cases() {
        return StreamSupport.stream(root.get("cases").spliterator(), false)
                .map(c -> new Case(
                        c.get("id").asText(),
                        c.get("check").asText(),
                        c.at("/verdict/outcome").asText(),
                        c.at("/verdict/reason").asText(),
                        c.at("/verdict/words").asText(),
                        c.path("fingerprint").asText()))
                .toList();
    }

    List<Case> cases(String outcome) {
        return cases().stream().filter(c -> c.outcome().equals(outcome)).toList();
    }

    Set<String> checksWith(String outcome) {
        var checks = new TreeSet<String>();
        cases(outcome).forEach(c -> checks.add(c.check()));
        return checks;
    }

    /**
     * Ids of controls that are said to hold while one of their checks did not run somewhere, or that are said to be partly
     * verified without what is missing and its remedy.
     */
    List<String> controlsThatClaimTooMuch() {
        var open = cases().stream()
                .filter(c -> !c.outcome().equals("pass"))
                .filter(c -> !Set.of("irrelevant", "not-promised").contains(c.reason()))
                .map(Case::id)
                .toList();
        return StreamSupport.stream(root.get("controls").spliterator(), false)
                .filter(control -> switch (control.get("verdict").asText()) {
                    case "pass" ->
                        !control.get("gaps").isEmpty()
                                || control.findValues("cases").stream()
                                        .anyMatch(ids -> ids.isEmpty()
                                                || texts(ids).stream().anyMatch(open::contains));
                    case "partly-verified" ->
                        control.get("gaps").isEmpty()
                                || control.findValuesAsText("remedy").stream().anyMatch(String::isBlank);
                    default -> false;
                })
                .map(control -> control.get("id").asText())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Outcome and reason of each case. */
    SortedMap<String, String> verdicts() {
        var verdicts = new TreeMap<String, String>();
        cases().forEach(c -> verdicts.put(c.id(), c.outcome() + " " + c.reason()));
        return verdicts;
    }

    SortedMap<String, String> fingerprints() {
        var fingerprints = new TreeMap<String, String>();
        cases().forEach(c -> fingerprints.put(c.id(), c.fingerprint()));
        return fingerprints;
    }

    int requests() {
        return root.get("requests").asInt();
    }

    boolean interrupted() {
        return root.get("interrupted").asBoolean();
    }
}
