package dev.postern.checks.apikey;

import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Percent;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import java.util.stream.Stream;

/**
 * The valid key, moved from where it belongs into the query string. If the target file itself has it there, the URL is
 * where it is accepted, and that is the finding.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "apikey.not-in-url",
        title = "A key in the URL is not accepted",
        severity = Severity.MEDIUM,
        references = {"ASVS 5.0 14.2.1", "RFC 9110 17.9"},
        cwe = 598,
        schemes = Scheme.Type.API_KEY,
        requests = 12)
public final class NotInUrl implements DenialCheck {

    private static final String[] NAMES = {"api_key", "apikey", "key", "token", "access_token"};

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var scheme = (Scheme.ApiKey) on.scheme();
        var own = scheme.parameter();
        if (scheme.in() == Scheme.Carrier.QUERY) {
            return Stream.of(on.attempt("the valid key where the target file has it, as ?" + own + "=", on.request()));
        }
        // In a URL a key stands without the word that a header has before it, as in "Token 9944b09199c62bcf".
        var forms = Stream.of(Decoy.key(on.credential()), on.credential())
                .distinct()
                .toList();
        // A parameter that the operation has by itself means something else there.
        return Stream.concat(Stream.of(NAMES), Stream.of(own))
                .filter(name -> on.operation().query().keySet().stream().noneMatch(name::equalsIgnoreCase))
                .distinct()
                .flatMap(name -> forms.stream()
                        .map(key -> on.attempt(
                                "the valid key" + (key.equals(forms.get(0)) ? "" : " and the word before it") + " as ?"
                                        + name + "=",
                                on.bare().plusQuery(Percent.encode(name), Percent.encode(key)))))
                .map(attempt -> attempt.tolerating(NOT_ROUTED));
    }
}
