package dev.postern.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.impl.AAD;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

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

    /** Partners encrypt with a password. How often it is hashed, the header says, and nobody says how often at most. */
    static TokenReader hashingAsOftenAsTold(SigningKeys keys, TokenReader careful) {
        return text -> {
            if (text.split("\\.", -1).length != 5) {
                return careful.believed(text);
            }
            try {
                JWEObject jwe = JWEObject.parse(text);
                byte[] inner = new AESDecrypter(keyOfPassword(jwe.getHeader(), keys.sharedSecret()))
                        .decrypt(
                                new JWEHeader(
                                        JWEAlgorithm.A256KW, jwe.getHeader().getEncryptionMethod()),
                                jwe.getEncryptedKey(),
                                jwe.getIV(),
                                jwe.getCipherText(),
                                jwe.getAuthTag(),
                                AAD.compute(jwe.getHeader()));
                return careful.believed(new String(inner, StandardCharsets.UTF_8));
            } catch (ParseException | JOSEException | GeneralSecurityException e) {
                throw new Jws.Malformed("no encrypted token", e);
            }
        };
    }

    /** RFC 7518 4.8.1. */
    private static SecretKey keyOfPassword(JWEHeader header, byte[] password)
            throws GeneralSecurityException, Jws.Malformed {
        if (!JWEAlgorithm.PBES2_HS512_A256KW.equals(header.getAlgorithm())) {
            throw new Jws.Malformed("not encrypted with a password", null);
        }
        ByteArrayOutputStream salt = new ByteArrayOutputStream();
        salt.writeBytes(header.getAlgorithm().getName().getBytes(StandardCharsets.US_ASCII));
        salt.write(0);
        salt.writeBytes(header.getPBES2Salt().decode());
        PBEKeySpec spec = new PBEKeySpec(
                new String(password, StandardCharsets.US_ASCII).toCharArray(),
                salt.toByteArray(),
                header.getPBES2Count(),
                256);
        byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
        return new SecretKeySpec(derived, "AES");
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
