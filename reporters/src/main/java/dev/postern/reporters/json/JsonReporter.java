package dev.postern.reporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code audit.json}. */
@AutoService(AuditListener.class)
public final class JsonReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "audit.json";

    private static final JsonFactory JSON = new JsonFactory();

    /** For the service loader. */
    public JsonReporter() {}

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        var indenter = new DefaultIndenter("  ", "\n");
        // An OutputStreamWriter turns lone surrogates of a hostile target into question marks; others throw at them.
        try (var writer = new OutputStreamWriter(Files.newOutputStream(folder.resolve(FILE)), StandardCharsets.UTF_8);
                var json = JSON.createGenerator(writer)) {
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
            new AuditDocument(json).write(audit);
            json.writeRaw('\n');
        }
    }
}
