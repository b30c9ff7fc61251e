package dev.postern.forge;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A finished token: what to send, and in words how it was made. Steps on the signature return a new token whose
 * description tells them too. It prints its description, never itself.
 *
 * @param text the characters to send, e.g. {@code h.p.s} (RFC 7515 7.1)
 * @param description what is different about it, e.g. {@code alg none, sub raised to admin, signature removed}
 */
public record Token(String text, String description) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public Token {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(description, "description");
    }

    /** The same token, described in other words. */
    public Token describedAs(String words) {
        return new Token(text, words);
    }

    /** The number of bytes in the signature; 0 if there is none. */
    public int signatureLength() {
        return signature().length();
    }

    /**
     * Turns over one bit of the signature proper, never one of the idle bits at the end of base64url.
     *
     * @param bit 0 is the highest bit of the first byte; a negative one counts from the end, −1 is the last
     * @throws IllegalArgumentException if the signature has no such bit
     */
    public Token flipSignatureBit(int bit) {
        return withSignature(signature().flip(bit), "signature bit " + bit + " flipped");
    }

    /**
     * Keeps the first bytes of the signature only (RFC 2104 5 allows short HMACs, JWS does not).
     *
     * @throws IllegalArgumentException if that would leave it as it is
     */
    public Token truncateSignature(int bytesKept) {
        return withSignature(
                signature().first(bytesKept), "signature cut to " + bytesKept + " of " + signatureLength() + " bytes");
    }

    /** Appends bytes to the signature, e.g. one NUL. */
    public Token extendSignature(byte[] suffix) {
        return withSignature(signature().with(suffix), "signature longer by " + suffix.length + " bytes");
    }

    /** Replaces the signature by random bytes of equal length: a token that only a verifier that does not verify accepts. */
    public Token withNoiseSignature() {
        return withSignature(signature().noise(RANDOM), "signature replaced by random bytes of equal length");
    }

    /** Leaves the third part empty: {@code h.p.} (RFC 7515 A.5). */
    public Token withoutSignature() {
        return new Token(unsigned() + ".", told("signature removed"));
    }

    /** Leaves the third part out, and its dot too: {@code h.p}. */
    public Token withoutLastDot() {
        return new Token(unsigned(), told("signature and its dot removed"));
    }

    /** Puts these characters where the signature was, base64url or not. */
    public Token withSignatureText(String characters) {
        return new Token(
                unsigned() + "." + characters, told("signature replaced by " + characters.length() + " characters"));
    }

    /**
     * The same signature in each other spelling that lenient decoders take for it (RFC 7515 2, RFC 4648 3.5): padded, in
     * the standard alphabet, with an idle bit set. Only those that differ, so that there may be none.
     */
    public List<Token> respelled() {
        String[] parts = parts();
        String signature = parts.length > 2 ? parts[2] : "";
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("with padding", signature + "=".repeat((4 - signature.length() % 4) % 4));
        spellings.put("in standard base64", signature.replace('-', '+').replace('_', '/'));
        spellings.put("with an idle bit set", Base64Url.withIdleBit(signature));
        return spellings.entrySet().stream()
                .filter(spelling -> !spelling.getValue().equals(signature))
                .map(spelling ->
                        new Token(unsigned() + "." + spelling.getValue(), told("signature " + spelling.getKey())))
                .toList();
    }

    /** Leaves the payload out, {@code h..s} (RFC 7515 F): the receiver must know it from elsewhere. */
    public Token detached() {
        String[] parts = parts();
        return new Token(parts[0] + ".." + (parts.length > 2 ? parts[2] : ""), told("payload left out"));
    }

    /** As flattened JSON (RFC 7515 7.2.2), a form that JWT does not allow (RFC 7519 1). */
    public Token flattened() {
        String[] parts = parts();
        return new Token(
                "{\"payload\":" + Json.write(parts[1]) + ",\"protected\":" + Json.write(parts[0]) + ",\"signature\":"
                        + Json.write(parts.length > 2 ? parts[2] : "") + "}",
                told("as flattened JSON"));
    }

    /**
     * As general JSON (RFC 7515 7.2.1) with the signatures of these tokens over this one's payload: none, if none are
     * given.
     */
    public Token general(List<Token> signed) {
        String signatures = signed.stream()
                .map(Token::parts)
                .map(parts -> "{\"protected\":" + Json.write(parts[0]) + ",\"signature\":" + Json.write(parts[2]) + "}")
                .collect(Collectors.joining(","));
        return new Token(
                "{\"payload\":" + Json.write(parts()[1]) + ",\"signatures\":[" + signatures + "]}",
                told("as general JSON with " + signed.size() + (signed.size() == 1 ? " signature" : " signatures")));
    }

    /**
     * As flattened JSON that a splitter at dots takes for another token (CVE-2022-39227): a member without meaning bears
     * the other's header and payload as its name.
     *
     * @param shown whose header and payload are read by who splits at dots
     */
    public Token flattenedAround(Token shown) {
        String[] parts = shown.parts();
        String flattened = flattened().text();
        return new Token(
                "{" + Json.write(parts[0] + "." + parts[1] + ".") + ":\"\"," + flattened.substring(1),
                shown.description() + ", as a member's name inside the flattened JSON of the valid token");
    }

    /** The description only, so that a token does not end up in a log. */
    @Override
    public String toString() {
        return "Token[" + description + "]";
    }

    private Token withSignature(SignatureBits signature, String step) {
        return new Token(unsigned() + "." + signature.encoded(), told(step));
    }

    private SignatureBits signature() {
        String[] parts = parts();
        return SignatureBits.received(parts.length > 2 ? parts[2] : "");
    }

    private String unsigned() {
        String[] parts = parts();
        return parts[0] + "." + parts[1];
    }

    private String[] parts() {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 2 && parts.length != 3) {
            throw new MalformedTokenException(
                    "The token has " + parts.length + " parts between dots; one with a signature to change has three.");
        }
        return parts;
    }

    private String told(String step) {
        return description.isEmpty() ? step : description + ", " + step;
    }
}
