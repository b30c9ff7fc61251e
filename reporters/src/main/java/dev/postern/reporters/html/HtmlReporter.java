package dev.postern.reporters.html;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.ReportFile;
import dev.postern.api.audit.Sensitivity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes {@code report.html}, and {@code sensitivity.html} where the checks themselves are on trial. */
@AutoService(AuditListener.class)
public final class HtmlReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "report.html";

    /** Name of the file that shows what the checks would have noticed. */
    public static final String SENSITIVITY = "sensitivity.html";

    /** For the service loader. */
    public HtmlReporter() {}

    @Override
    public Set<String> reports() {
        return Set.of(FILE);
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        ReportFile.write(folder.resolve(FILE), new Page(audit)::writeTo);
    }

    @Override
    public void sensitivityShown(Sensitivity sensitivity, Path folder) throws IOException {
        ReportFile.write(folder.resolve(SENSITIVITY), new SensitivityPage(sensitivity)::writeTo);
    }
}
