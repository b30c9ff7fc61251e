package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import dev.postern.forge.Draft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens whose {@code kid} is a piece of a query that answers with a key of the caller's choice. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.kid-injection",
        title = "The kid of a token does not become part of a query",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.4", "RFC 8725 3.10"},
        cwe = 89,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 12)
public final class KidInjection implements DenialCheck {

    /** RFC 7518 3.2: 256 bits at least, or many libraries refuse the key that the query answers. */
    private static final String SECRET = "postern-".repeat(4);

    private static final List<String> KIDS = Stream.of(
                    "x' UNION SELECT '%s",
                    "x' UNION SELECT '%s'-- ",
                    "x' UNION SELECT '%s'#",
                    "x' UNION SELECT '%s' FROM dual-- ",
                    "x' UNION SELECT 1,'%s'-- ",
                    "x' UNION SELECT 1,2,'%s'-- ",
                    // where the secret is not the last column, each is
                    "x' UNION SELECT '%1$s','%1$s'-- ",
                    "x' UNION SELECT '%1$s','%1$s','%1$s'-- ",
                    "x' UNION SELECT '%1$s','%1$s','%1$s','%1$s'-- ",
                    "x\" UNION SELECT \"%s")
            .map(kid -> kid.formatted(SECRET))
            .toList();

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var sql = KIDS.stream().map(kid -> forging.draft().header("kid", kid).describedAs("kid " + kid));
        // operators of a document store, where the header's JSON becomes the filter as it is
        var documents = Stream.of(
                forging.draft().header("kid", Map.of("$ne", "")).describedAs("kid an object with $ne"),
                forging.draft().header("kid", Map.of("$gt", "")).describedAs("kid an object with $gt"));
        return Stream.concat(
                sql.map(draft -> attempt(forging, draft)),
                documents.map(draft -> attempt(forging, draft).tolerating(MALFORMED)));
    }

    private static Attempt attempt(Forging forging, Draft draft) {
        return forging.attempt(draft.describe(), draft.hmac("HS256", SECRET.getBytes(StandardCharsets.US_ASCII)));
    }
}
