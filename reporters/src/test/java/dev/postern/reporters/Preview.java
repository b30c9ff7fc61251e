package dev.postern.reporters;

import dev.postern.reporters.console.ConsoleReporter;
import dev.postern.reporters.html.HtmlReporter;
import dev.postern.reporters.json.JsonReporter;
import dev.postern.reporters.sarif.SarifReporter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the reports of the sample audits, to look at them: {@code Preview <folder>}. */
final class Preview {

    private Preview() {}

    public static void main(String[] arguments) throws Exception {
        for (var name : new String[] {"realistic", "clean", "interrupted", "hostile", "large"}) {
            var folder = Files.createDirectories(Path.of(arguments[0], name));
            var audit = switch (name) {
                case "realistic" -> SampleAudit.realistic();
                case "clean" -> SampleAudit.clean();
                case "interrupted" -> SampleAudit.interrupted();
                case "hostile" -> SampleAudit.spicedWith("</script><img src=x onerror=alert(1)>\u202e\u001b[31m'\"");
                default -> SampleAudit.large(5_000);
            };
            new HtmlReporter().auditFinished(audit, folder);
            new JsonReporter().auditFinished(audit, folder);
            new SarifReporter().auditFinished(audit, folder);
            if (!name.equals("large")) {
                var console = new ConsoleReporter(System.out, false, false, true);
                console.auditStarted(audit.plan());
                console.auditFinished(audit, folder);
            }
        }
    }
}
