package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.SigningKey;
import dev.postern.forge.Token;
import dev.postern.forge.UnusableKeyException;
import java.util.Optional;
import java.util.stream.Stream;

/** The valid token with something changed that its signature covers, or with its signature changed. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.signature-tampered",
        title = "Tokens whose signature does not match are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 5.2", "RFC 8725 3.3", "ASVS 5.0 9.1.1"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        requests = 8)
public final class SignatureTampered implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.signed(on);
        return Stream.of(Stream.of(valid.received().withNoiseSignature()), changes(valid), flips(valid), other(valid))
                .flatMap(tokens -> tokens)
                .map(valid::attempt);
    }

    /** With the signature kept: a cache of verdicts under the signature falls for these, and for no other attempt. */
    private static Stream<Token> changes(ValidToken valid) {
        var token = valid.draft();
        var added = Stream.of(
                token.claim("postern", true).describedAs("one claim added").keepSignature(),
                token.header("postern", true)
                        .describedAs("one header parameter added")
                        .keepSignature());
        var changed = valid
                .view()
                .sub()
                .filter(sub -> !sub.isEmpty())
                .map(sub -> token.claim("sub", otherEnd(sub)).describedAs("last letter of sub changed"))
                .stream()
                .map(draft -> draft.keepSignature());
        return Stream.concat(added, changed);
    }

    /** Bits of the signature proper: the last character of base64url has some that mean nothing (RFC 4648 3.5). */
    private static Stream<Token> flips(ValidToken valid) {
        var received = valid.received();
        int middle = received.signatureLength() / 2 * 8;
        return Stream.of(
                received.flipSignatureBit(7).describedAs("one bit of the signature's first byte flipped"),
                received.flipSignatureBit(middle).describedAs("one bit in the middle of the signature flipped"),
                received.flipSignatureBit(-1).describedAs("last bit of the signature flipped"));
    }

    /** A right signature by a trusted key, of another token. */
    private static Stream<Token> other(ValidToken valid) {
        return otherToken(valid).stream()
                .map(other -> valid.draft().keepSignatureOf(other.text()))
                .map(token -> token.describedAs("signature of another token by the same issuer"));
    }

    private static Optional<Token> otherToken(ValidToken valid) {
        try {
            return ValidToken.scheme(valid.on())
                    .signingKey()
                    .map(key -> SigningKey.parse(key.reveal()))
                    .map(key -> valid.draft().claim("postern", true).sign(key));
        } catch (UnusableKeyException e) {
            return Optional.empty(); // the checks that need the key say so
        }
    }

    private static String otherEnd(String text) {
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');
    }
}
