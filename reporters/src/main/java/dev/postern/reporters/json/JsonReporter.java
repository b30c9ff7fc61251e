package dev.postern.reporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.ReportFile;
import dev.postern.api.audit.Sensitivity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes {@code audit.json}, and {@code sensitivity.json} where the checks themselves are on trial. */
@AutoService(AuditListener.class)
public final class JsonReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "audit.json";

    /** Name of the file that shows what the checks would have noticed. */
    public static final String SENSITIVITY = "sensitivity.json";

    private static final JsonFactory JSON = new JsonFactory();

    /** For the service loader. */
    public JsonReporter() {}

    @Override
    public Set<String> reports() {
        return Set.of(FILE);
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        write(folder.resolve(FILE), json -> new AuditDocument(json).write(audit));
    }

    @Override
    public void sensitivityShown(Sensitivity sensitivity, Path folder) throws IOException {
        write(folder.resolve(SENSITIVITY), json -> new SensitivityDocument(json).write(sensitivity));
    }

    private interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    private static void write(Path file, Document document) throws IOException {
        var indenter = new DefaultIndenter("  ", "\n");
        ReportFile.write(file, out -> {
            try (var json = JSON.createGenerator(out)) {
                json.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
                document.write(json);
                json.writeRaw('\n');
            }
        });
    }
}
