package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.util.Locale;
import java.util.stream.Stream;

/** Other spellings of the right issuer. Whose they are is seldom in doubt, hence a row of its own, and a low one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.issuer-spelling",
        title = "The issuer is compared character by character",
        severity = Severity.LOW,
        references = {"RFC 7519 4.1.1", "RFC 9068 4"},
        cwe = 346,
        schemes = Scheme.Type.BEARER_JWT,
        needs = {Need.SIGNING_KEY, Need.ISSUER},
        per = Check.Per.SCHEME,
        explainedBy = "jwt.wrong-issuer",
        requests = 3)
public final class IssuerSpelling implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var right = ValidToken.scheme(on).issuer().orElseThrow();
        var twin = WrongIssuer.twin(on, right);
        var slash = right.endsWith("/") ? right.substring(0, right.length() - 1) : right + "/";
        var upper = right.toUpperCase(Locale.ROOT);
        return Stream.of(
                        new Spelling(right.endsWith("/") ? "without its last slash" : "with a slash at the end", slash),
                        new Spelling("in other case", upper.equals(right) ? right.toLowerCase(Locale.ROOT) : upper),
                        new Spelling("with http for https", right.replaceFirst("^https:", "http:")))
                .filter(spelling -> !spelling.iss().equals(right))
                .map(spelling ->
                        twin.attempt("the issuer " + spelling.words(), draft -> draft.claim("iss", spelling.iss())));
    }

    private record Spelling(String words, String iss) {}
}
