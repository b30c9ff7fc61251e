package dev.postern.checks.auth;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import dev.postern.checks.craft.ReadableCredential;
import java.util.stream.Stream;

/** Credentials that are in the right place and worth nothing. */
@AutoService(SecurityCheck.class)
@Check(
        id = "auth.invalid-credential",
        title = "A worthless credential is refused",
        severity = Severity.CRITICAL,
        references = {"RFC 9110 15.5.2", "RFC 6750 3.1", "API2:2023"},
        cwe = 287,
        requests = 10)
public final class InvalidCredential implements DenialCheck {

    /** What clients send when a variable was never set: some servers take it for "no check needed". */
    private static final String[] LITERALS = {"null", "undefined", "true", "0", "[object Object]"};

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var rows = on.scheme().type() == Scheme.Type.BASIC ? userAndPassword(on) : token(on);
        // Only the credential differs from a request that was granted, so 400 is a refusal too.
        return rows.map(a -> a.tolerating(MALFORMED));
    }

    private static Stream<Attempt> token(Subject on) {
        var valid = on.credential();
        var lookAlikes = Stream.concat(
                Stream.of(on.attempt("a random credential of the same form", Decoy.like(valid))),
                Decoy.shuffled(valid).stream()
                        .map(other -> on.attempt("the valid credential's characters in another order", other)));
        var literals = Stream.of(LITERALS).map(literal -> on.attempt("\"" + literal + "\"", literal));
        return Stream.of(lookAlikes, literals, changed(on)).flatMap(attempts -> attempts);
    }

    /** Where an opaque credential is a text that says who its holder is, that must be authenticated like a token's claims. */
    private static Stream<Attempt> changed(Subject on) {
        return on.scheme().type() == Scheme.Type.BEARER_JWT
                ? Stream.empty()
                : ReadableCredential.of(on.credential()).stream()
                        .flatMap(text -> Rewriting.of(on, text))
                        .map(other -> on.attempt("the valid credential with " + other.words(), other.credential()));
    }

    /** No attempt names a user that exists, and there are few: wrong passwords may lock an account or an address. */
    private static Stream<Attempt> userAndPassword(Subject on) {
        return Stream.of(
                on.attempt("a random user and password", Decoy.random(12) + ":" + Decoy.random(16)),
                on.attempt("\"null:null\"", "null:null"),
                on.attempt("\"undefined:undefined\"", "undefined:undefined"));
    }
}
