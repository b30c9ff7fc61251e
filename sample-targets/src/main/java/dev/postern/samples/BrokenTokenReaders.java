package dev.postern.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.RSADecrypter;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading as it went wrong in real servers, before any signature is looked at. Each method is one story of {@link Weakness}. */
final class BrokenTokenReaders {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BrokenTokenReaders() {}

    /** Whoever can encrypt to the public key is believed: inside there may be a signature, and there may be none. */
    static TokenReader decrypting(SigningKeys keys, TokenReader careful) {
        return text -> {
            if (text.split("\\.", -1).length != 5) {
                return careful.believed(text);
            }
            try {
                JWEObject jwe = JWEObject.parse(text);
                jwe.decrypt(new RSADecrypter(keys.pair()));
                // pac4j: toSignedJWT() is null where the content is no signed token, and null was not verified
                String inner = jwe.getPayload().toString();
                return jwe.getPayload().toSignedJWT() == null
                        ? Optional.of(inner.startsWith("{") ? Jws.ofClaims(inner) : Jws.parse(inner))
                        : careful.believed(inner);
            } catch (ParseException | JOSEException e) {
                throw new Jws.Malformed("no encrypted token", e);
            }
        };
    }

    /** The library verifies JSON, the code around it splits the text at its dots to get at the claims (CVE-2022-39227). */
    static TokenReader splitAtDots(TokenReader careful) {
        return text -> {
            if (!text.startsWith("{")) {
                return careful.believed(text);
            }
            JsonNode json = json(text);
            Optional<Jws> verified = careful.believed(String.join(
                    ".",
                    json.path("protected").asText(),
                    json.path("payload").asText(),
                    json.path("signature").asText()));
            String[] parts = text.split("\\.", -1);
            return parts.length == 3 && verified.isPresent()
                    ? Optional.of(verified.get().withPayload(parts[1]))
                    : verified;
        };
    }

    /** All signatures of the list must be right, and of an empty list all are. */
    static TokenReader allSignaturesOfJson(TokenReader careful) {
        return text -> {
            if (!text.startsWith("{")) {
                return careful.believed(text);
            }
            JsonNode json = json(text);
            String payload = json.path("payload").asText();
            List<String> compact = new ArrayList<>();
            json.path("signatures")
                    .forEach(each -> compact.add(String.join(
                            ".",
                            each.path("protected").asText(),
                            payload,
                            each.path("signature").asText())));
            for (String each : compact) {
                if (careful.believed(each).isEmpty()) {
                    return Optional.empty();
                }
            }
            return Optional.of(compact.isEmpty() ? Jws.ofEncodedClaims(payload) : Jws.parse(compact.get(0)));
        };
    }

    /** A parser that keeps the first of two members of one name, before a signature that covers both. */
    static TokenReader firstMemberWins(SignatureRule signature) {
        return text -> {
            Jws token = Jws.parseFirstMembers(text);
            return signature.trusts(token) ? Optional.of(token) : Optional.empty();
        };
    }

    private static JsonNode json(String text) throws Jws.Malformed {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Jws.Malformed("no JSON", e);
        }
    }
}
