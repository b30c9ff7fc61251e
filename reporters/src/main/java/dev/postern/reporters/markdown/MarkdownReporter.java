package dev.postern.reporters.markdown;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code summary.md}. */
@AutoService(AuditListener.class)
public final class MarkdownReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "summary.md";

    /** For the service loader. */
    public MarkdownReporter() {}

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), new Summary(audit).render(), StandardCharsets.UTF_8);
    }
}
