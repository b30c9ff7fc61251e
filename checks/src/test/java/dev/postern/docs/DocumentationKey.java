package dev.postern.docs;

// page: denial
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** Keys that everybody can read in our documentation. */
@Check(
        id = "acme.documentation-key",
        title = "The API keys of our documentation open nothing",
        severity = Severity.HIGH,
        references = "ACME handbook 4.2",
        cwe = 798,
        schemes = Scheme.Type.API_KEY,
        requests = 2)
public final class DocumentationKey implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Stream.of("ak_test_0123456789abcdef", "your-api-key").map(key -> on.attempt("the key " + key, key));
    }
}
// end
