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
import java.util.stream.Stream;

/**
 * Tokens of a stranger's key whose {@code kid} finds no key, or cannot find one. An honest token under such a kid may be
 * granted (RFC 7515 4.1.4: it is a hint), so that none is tried.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.kid-unknown",
        title = "A kid that finds no key ends in a refusal",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.4", "RFC 8725 3.10", "RFC 7515 5.2"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 7)
public final class KidUnknown implements DenialCheck {

    private static final int LONG = 4096;

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var key = ForeignKeys.like(forging.valid());
        return Stream.of(
                        new Odd("empty", "\"\""),
                        new Odd("null", "null"),
                        new Odd("a number", "1"),
                        new Odd("true", "true"),
                        new Odd("an empty list", "[]"),
                        new Odd("an empty object", "{}"),
                        new Odd("of " + LONG + " characters", "\"" + "a".repeat(LONG) + "\""))
                .map(odd -> forging.attempt(
                                "signed by a key of our own, kid " + odd.words(),
                                forging.draft().headerJson("kid", odd.json()).signAs(key.alg(), key.alg(), key))
                        .tolerating(MALFORMED));
    }

    private record Odd(String words, String json) {}
}
