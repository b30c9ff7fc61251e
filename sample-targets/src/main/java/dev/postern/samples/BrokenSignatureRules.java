package dev.postern.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Verification as it went wrong in real servers. Each method is one story of {@link Weakness}. */
final class BrokenSignatureRules {
    private static final int CACHED_AT_MOST = 10_000;

    private BrokenSignatureRules() {}

    /** {@code decode()} was taken for {@code verify()}. */
    static SignatureRule decodeOnly() {
        return token -> true;
    }

    /** The token chooses how it is verified, and may choose not to be. */
    static SignatureRule algorithmFromHeader(SigningKeys keys) {
        return token -> switch (token.algorithm()) {
            case "none" -> true;
            case "RS256" -> SignatureRule.rs256(token, keys.publicKey());
            default -> false;
        };
    }

    /** A refusal of exactly "none", in front of a library that knows algorithms in any case. */
    static SignatureRule noneBlacklisted(SigningKeys keys) {
        return token -> {
            if (token.algorithm().equals("none")) {
                return false;
            }
            return switch (token.algorithm().toLowerCase(Locale.ROOT)) {
                case "none" -> true;
                case "rs256" -> SignatureRule.rs256(token, keys.publicKey());
                default -> false;
            };
        };
    }

    /**
     * {@code verify(token, key)} for all algorithms: what the key means depends on the token.
     *
     * @param keyMaterial the configured key as bytes: the text of a PEM file, or its DER form
     */
    static SignatureRule oneKeyForAllAlgorithms(SigningKeys keys, byte[] keyMaterial) {
        return token -> switch (token.algorithm()) {
            case "HS256", "HS384", "HS512" ->
                SignatureRule.hmac(token, token.algorithm().substring(2), keyMaterial);
            case "RS256" -> SignatureRule.rs256(token, keys.publicKey());
            default -> false;
        };
    }

    /** Verifying is slow, so the verdict is kept under the signature; that the payload may differ was not seen. */
    static SignatureRule verdictCachedBySignature(SigningKeys keys) {
        Set<String> verified = ConcurrentHashMap.newKeySet();
        SignatureRule careful = SignatureRule.pinned(keys);
        return token -> {
            if (verified.contains(token.signature())) {
                return true;
            }
            boolean trusted = careful.trusts(token);
            if (trusted && verified.size() < CACHED_AT_MOST) {
                verified.add(token.signature());
            }
            return trusted;
        };
    }

    /** {@link Signature#verify} answers false for a wrong signature; only its exceptions were handled. */
    static SignatureRule verifyResultIgnored(SigningKeys keys) {
        return token -> {
            if (!token.algorithm().equals("RS256")) {
                return false;
            }
            try {
                Signature verifier = Signature.getInstance("SHA256withRSA");
                verifier.initVerify(keys.publicKey());
                verifier.update(token.signedBytes());
                boolean unused = verifier.verify(token.signatureBytes());
                return true;
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has RSA", e);
            }
        };
    }

    /** "Nothing to verify" was taken for "verified". */
    static SignatureRule emptySignatureSkipped(SigningKeys keys) {
        return token -> token.signature().isEmpty()
                ? token.algorithm().equals("RS256")
                : SignatureRule.pinned(keys).trusts(token);
    }

    /** A null check that mended a crash: no key found, nothing to compare with. */
    static SignatureRule unknownKeyIdAccepted(SigningKeys keys) {
        Map<String, PublicKey> byId = Map.of(keys.pair().getKeyID(), keys.publicKey());
        return token -> {
            PublicKey key = byId.get(token.keyId());
            return token.algorithm().equals("RS256") && (key == null || SignatureRule.rs256(token, key));
        };
    }

    /** The key that came with the token is preferred to the server's own. */
    static SignatureRule embeddedKeyTrusted(SigningKeys keys) {
        return token -> token.header().get("jwk") instanceof Map<?, ?> embedded
                ? verifiedBy(embedded, token)
                : SignatureRule.pinned(keys).trusts(token);
    }

    /** The issuer signs with a secret that it shares with every API; the old key pair is still accepted. */
    static SignatureRule sharedSecretOrPair(SigningKeys keys) {
        return token -> token.algorithm().equals("HS256")
                ? SignatureRule.hmac(token, "256", keys.sharedSecret())
                : SignatureRule.pinned(keys).trusts(token);
    }

    private static boolean verifiedBy(Map<?, ?> embedded, Jws token) {
        try {
            JWK jwk = JWK.parse(Answer.text(embedded));
            JWSHeader header = JWSHeader.parse(Answer.text(token.header()));
            Key key =
                    jwk instanceof OctetSequenceKey secret ? secret.toSecretKey() : ((AsymmetricJWK) jwk).toPublicKey();
            JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, key);
            return verifier.verify(header, token.signedBytes(), new Base64URL(token.signature()));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return false;
        }
    }
}
