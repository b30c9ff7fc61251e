package dev.postern.reporters.sarif;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.google.auto.service.AutoService;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Writes {@code audit.sarif}: findings, waived ones and what could not be told. The system property
 * {@code postern.sarif} may name the outcomes instead: {@code fail,inconclusive}, or {@code all}.
 */
@AutoService(AuditListener.class)
public final class SarifReporter implements AuditListener {

    /** Name of the file in the audit's folder. */
    public static final String FILE = "audit.sarif";

    /** GitHub refuses a file with more. */
    private static final int MOST_RESULTS = 25_000;

    private final Path workingDirectory;

    /** For the service loader. */
    public SarifReporter() {
        this(Path.of(""));
    }

    /** Takes relative paths of the target for paths below that folder. */
    SarifReporter(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    @Override
    public Set<String> properties() {
        return Set.of(Outcomes.PROPERTY);
    }

    @Override
    public Set<String> reports() {
        return Set.of(FILE);
    }

    @Override
    public void auditFinished(Audit audit, Path folder) throws IOException {
        var outcomes = Outcomes.of(System.getProperty(Outcomes.PROPERTY, ""));
        var log = new AuditAsRun(audit, new Places(workingDirectory), MOST_RESULTS).log(outcomes);
        ReportFile.write(folder.resolve(FILE), out -> {
            writer().writeValue(out, log);
            out.write('\n');
        });
    }

    private static ObjectWriter writer() {
        var indenter = new DefaultIndenter("  ", "\n");
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                .build()
                .writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .with(new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    }
}
