package dev.postern.forge;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands between two dots of a token, however damaged: read as leniently as any verifier does, and told of. */
public final class TokenPart {
    private final String encoded;

    /** How the spelling of a part differs from base64url as JWS wants it (RFC 7515 2). */
    public enum Flaw {
        /** Equals signs at the end. */
        PADDING,
        /** {@code +} or {@code /}. */
        STANDARD_ALPHABET,
        /** A line end or a space. */
        WHITE_SPACE,
        /** Bits in the last character that belong to no byte (RFC 4648 3.5). */
        IDLE_BITS,
        /** Not base64 in any spelling. */
        UNREADABLE
    }

    private TokenPart(String encoded) {
        this.encoded = encoded;
    }

    /** The parts of any text, in order; one for a text without a dot. */
    public static List<TokenPart> of(String token) {
        return Arrays.stream(token.split("\\.", -1)).map(TokenPart::new).toList();
    }

    /** The very characters. */
    public String encoded() {
        return encoded;
    }

    /** What the characters stand for; empty if they are not base64 in any spelling. */
    public Optional<byte[]> bytes() {
        return flaws().contains(Flaw.UNREADABLE) ? Optional.empty() : Optional.of(Base64Url.decode("part", encoded));
    }

    /** All flaws of the spelling; none for a part as JWS wants it. */
    public Set<Flaw> flaws() {
        return Base64Url.flaws(encoded);
    }

    /** The length only, so that a token does not end up in a log. */
    @Override
    public String toString() {
        return "TokenPart[" + encoded.length() + " characters]";
    }
}
