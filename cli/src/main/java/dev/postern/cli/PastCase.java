package dev.postern.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Trial;
import dev.postern.engine.AuditDefinition;
import dev.postern.engine.Options;
import dev.postern.engine.RecordedAudit;
import dev.postern.journal.Journal;
import dev.postern.yaml.Words;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A case as an audit left it, in its journal or its {@code audit.json}; or one of a target file, of which nothing is known.
 *
 * @param outcome what the audit said; empty of a target file
 * @param decisive the label of the trial that decided, where it was one attempt of several
 */
record PastCase(AuditDefinition definition, String id, String outcome, Optional<String> decisive) {

    private static final String DOCUMENT = "audit.json";

    /**
     * Finds a case.
     *
     * @param place the folder of an audit, its journal, its {@code audit.json}, or a target file
     * @param name the id of a case, or the fingerprint of a finding
     * @throws InputException where there is none
     */
    static PastCase find(Path place, String name) {
        if (!Files.exists(place)) {
            throw new InputException(place + " does not exist");
        }
        if (Files.isDirectory(place)) {
            return Files.exists(place.resolve(Journal.FILE)) || !Files.exists(place.resolve(DOCUMENT))
                    ? ofJournal(place, name)
                    : ofDocument(document(place.resolve(DOCUMENT)).orElseThrow(), place.resolve(DOCUMENT), name);
        }
        if (place.toString().endsWith(".jsonl")) {
            return ofJournal(place, name);
        }
        return document(place)
                .map(root -> ofDocument(root, place, name))
                .orElseGet(() -> new PastCase(
                        AuditDefinition.of(
                                PlanOptions.targetFile(place.toString()), Options.DEFAULT_CHECKLIST, Optional.empty()),
                        name,
                        "",
                        Optional.empty()));
    }

    private static PastCase ofJournal(Path place, String name) {
        var recorded = RecordedAudit.read(place);
        recorded.testClass().filter(c -> !recorded.supplied().isEmpty()).ifPresent(c -> {
            throw new InputException("the audit belongs to the class " + c + ", whose code gives credentials of "
                    + Words.quoteAll(recorded.supplied())
                    + "\n   run that test again instead: mvn verify -Dpostern.only="
                    + name.replaceFirst("\\|.*", ""));
        });
        var results = recorded.journal().results();
        var found = results.stream()
                .filter(r -> r.planned().id().equals(name) || r.fingerprint().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        recorded.file(),
                        name,
                        results.stream().map(r -> r.planned().id()).toList()));
        return new PastCase(
                recorded.definition().at(Optional.of(URI.create(recorded.start().baseUrl()))),
                found.planned().id(),
                found.verdict().outcome().name(),
                found.decisive().filter(t -> t.kind() == Trial.Kind.ATTEMPT).map(Trial::label));
    }

    /** The document; empty where the file is none of Postern. */
    private static Optional<JsonNode> document(Path file) {
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(Files.readAllBytes(file)))
                    .filter(root -> root.path("format").asText().equals("postern-audit"));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InputException(file + " cannot be read");
        }
    }

    private static PastCase ofDocument(JsonNode root, Path file, String name) {
        var target = root.at("/target/name").asText();
        var cases =
                StreamSupport.stream(root.path("cases").spliterator(), false).toList();
        var found = cases.stream()
                .filter(c -> {
                    var id = c.path("id").asText();
                    return id.equals(name)
                            || PlannedCase.fingerprint(target, id).equals(name);
                })
                .findFirst()
                .orElseThrow(() -> unknown(
                        file,
                        name,
                        cases.stream().map(c -> c.path("id").asText()).toList()));
        var definition = AuditDefinition.of(
                        PlanOptions.targetFile(root.at("/target/file").asText()),
                        Options.DEFAULT_CHECKLIST,
                        Optional.empty())
                .at(Optional.of(URI.create(root.at("/target/baseUrl").asText())));
        return new PastCase(
                definition,
                found.path("id").asText(),
                found.at("/verdict/outcome").asText().toUpperCase(Locale.ROOT),
                StreamSupport.stream(found.path("trials").spliterator(), false)
                        .filter(t -> t.path("decisive").asBoolean()
                                && t.path("kind").asText().equals("attempt"))
                        .map(t -> t.path("label").asText())
                        .findFirst());
    }

    private static InputException unknown(Path file, String name, List<String> ids) {
        return new InputException("no case of " + file + " is " + Words.quote(name) + "\n   "
                + Words.nearest(name, ids)
                        .map(id -> "did you mean " + Words.quote(id) + "?")
                        .orElse("write the id or the fingerprint of a case as the report shows it"));
    }
}
