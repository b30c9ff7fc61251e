package dev.postern.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JWT (RFC 7519, compact JWS of RFC 7515) on the bench: header and payload, to be changed step by step and then signed,
 * unsigned or wrongly signed into a {@link Token}. A draft never changes; every step returns a new one that also knows
 * what was done, in words.
 *
 * <p>What no step touches is sent byte for byte as it was received. A step on one member leaves the others, their order
 * and their spelling alone, so that a forgery differs from the original in the one thing it tests.
 *
 * <p>Values may be anything that Jackson writes; an {@link Instant} becomes a NumericDate (RFC 7519 2), {@code null} a
 * JSON null.
 */
public final class Draft {
    private static final Pattern PLAIN = Pattern.compile("\"[A-Za-z0-9._:/@+-]++(?: [A-Za-z0-9._:/@+-]++)*+\"");
    private static final int SHOWN = 60;

    private final Part header;
    private final Part payload;
    private final Optional<String> received;
    private final String origin;
    private final List<String> steps;

    private Draft(Part header, Part payload, Optional<String> received, String origin, List<String> steps) {
        this.header = header;
        this.payload = payload;
        this.received = received;
        this.origin = origin;
        this.steps = steps;
    }

    /**
     * Takes a received token apart. Its signature may be missing ({@code h.p.} or {@code h.p}); padding and the standard
     * alphabet of base64 are understood; the payload may be anything.
     *
     * @throws MalformedTokenException with the reason if this is no JWT: an opaque token, an encrypted one (JWE), a header
     *     that is no JSON object
     */
    public static Draft from(String token) {
        String[] parts = token.strip().split("\\.", -1);
        if (parts.length == 5) {
            throw new MalformedTokenException(
                    "The token is encrypted (a JWE, five parts): without its key there is nothing to take apart.");
        }
        if (parts.length != 2 && parts.length != 3) {
            throw new MalformedTokenException("The token has " + parts.length + (parts.length == 1 ? " part" : " parts")
                    + " between dots and a JWT has three: it is an opaque token, or cut off.");
        }
        if (parts[0].chars().anyMatch(c -> c == ' ')) {
            throw new MalformedTokenException(
                    "There is a space inside the token: give it without \"Bearer \" before it.");
        }
        Part header = Part.received("header", parts[0]);
        header.json();
        Optional<String> signature = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        signature.ifPresent(SignatureBits::received);
        return new Draft(header, Part.received("payload", parts[1]), signature, "token as received", List.of());
    }

    /** A new token of these claims, in the map's order. Its header says {@code alg none} until it is signed. */
    public static Draft ofClaims(Map<String, ?> claims) {
        return new Draft(
                Part.of("header", "{\"alg\":\"none\",\"typ\":\"JWT\"}"),
                Part.of("payload", Json.write(claims)),
                Optional.empty(),
                "new token",
                List.of());
    }

    // Header

    /** Sets a header parameter, where it stands or at the end. */
    public Draft header(String name, Object value) {
        return headerJson(name, Json.write(value));
    }

    /**
     * Sets a header parameter to this text, which may be no JSON value as long as it ends where it seems to: {@code 007},
     * {@code NaN}.
     */
    public Draft headerJson(String name, String json) {
        return header(text -> text.with(name, json), headerWords(name) + " " + shown(json));
    }

    public Draft removeHeader(String name) {
        return header(text -> text.without(name), headerWords(name) + " removed");
    }

    /**
     * Gives a header parameter a second time, at the end (RFC 7515 4: must be unique).
     *
     * @throws IllegalArgumentException if it is not there a first time
     */
    public Draft duplicateHeader(String name, Object value) {
        String json = Json.write(value);
        return header(
                text -> twice(text, "header parameter", name, json),
                headerWords(name) + " given twice, the second " + shown(json));
    }

    /** Replaces the whole header by a text of any kind. */
    public Draft rawHeader(String text) {
        return new Draft(
                Part.of("header", text),
                payload,
                received,
                origin,
                with("header replaced by " + shown(Json.write(text))));
    }

    /** Spells the whole header in these characters, base64url or not; they are what is signed and sent. */
    public Draft headerText(String characters) {
        return new Draft(
                Part.spelled("header", characters),
                payload,
                received,
                origin,
                with("header spelled in " + characters.length() + " given characters"));
    }

    // Payload

    /** Sets a claim, where it stands or at the end. */
    public Draft claim(String name, Object value) {
        return claimJson(name, Json.write(value));
    }

    /**
     * Sets a claim to this text, which may be no JSON value as long as it ends where it seems to: {@code 007},
     * {@code NaN}, {@code 1e400}.
     */
    public Draft claimJson(String name, String json) {
        return payload(text -> text.with(name, json), name + " set to " + shown(json));
    }

    public Draft removeClaim(String name) {
        return payload(text -> text.without(name), name + " removed");
    }

    /**
     * Gives a claim a second time, at the end (RFC 7519 4: must be unique).
     *
     * @throws IllegalArgumentException if it is not there a first time
     */
    public Draft duplicateClaim(String name, Object value) {
        String json = Json.write(value);
        return payload(text -> twice(text, "claim", name, json), name + " given twice, the second " + shown(json));
    }

    /** Replaces the whole payload by bytes of any kind. */
    public Draft rawPayload(byte[] bytes) {
        return new Draft(
                header,
                Part.of("payload", bytes),
                received,
                origin,
                with("payload replaced by " + bytes.length + " bytes"));
    }

    /** Spells the whole payload in these characters, base64url or not; they are what is signed and sent. */
    public Draft payloadText(String characters) {
        return new Draft(
                header,
                Part.spelled("payload", characters),
                received,
                origin,
                with("payload spelled in " + characters.length() + " given characters"));
    }

    /**
     * Brings a token's times up to date, for the honest twin of a forgery: of {@code iat}, {@code nbf}, {@code exp} and
     * {@code jti} those that are there are renewed, {@code exp} with the same lifetime as before, or five minutes.
     */
    public Draft renewed(Instant now) {
        TokenView old = view();
        Duration lifetime = old.exp()
                .flatMap(exp -> old.iat().or(old::nbf).map(from -> Duration.between(from, exp)))
                .filter(each -> !each.isNegative() && !each.isZero())
                .orElse(Duration.ofMinutes(5));
        Map<String, Object> fresh = Map.of(
                "iat",
                now,
                "nbf",
                now,
                "exp",
                now.plus(lifetime),
                "jti",
                UUID.randomUUID().toString());
        return payload(
                text -> {
                    JsonText result = text;
                    for (String name : List.of("iat", "nbf", "exp", "jti")) {
                        result = result.has(name) ? result.with(name, Json.write(fresh.get(name))) : result;
                    }
                    return result;
                },
                "times renewed");
    }

    // Reading

    /**
     * The header, as a copy.
     *
     * @throws MalformedTokenException if the header cannot be read as a JSON object
     */
    public ObjectNode headers() {
        return header.object();
    }

    /**
     * The claims, as a copy; of one given twice the last.
     *
     * @throws MalformedTokenException if the payload cannot be read as a JSON object
     */
    public ObjectNode claims() {
        return payload.object();
    }

    /** The payload's bytes, whatever they are. */
    public byte[] payload() {
        return payload.bytes();
    }

    /**
     * What the token says, for reading.
     *
     * @throws MalformedTokenException if header or payload cannot be read as JSON objects
     */
    public TokenView view() {
        return new TokenView(headers(), claims());
    }

    /** The steps in words, e.g. {@code sub raised to admin, alg none}. */
    public String describe() {
        return steps.isEmpty() ? origin : String.join(", ", steps);
    }

    /** Puts these words in the place of all steps so far. */
    public Draft describedAs(String words) {
        return new Draft(header, payload, received, origin, List.of(words));
    }

    /** Forgets the steps so far: the next ones are told as if the token had come like this. */
    public Draft afresh() {
        return new Draft(header, payload, received, origin, List.of());
    }

    // Finishing

    /** Signs honestly: {@code alg} is the key's, and so is {@code kid} where the key has one; else {@code kid} stays. */
    public Token sign(SigningKey key) {
        Draft honest = quietly("alg", key.alg());
        if (key.kid().isPresent()) {
            honest = honest.quietly("kid", key.kid().get());
        }
        return honest.signature(
                key.sign(JwsAlgorithm.named(key.alg()), honest.signingInput()), "signed with " + key.alg());
    }

    /**
     * Lets the header name one algorithm and signs with another, or with the same; {@code kid} is left alone.
     *
     * @param algInHeader any text
     * @param realAlg an algorithm that can be computed, and that fits the key
     */
    public Token signAs(String algInHeader, String realAlg, SigningKey key) {
        String words = algInHeader.equals(realAlg)
                ? "signed with " + realAlg
                : "header says " + shown(Json.write(algInHeader)) + ", signed with " + realAlg;
        Draft named = quietly("alg", algInHeader);
        return named.signature(key.sign(JwsAlgorithm.named(realAlg), named.signingInput()), words);
    }

    /** Signs over the header as it stands, whatever it says: for one that is replaced, or names {@code alg} twice or never. */
    public Token signAsIs(String realAlg, SigningKey key) {
        return signature(
                key.sign(JwsAlgorithm.named(realAlg), signingInput()), "header left as it is, signed with " + realAlg);
    }

    /**
     * Signs honestly over the payload as it is, without base64url (RFC 7797), which JWT forbids (RFC 7797 7): the header
     * says {@code b64 false} and that this is critical. The payload stands in the token as it is; one with a dot can only
     * be read by who knows where it ends, or {@linkplain Token#detached detached}.
     */
    public Token signUnencoded(SigningKey key) {
        Draft named = quietly("alg", key.alg());
        Part unencoded = named.header.edit(text -> text.with("b64", "false").with("crit", "[\"b64\"]"));
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        byte[] dotted = (unencoded.encoded() + ".").getBytes(StandardCharsets.UTF_8);
        byte[] input = Arrays.copyOf(dotted, dotted.length + payload.bytes().length);
        System.arraycopy(payload.bytes(), 0, input, dotted.length, payload.bytes().length);
        String signature = Base64Url.encode(key.sign(JwsAlgorithm.named(key.alg()), input));
        return new Token(
                unencoded.encoded() + "." + text + "." + signature,
                told("payload unencoded, signed with " + key.alg()));
    }

    /**
     * Signs with HMAC and a secret of any length. The empty secret equals one NUL byte, for HMAC pads with them (RFC 2104
     * 2).
     *
     * @param alg HS256, HS384 or HS512
     */
    public Token hmac(String alg, byte[] secret) {
        return signAs(alg, alg, SigningKey.secret(secret).withAlg(alg))
                .describedAs(told("signed with " + alg + " and a secret of " + secret.length + " bytes"));
    }

    /** Signs with HMAC and a form of the public key as the secret (RFC 8725 2.1). */
    public Token hmac(String alg, PublicKeyForm secret) {
        return hmac(alg, secret.bytes())
                .describedAs(told("signed with " + alg + " and the public key as secret (" + secret.name() + ")"));
    }

    /** An unsecured token, {@code h.p.}, whose header names this algorithm (RFC 7519 6: {@code none}). */
    public Token unsigned(String alg) {
        return header("alg", alg).withoutSignature();
    }

    /** Leaves the signature empty and the header as it stands. */
    public Token withoutSignature() {
        return new Token(unsigned() + ".", told("signature removed"));
    }

    /** Uses these bytes as the signature. */
    public Token signature(byte[] bytes) {
        return signature(bytes, "signature of " + bytes.length + " given bytes");
    }

    /**
     * Uses the signature that the token came with, character for character.
     *
     * @throws IllegalStateException if it came with none
     */
    public Token keepSignature() {
        String signature = received.orElseThrow(() -> new IllegalStateException(
                "There is no signature to keep: the draft is a " + origin + " without one. Sign it first."));
        return new Token(unsigned() + "." + signature, steps.isEmpty() ? origin : told("signature kept"));
    }

    /** Uses the signature of another token, e.g. of the same issuer. */
    public Token keepSignatureOf(String otherToken) {
        Draft other = from(otherToken);
        return new Token(unsigned() + "." + other.received.orElse(""), told("signature taken from another token"));
    }

    /** Words only; the token does not show. */
    @Override
    public String toString() {
        return "Draft[" + describe() + "]";
    }

    private Token signature(byte[] bytes, String step) {
        return new Token(unsigned() + "." + new SignatureBits(bytes).encoded(), told(step));
    }

    private String unsigned() {
        return header.encoded() + "." + payload.encoded();
    }

    // RFC 7515 5.1 step 5; received parts may be in odd spellings, so the characters are signed that will be sent
    private byte[] signingInput() {
        return unsigned().getBytes(StandardCharsets.UTF_8);
    }

    private Draft quietly(String name, String value) {
        Part changed = header.edit(text -> text.with(name, Json.write(value)));
        return new Draft(changed, payload, received, origin, steps);
    }

    private Draft header(UnaryOperator<JsonText> edit, String step) {
        return new Draft(header.edit(edit), payload, received, origin, with(step));
    }

    private Draft payload(UnaryOperator<JsonText> edit, String step) {
        return new Draft(header, payload.edit(edit), received, origin, with(step));
    }

    private static JsonText twice(JsonText text, String kind, String name, String json) {
        if (!text.has(name)) {
            throw new IllegalArgumentException(
                    "There is no " + kind + " \"" + name + "\" to be given twice; set it first.");
        }
        return text.adding(name, json);
    }

    private List<String> with(String step) {
        return Stream.concat(steps.stream(), Stream.of(step)).toList();
    }

    private String told(String step) {
        return with(step).stream().collect(Collectors.joining(", "));
    }

    private static String headerWords(String name) {
        return name.equals("alg") ? "alg" : "header " + name;
    }

    private static String shown(String json) {
        String text = PLAIN.matcher(json).matches() ? json.substring(1, json.length() - 1) : json;
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
