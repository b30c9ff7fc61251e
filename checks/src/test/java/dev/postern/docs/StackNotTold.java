package dev.postern.docs;

import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.Severity;
import java.util.stream.Stream;

// page: property
/** Headers that tell an attacker which exploit to try. */
@Check(
        id = "acme.stack-not-told",
        title = "Answers do not tell the version of a server",
        severity = Severity.LOW,
        references = "ASVS 5.0 13.4.6",
        cwe = 200,
        requests = 0)
public final class StackNotTold implements PropertyCheck {

    @Override
    public Stream<Defect> defects(Observed on) {
        return on.positiveControl().response().stream()
                .flatMap(response -> Stream.of("Server", "X-Powered-By")
                        .filter(name -> response.header(name).orElse("").matches(".*\\d.*")))
                .map(name -> new Defect("The header " + name + " tells a version"));
    }
}
// end
