package dev.postern.reporters.markdown;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes {@code summary.md}. */
@AutoService(AuditListener.class)
public final class MarkdownReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "summary.md";

    /** For the service loader. */
    public MarkdownReporter() {}

    @Override
    public Set<String> reports() {
        return Set.of(FILE);
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        ReportFile.write(folder.resolve(FILE), out -> out.write(new Summary(audit).render()));
    }
}
