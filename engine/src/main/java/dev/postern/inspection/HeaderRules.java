package dev.postern.inspection;

import static dev.postern.api.check.Severity.CRITICAL;
import static dev.postern.api.check.Severity.HIGH;
import static dev.postern.api.check.Severity.INFO;
import static dev.postern.api.check.Severity.LOW;
import static dev.postern.api.check.Severity.MEDIUM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.forge.claim.SensitiveClaim;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What is dubious about a header. */
final class HeaderRules {
    private static final Pattern ODD_KID =
            Pattern.compile(".*([/\\\\:'\";|&$<>%]|\\.\\.|\\p{Cntrl}).*", Pattern.DOTALL);
    /** A member that JWS and JWA define is always understood, and must not be listed (RFC 7515 4.1.11). */
    private static final Set<String> NEVER_CRITICAL = Set.of(
            "alg",
            "enc",
            "zip",
            "jku",
            "jwk",
            "kid",
            "x5u",
            "x5c",
            "x5t",
            "x5t#S256",
            "typ",
            "cty",
            "crit",
            "epk",
            "apu",
            "apv",
            "iv",
            "tag",
            "p2s",
            "p2c");

    private final TokenText token;
    private final ObjectNode header;
    private final Findings found;

    HeaderRules(TokenText token, Findings found) {
        this.token = token;
        this.header = token.headers();
        this.found = found;
    }

    void apply(boolean isSymmetricDeclared) {
        algorithm(header.path("alg"), isSymmetricDeclared);
        token.header().duplicates().forEach(this::duplicate);
        keySources();
        kid(header.path("kid"));
        extensions();
        type();
    }

    private void algorithm(JsonNode alg, boolean isSymmetricDeclared) {
        var name = alg.asText();
        if (!alg.isTextual()) {
            found.add(
                    "alg-missing",
                    HIGH,
                    "The header has no alg, or one that is no text",
                    "a verifier must guess how to verify",
                    "name the algorithm",
                    "RFC 7515 4.1.1");
        } else if (name.equalsIgnoreCase("none")) {
            found.add(
                    "alg-none",
                    CRITICAL,
                    "The token says alg " + Shown.safe(name) + ": nobody has signed it",
                    "whoever accepts it accepts any claims from anybody",
                    "sign it, and refuse none where it is verified",
                    "RFC 8725 3.1");
        } else if (name.startsWith("HS") && Meanings.ofAlgorithm(name).isPresent()) {
            if (!isSymmetricDeclared) {
                found.add(
                        "alg-symmetric",
                        LOW,
                        "The token is signed with " + name + ", a shared secret",
                        "whoever verifies it can also make tokens, and a weak secret can be guessed from one token",
                        "sign with a key pair, or use a random secret as long as the hash",
                        "RFC 8725 3.5");
            }
        } else if (name.equals("RSA1_5")) {
            found.add(
                    "alg-deprecated",
                    MEDIUM,
                    "The key is encrypted with RSA1_5",
                    "its padding has been broken again and again",
                    "use RSA-OAEP-256 or ECDH-ES",
                    "RFC 8725 3.2");
        } else if (name.startsWith("PBES2")) {
            found.add(
                    "alg-password",
                    LOW,
                    "The key comes from a password (" + Shown.safe(name) + ")",
                    "the sender decides how long each receiver must compute",
                    "use a key, or cap p2c",
                    "RFC 7518 4.8.1.2");
        } else if (name.equals("EdDSA")) {
            found.add(
                    "alg-deprecated",
                    INFO,
                    "EdDSA does not say which curve",
                    "the name is deprecated",
                    "write Ed25519 once all receivers know it",
                    "RFC 9864 2.2");
        } else if (Meanings.ofAlgorithm(name).isEmpty()) {
            found.add(
                    "alg-unknown",
                    MEDIUM,
                    "alg " + Shown.safe(name) + " is no registered algorithm",
                    "receivers must refuse it",
                    "use a registered one, spelled exactly",
                    "RFC 7515 4.1.1");
        }
    }

    private void duplicate(String name) {
        found.add(
                "duplicate-member",
                HIGH,
                "The header gives " + Shown.safe(name) + " more than once",
                "two parsers may read two different tokens",
                "give each member once",
                "RFC 7515 4");
    }

    private void keySources() {
        for (var name : List.of("jku", "x5u")) {
            if (header.has(name)) {
                var isPlain = header.path(name).asText().startsWith("http:");
                found.add(
                        name + "-present",
                        isPlain ? HIGH : MEDIUM,
                        "The header names a place of the key (" + name + ")" + (isPlain ? ", over plain HTTP" : ""),
                        "who follows it takes a key from whom the token names, and calls that server",
                        "take keys from configuration only",
                        "RFC 8725 3.10");
            }
        }
        if (header.has("jwk")) {
            if (SensitiveClaim.reason("jwk", header.path("jwk")).isPresent()) {
                found.add(
                        "jwk-private",
                        CRITICAL,
                        "The header holds a private key (jwk)",
                        "everybody who sees the token can sign others",
                        "withdraw the key",
                        "RFC 7515 4.1.3");
            }
            found.add(
                    "jwk-present",
                    MEDIUM,
                    "The header brings its own key (jwk)",
                    "who trusts it trusts anybody; outside of DPoP proofs nobody needs it",
                    "leave it out; name a kid",
                    "RFC 8725 3.10");
        }
        if (header.has("x5c")) {
            found.add(
                    "x5c-present",
                    LOW,
                    "The header brings its own certificate (x5c)",
                    "who does not build its chain to a known root trusts anybody",
                    "leave it out; name a kid",
                    "RFC 7515 4.1.6");
        }
    }

    private void kid(JsonNode kid) {
        if (!kid.isMissingNode() && !kid.isTextual()) {
            found.add("kid-odd", LOW, "kid is no text", "receivers may fail on it", "write a text", "RFC 7515 4.1.4");
        } else if (ODD_KID.matcher(kid.asText()).matches()) {
            found.add(
                    "kid-odd",
                    MEDIUM,
                    "kid holds characters of paths, URLs or queries",
                    "a receiver that looks keys up in files or a database by it can be led elsewhere",
                    "use letters, digits, hyphens",
                    "RFC 8725 3.10");
        }
    }

    private void extensions() {
        if (header.has("crit")) {
            critical(header.path("crit"));
        }
        if (header.has("b64") && !header.path("b64").asBoolean(true)) {
            found.add(
                    "b64-false",
                    MEDIUM,
                    "The payload is not encoded (b64 false)",
                    "a JWT must not do so",
                    "leave b64 out",
                    "RFC 7797 7");
        }
        if (header.has("zip")) {
            var encrypted = token.kind().isEncrypted();
            found.add(
                    "zip-present",
                    encrypted ? MEDIUM : LOW,
                    "The token is "
                            + (encrypted ? "compressed before it is encrypted (zip)" : "not encrypted, and says zip"),
                    encrypted
                            ? "its length tells of its content, and a small one may unpack to a huge one"
                            : "the member means nothing here, and receivers differ",
                    "leave zip out",
                    encrypted ? "RFC 8725 3.6" : "RFC 7516 4.1.3");
        }
    }

    private void critical(JsonNode crit) {
        var isSound = crit.isArray()
                && !crit.isEmpty()
                && StreamSupport.stream(crit.spliterator(), false)
                        .allMatch(name -> name.isTextual()
                                && header.has(name.textValue())
                                && !NEVER_CRITICAL.contains(name.textValue()));
        if (isSound) {
            found.add(
                    "crit-present",
                    LOW,
                    "The header says what must be understood: " + Shown.value(crit),
                    "a receiver that overlooks crit gives the token another meaning",
                    "make sure that each one knows it",
                    "RFC 7515 4.1.11");
        } else {
            found.add(
                    "crit-malformed",
                    MEDIUM,
                    "crit is no list of extensions that are there",
                    "receivers must refuse the token",
                    "leave it out",
                    "RFC 7515 4.1.11");
        }
    }

    private void type() {
        var typ = header.path("typ").asText();
        if (token.kind() == TokenKind.JWS && (typ.isEmpty() || typ.equalsIgnoreCase("JWT"))) {
            found.add(
                    "typ-generic",
                    INFO,
                    typ.isEmpty() ? "The token has no typ" : "typ is JWT, as of any",
                    "an ID token may be taken for an access token",
                    "use at+jwt for access tokens",
                    "RFC 8725 3.11");
        }
    }
}
