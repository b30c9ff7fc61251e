package dev.postern.samples;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token on its way to being forged. */
record Draft(Map<String, Object> header, Map<String, Object> payload, String signature) {
    static final RSAKey STRANGER = newKey();

    /** HMAC fills keys up with zeros, and Java takes no empty ones. */
    static final byte[] EMPTY_SECRET = {0};

    static Draft of(String token) {
        try {
            Jws parsed = Jws.parse(token);
            return new Draft(parsed.header(), parsed.payload(), parsed.signature());
        } catch (Jws.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    Draft header(String name, Object value) {
        return new Draft(with(header, name, value), payload, signature);
    }

    Draft claim(String name, Object value) {
        return new Draft(header, with(payload, name, value), signature);
    }

    Draft without(String claim) {
        Map<String, Object> fewer = new LinkedHashMap<>(payload);
        fewer.remove(claim);
        return new Draft(header, fewer, signature);
    }

    String signature(byte[] bytes) {
        return signedText() + "." + base64url(bytes);
    }

    /** The changed text with the signature of the token it came from. */
    String signatureKept() {
        return signedText() + "." + signature;
    }

    String unsigned() {
        return signedText() + ".";
    }

    String signedBy(RSAKey key) {
        try {
            return signedBy(key.toPrivateKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings the certificate of its key along: a real one, of the sample's web server, which issues no tokens. */
    String signedBesideItsCertificate() {
        return signedBesideItsCertificate("x5c", "");
    }

    String signedBesideItsCertificate(String parameter, String prefix) {
        char[] password = Listener.KEY_STORE_PASSWORD.toCharArray();
        try (InputStream stream = Draft.class.getResourceAsStream("/" + Listener.KEY_STORE)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password);
            String alias = store.aliases().nextElement();
            String certificate = Base64.getEncoder()
                    .encodeToString(store.getCertificate(alias).getEncoded());
            Object value = parameter.equals("x5c") ? List.of(certificate) : prefix + certificate;
            return header(parameter, value).signedBy((PrivateKey) store.getKey(alias, password));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String signedBy(RSAKey key, String algorithm) {
        try {
            return signed(signedText(), key.toPrivateKey(), algorithm);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signedBy(ECKey key, String algorithm) {
        try {
            return signed(signedText(), key.toPrivateKey(), algorithm);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a second member of that name behind all others. */
    String signedWithSecond(String claim, Object value, RSAKey key) {
        String json = Answer.text(payload).replaceFirst("}$", ",\"" + claim + "\":" + Answer.text(value) + "}");
        try {
            return signed(part(Answer.text(header)) + "." + part(json), key.toPrivateKey(), "SHA256withRSA");
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unsigned, inside a token that is encrypted to the key. */
    String encrypted(RSAKey key) {
        try {
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                            .contentType("JWT")
                            .build(),
                    new Payload(unsigned()));
            jwe.encrypt(new RSAEncrypter(key.toPublicJWK()));
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** General JSON with no signature at all. */
    String withoutSignatures() {
        return Answer.text(Map.of("payload", part(Answer.text(payload)), "signatures", List.of()));
    }

    /** Flattened JSON of a valid token, with this one's parts as a member's name. */
    String inTheNameOf(String valid) {
        String[] parts = valid.split("\\.", -1);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(signedText() + ".", "");
        json.put("protected", parts[0]);
        json.put("payload", parts[1]);
        json.put("signature", parts[2]);
        return Answer.text(json);
    }

    private String signedBy(PrivateKey key) {
        return signed(signedText(), key, "SHA256withRSA");
    }

    private static String signed(String text, PrivateKey key, String algorithm) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64url(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String hs256(byte[] secret) {
        Draft draft = header("alg", "HS256");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] hash = mac.doFinal(draft.signedText().getBytes(StandardCharsets.US_ASCII));
            return draft.signedText() + "." + base64url(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signedText() {
        return List.of(header, payload).stream()
                .map(each -> part(Answer.text(each)))
                .reduce((first, second) -> first + "." + second)
                .orElseThrow();
    }

    private static String part(String json) {
        return base64url(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return changed;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("stranger").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
