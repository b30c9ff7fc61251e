package dev.postern.checks.oauth;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at the header of the answer that brought a token. {@code Pragma} is not asked for: HTTP/1.1 caches ignore it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "token.no-store",
        title = "Answers with tokens forbid caching",
        severity = Severity.MEDIUM,
        references = {"RFC 6749 5.1", "ASVS 5.0 14.3.2"},
        cwe = 524,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.TOKEN_ENDPOINT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class NoStore implements PropertyCheck {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");

    @Override
    public Applicability appliesTo(Site site) {
        return Issued.cases(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var values = Issued.answer(on).headers("Cache-Control");
        if (values.stream().flatMap(NoStore::directives).anyMatch("no-store"::equalsIgnoreCase)) {
            return Stream.empty();
        }
        return Stream.of(new Defect(
                values.isEmpty()
                        ? "The answer with the token has no Cache-Control; RFC 6749 5.1 demands `no-store`."
                        : "The answer with the token says `Cache-Control: " + String.join(", ", values)
                                + "`; RFC 6749 5.1 demands `no-store`."));
    }

    /** RFC 9111 5.2: a list; a directive's argument may be a quoted list of its own. */
    private static Stream<String> directives(String value) {
        return Stream.of(QUOTED.matcher(value).replaceAll("").split(",", -1)).map(String::strip);
    }
}
