package dev.postern.checks.auth;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;
import static dev.postern.api.check.Attempt.Tolerated.NO_CONNECTION;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/** Credentials that no parser should accept: an error in reading one must end in a refusal. */
@AutoService(SecurityCheck.class)
@Check(
        id = "auth.malformed-credential",
        title = "A malformed credential is refused",
        severity = Severity.HIGH,
        references = {"RFC 6750 2.1", "RFC 9110 5.5", "ASVS 5.0 16.5.3", "API2:2023"},
        cwe = 636,
        requests = 12)
public final class MalformedCredential implements DenialCheck {

    private static final int KIB = 1024;

    /** Beyond this many bytes bcrypt does not read, so a shorter password may rightly be the same. */
    private static final int BCRYPT_LIMIT = 72;

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var rows = switch (on.scheme().type()) {
            case BEARER_JWT, BEARER_OPAQUE -> Stream.concat(bearer(on), bytes(on));
            case BASIC -> basic(on);
            case SESSION -> Stream.concat(session(on), bytes(on));
            case API_KEY -> bytes(on);
        };
        return rows.map(a -> a.tolerating(MALFORMED));
    }

    private static Stream<Attempt> bearer(Subject on) {
        var token = on.credential();
        return Stream.of(
                on.attempt("junk with one dot", Decoy.random(20) + "." + Decoy.random(20)),
                on.attempt("junk with two dots", Decoy.random(20) + "." + Decoy.random(20) + "." + Decoy.random(20)),
                on.attempt("junk with four dots", "a.b.c.d." + Decoy.random(20)),
                on.attempt("characters that no token has", "!!%%{}<>"),
                on.attempt("the token without its first character", Decoy.withoutFirst(token)),
                on.attempt("the token without its last character", Decoy.withoutLast(token)),
                on.attempt("the token twice, joined by a comma", token + "," + token));
    }

    /** The end is left alone: {@code id.route} of a sticky session is the same session with a cut route. */
    private static Stream<Attempt> session(Subject on) {
        var cookie = on.credential();
        return Stream.of(
                on.attempt("the cookie's value without its first character", Decoy.withoutFirst(cookie)),
                on.attempt("the cookie's value without the character in its middle", Decoy.withoutMiddle(cookie)));
    }

    private static Stream<Attempt> bytes(Subject on) {
        var valid = on.credential();
        int middle = middle(on);
        // RFC 9110 5.5: a recipient may put a blank for NUL, so at the end of the credential NUL may rightly vanish.
        return Stream.of(
                        on.attempt(
                                "NUL inside the credential",
                                valid.substring(0, middle) + "\0" + valid.substring(middle)),
                        on.attempt("control characters", "\u0001\u0002\u001b" + Decoy.random(8)),
                        on.attempt("characters beyond ASCII", "t\u00f6k\u00e9n-\u2713-" + Decoy.random(8)),
                        on.attempt("8 KiB", Decoy.random(8 * KIB)),
                        on.attempt("64 KiB", Decoy.random(64 * KIB)))
                .map(a -> a.tolerating(NO_CONNECTION));
    }

    /** Of a JWT the middle of what is signed: many decoders skip strange characters, which is harmless in a signature. */
    private static int middle(Subject on) {
        var valid = on.credential();
        int end = on.scheme().type() == Scheme.Type.BEARER_JWT ? valid.lastIndexOf('.') : -1;
        return (end > 0 ? end : valid.length()) / 2;
    }

    private static Stream<Attempt> basic(Subject on) {
        var valid = on.credential();
        var encoded = base64(valid);
        var odd = Stream.of(
                basic(on, "what is not base64", "!!%%{}<>"),
                basic(on, "base64 of control characters", base64("\0\u0001\u0002")),
                basic(on, "base64 of bytes that are not UTF-8", "/////w=="),
                basic(on, "base64 without its first character", Decoy.withoutFirst(encoded)));
        var cut = lastCharacterCounts(valid)
                ? Stream.of(
                        basic(on, "base64 without its last character", Decoy.withoutLast(encoded)),
                        basic(
                                on,
                                "base64 of the user and two parts more",
                                base64(user(valid) + Decoy.random(9) + ":" + Decoy.random(9))))
                : Stream.<Attempt>empty();
        var large = Stream.of(
                        basic(on, "a raw NUL", "\0"),
                        basic(on, "8 KiB", base64(Decoy.random(3 * KIB) + ":" + Decoy.random(3 * KIB))),
                        basic(on, "64 KiB", base64(Decoy.random(24 * KIB) + ":" + Decoy.random(24 * KIB))))
                .map(a -> a.tolerating(NO_CONNECTION));
        return Stream.of(odd, cut, large).flatMap(s -> s);
    }

    private static Attempt basic(Subject on, String label, String value) {
        return on.attempt(label, on.bare().with("Authorization", "Basic " + value));
    }

    /** Not where the password is empty, the server may trim a blank, or bcrypt never saw the character. */
    private static boolean lastCharacterCounts(String userAndPassword) {
        int colon = userAndPassword.indexOf(':');
        var password = userAndPassword.substring(colon + 1);
        return colon > 0
                && !password.isEmpty()
                && !Character.isWhitespace(password.charAt(password.length() - 1))
                && password.getBytes(StandardCharsets.UTF_8).length <= BCRYPT_LIMIT;
    }

    /** The user with the colon behind it. */
    private static String user(String userAndPassword) {
        return userAndPassword.substring(0, userAndPassword.indexOf(':') + 1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
