package dev.postern.reporters.allure;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.ControlResult;
import dev.postern.reporters.summary.VisibleText;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes Allure results to the folder that the system property {@code allure.results.directory} names, or else to
 * {@code allure-results} in the audit's folder.
 */
@AutoService(AuditListener.class)
public final class AllureReporter implements AuditListener {

    /** Name of the folder within the audit's folder. */
    public static final String FOLDER = "allure-results";

    private static final String CATEGORIES = "categories.json";

    /** For the service loader. */
    public AllureReporter() {}

    @Override
    public Set<String> reports() {
        return Set.of(FOLDER);
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        var configured = System.getProperty("allure.results.directory", "");
        if (!configured.isEmpty()) {
            write(audit, Files.createDirectories(Path.of(configured)));
            return;
        }
        // beside its place until it is whole; what an earlier run left would be counted with this one
        var results = folder.resolve(FOLDER);
        var beside = folder.resolve("." + FOLDER + ".part");
        delete(beside);
        try {
            write(audit, Files.createDirectories(beside));
            delete(results);
            Files.move(beside, results);
        } catch (IOException | RuntimeException e) {
            delete(beside);
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(Audit audit, Path results) throws IOException {
        try {
            writeAll(audit, results);
        } catch (AllureResultsWriteException e) { // Allure's way of saying that a file could not be written
            throw new IOException(Optional.ofNullable(e.getCause()).orElse(e).getMessage(), e);
        }
    }

    private static void writeAll(Audit audit, Path results) throws IOException {
        var writer = new FileSystemResultsWriter(results);
        var translation = new AllureCases(audit);
        var written = new HashSet<String>();
        for (var planned : audit.plan().cases()) {
            var allureCase = translation.translate(planned);
            // The attachment first: a result must not name a file that is not there yet.
            if (allureCase.attachment().isPresent()) {
                var attachment = allureCase.attachment().get();
                if (written.add(attachment.source()) && Files.notExists(results.resolve(attachment.source()))) {
                    writer.write(
                            attachment.source(),
                            new ByteArrayInputStream(attachment.text().getBytes(StandardCharsets.UTF_8)));
                }
            }
            writer.write(allureCase.result());
        }
        writeCategories(results);
        writeEnvironment(audit, results);
    }

    private static void writeCategories(Path results) throws IOException {
        try (var categories = AllureReporter.class.getResourceAsStream(CATEGORIES)) {
            if (categories == null) {
                throw new IllegalStateException(CATEGORIES + " is missing beside " + AllureReporter.class.getName());
            }
            Files.write(results.resolve(CATEGORIES), categories.readAllBytes());
        }
    }

    private static void writeEnvironment(Audit audit, Path results) throws IOException {
        var entries = new TreeMap<>(Map.of(
                "Target", audit.plan().target().name(),
                "Address", audit.plan().target().baseUrl().toString(),
                "Checklist",
                        audit.plan().checklist().title() + " ("
                                + audit.plan().checklist().id() + ")",
                "Postern", audit.toolVersion(),
                "JDK", Runtime.version().toString(),
                "Requests", Integer.toString(audit.requests()),
                "Gate", audit.gate().passed() ? "passed" : "failed",
                "Uncovered", ids(audit.gate().uncovered()),
                "Partly verified", ids(audit.gate().partlyVerified())));
        var text = new StringBuilder();
        entries.forEach((key, value) -> text.append(key)
                .append(" = ")
                .append(property(VisibleText.line(value)))
                .append('\n'));
        Files.writeString(results.resolve("environment.properties"), text, StandardCharsets.UTF_8);
    }

    private static String ids(List<ControlResult> controls) {
        var ids = controls.stream().map(c -> c.control().id()).collect(Collectors.joining(", "));
        return ids.isEmpty() ? "none" : ids;
    }

    // Properties files are Latin-1 with escapes, whatever reads them.
    private static String property(String value) {
        var text = new StringBuilder();
        for (var c : value.replace("\\", "\\\\").toCharArray()) {
            text.append(c < 0x7f ? Character.toString(c) : "\\u%04x".formatted((int) c));
        }
        return text.toString();
    }
}
