package dev.postern.inspection;

import static dev.postern.api.check.Severity.HIGH;
import static dev.postern.api.check.Severity.INFO;
import static dev.postern.api.check.Severity.LOW;
import static dev.postern.api.check.Severity.MEDIUM;

import dev.postern.forge.TokenPart;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is dubious about the characters of a token, whatever they say. */
final class SpellingRules {
    /** As of {@code jwt.size}: half of what usual servers take for a header. */
    private static final int LARGE = 4096;

    private static final Map<TokenPart.Flaw, String> WORDS = Map.of(
            TokenPart.Flaw.PADDING, "padding",
            TokenPart.Flaw.STANDARD_ALPHABET, "+ or /",
            TokenPart.Flaw.WHITE_SPACE, "white space",
            TokenPart.Flaw.IDLE_BITS, "bits at the end that mean nothing",
            TokenPart.Flaw.UNREADABLE, "characters that are not base64");

    /** Bytes of a signature (RFC 7518 3.2 and 3.4, RFC 8032 5.1.6). */
    private static final Map<String, Integer> SIGNATURES = Map.of(
            "HS256", 32, "HS384", 48, "HS512", 64, "ES256", 64, "ES384", 96, "ES512", 132, "ES256K", 64, "Ed25519", 64);

    private final TokenText token;
    private final Findings found;

    SpellingRules(TokenText token, Findings found) {
        this.token = token;
        this.found = found;
    }

    void apply() {
        if (token.text().length() > LARGE) {
            found.add(
                    "size",
                    INFO,
                    "The token has " + token.text().length() + " characters",
                    "servers and proxies refuse headers from 4 to 8 KiB on",
                    "take claims out",
                    "RFC 9110 5.4");
        }
        if (token.kind() == TokenKind.JWS_JSON) {
            found.add(
                    "json-form",
                    MEDIUM,
                    "The token is JSON",
                    "a JWT has the compact form only, and verifiers differ on this one",
                    "send header.payload.signature",
                    "RFC 7519 3");
        }
        spelling();
        if (token.kind() == TokenKind.UNSECURED
                && !token.headers().path("alg").asText().equalsIgnoreCase("none")) {
            found.add(
                    "signature-missing",
                    HIGH,
                    "The signature is missing, though alg is not none",
                    "whoever accepts it accepts any claims from anybody",
                    "send the whole token",
                    "RFC 7515 5.2");
        }
        if (token.kind() == TokenKind.JWS) {
            signature(token.headers().path("alg").asText());
        }
    }

    private void spelling() {
        Set<TokenPart.Flaw> flaws = EnumSet.noneOf(TokenPart.Flaw.class);
        token.parts().forEach(part -> flaws.addAll(part.flaws()));
        if (token.kind() != TokenKind.JWS_JSON && !token.text().equals(token.compact())) {
            flaws.add(TokenPart.Flaw.WHITE_SPACE);
        }
        if (!flaws.isEmpty()) {
            found.add(
                    "base64-lax",
                    LOW,
                    "The token is not in base64url as it must be: "
                            + flaws.stream().map(WORDS::get).collect(Collectors.joining(", ")),
                    "one token then has several texts, and a list of revoked texts misses some",
                    "encode without padding, and refuse any other spelling",
                    "RFC 7515 2, RFC 4648 3.5");
        }
    }

    private void signature(String alg) {
        int length = token.parts().get(2).bytes().map(bytes -> bytes.length).orElse(0);
        var wanted = SIGNATURES.get(alg);
        if (wanted != null && wanted != length) {
            found.add(
                    "signature-length",
                    MEDIUM,
                    "The signature has " + length + " bytes, and one of " + alg + " has " + wanted,
                    "it cannot be right",
                    "send the whole token",
                    "RFC 7518 3");
        } else if (alg.matches("[RP]S\\d+") && length < 256) {
            found.add(
                    "signature-length",
                    HIGH,
                    "The signature has " + length + " bytes, so the RSA key has under 2048 bits",
                    "the key can be broken",
                    "use a key of 2048 bits or more",
                    "RFC 7518 3.3");
        }
    }
}
