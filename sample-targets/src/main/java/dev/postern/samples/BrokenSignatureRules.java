package dev.postern.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** The issuer's next key is told from a secret by how its text begins, and its text begins with a line end. */
    static SignatureRule nextKeyIsText(SigningKeys keys, RSAKey next) {
        byte[] text = ("\n" + SigningKeys.pem(next)).getBytes(StandardCharsets.US_ASCII);
        return token -> token.keyId().equals(next.getKeyID())
                ? token.algorithm().equals("HS256") && SignatureRule.hmac(token, "256", text)
                : SignatureRule.pinned(keys).trusts(token);
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

    /** A MAC cut short is legal elsewhere (RFC 2104 5), and here the token says how much of it is compared. */
    static SignatureRule sharedSecretComparedAsFarAsItGoes(SigningKeys keys) {
        return token -> {
            if (!token.algorithm().equals("HS256")) {
                return SignatureRule.pinned(keys).trusts(token);
            }
            byte[] presented = token.signatureBytes();
            byte[] right = SignatureRule.mac(token, "256", keys.sharedSecret());
            return presented.length > 0
                    && presented.length <= right.length
                    && MessageDigest.isEqual(Arrays.copyOf(right, presented.length), presented);
        };
    }

    /** {@code if (verifier != null && !verifier.verify(token)) refuse()}: who knows no verifier verifies nothing. */
    static SignatureRule unknownAlgorithmSkipped(SigningKeys keys) {
        Map<String, SignatureRule> verifiers = Map.of("RS256", SignatureRule.pinned(keys));
        return token -> {
            SignatureRule verifier = verifiers.get(token.algorithm());
            return verifier == null || verifier.trusts(token);
        };
    }

    /** Whatever fits the type of the key is taken: RS and PS of every length. */
    static SignatureRule everyAlgorithmOfTheKey(SigningKeys keys) {
        return token -> {
            try {
                JWSHeader header = JWSHeader.parse(Answer.text(token.header()));
                return new RSASSAVerifier(keys.publicKey())
                        .verify(header, token.signedBytes(), new Base64URL(token.signature()));
            } catch (ParseException | JOSEException e) {
                return false;
            }
        };
    }

    /** The name of the algorithm gives the hash and the key gives the curve; whether the two belong together is not asked. */
    static SignatureRule curveNotCompared(SigningKeys keys) {
        Map<String, String> verifiers = Map.of(
                "ES256", "SHA256withECDSAinP1363Format",
                "ES256K", "SHA256withECDSAinP1363Format",
                "ES384", "SHA384withECDSAinP1363Format",
                "ES512", "SHA512withECDSAinP1363Format");
        return token -> verifiers.containsKey(token.algorithm())
                && SignatureRule.verified(token, verifiers.get(token.algorithm()), keys.curvePublicKey());
    }

    /** {@code crit} is one more parameter that nobody here has heard of. */
    static SignatureRule criticalIgnored(SigningKeys keys) {
        return token -> token.signatureIsCanonical() && SignatureRule.isOurs(token, keys);
    }

    /** base64 as the decoder of the platform takes it: with padding, and whatever the idle bits are. */
    static SignatureRule signatureSpeltAnyhow(SigningKeys keys) {
        return token -> !token.header().containsKey("crit") && SignatureRule.isOurs(token, keys);
    }

    /** The key set is fetched from where the token says. */
    static SignatureRule keySetFetched(SigningKeys keys) {
        return token -> {
            Optional<byte[]> fetched = fetched(token.header().get("jku"));
            return fetched.isPresent()
                    ? keysIn(fetched.get()).stream().anyMatch(key -> verifiedBy(key, token))
                    : SignatureRule.pinned(keys).trusts(token);
        };
    }

    /** The key set is fetched from where the token says, and kept for when its address turns out to be an allowed one. */
    static SignatureRule keySetFetchedBeforeItsAddressIsCompared(SigningKeys keys) {
        return token -> {
            Optional<byte[]> fetched = fetched(token.header().get("jku"));
            return fetched.isEmpty() && SignatureRule.pinned(keys).trusts(token);
        };
    }

    /** {@code if (jku.contains(issuerHost))}: the name of the issuer may stand anywhere in an address. */
    static SignatureRule keySetFetchedWhereTheIssuerIsNamed(SigningKeys keys) {
        String host = URI.create(ClaimRule.ISSUER).getHost();
        return keySetFetchedIf(keys, jku -> jku.contains(host));
    }

    /** {@code if (jku.endsWith("/.well-known/jwks.json"))}: every host has that path. */
    static SignatureRule keySetFetchedWhereThePathIsKnown(SigningKeys keys) {
        return keySetFetchedIf(keys, jku -> jku.endsWith("/.well-known/jwks.json"));
    }

    private static SignatureRule keySetFetchedIf(SigningKeys keys, Predicate<String> allowed) {
        return token -> {
            Optional<byte[]> fetched =
                    allowed.test(String.valueOf(token.header().get("jku")))
                            ? fetched(token.header().get("jku"))
                            : Optional.empty();
            return fetched.isPresent()
                    ? keysIn(fetched.get()).stream().anyMatch(key -> verifiedBy(key, token))
                    : SignatureRule.pinned(keys).trusts(token);
        };
    }

    /** Metadata and keys are looked up at the issuer that the token names, as at the one that is known. */
    static SignatureRule keysOfAnyIssuer(SigningKeys keys) {
        return token -> {
            String issuer = String.valueOf(token.payload().get("iss"));
            return issuer.equals(ClaimRule.ISSUER)
                    ? SignatureRule.pinned(keys).trusts(token)
                    : fetched(issuer + "/.well-known/openid-configuration")
                            .flatMap(metadata -> fetched(keySetIn(metadata)))
                            .filter(set -> keysIn(set).stream().anyMatch(key -> verifiedBy(key, token)))
                            .isPresent();
        };
    }

    /** The certificate is fetched from where the token says. */
    static SignatureRule certificateFetched(SigningKeys keys) {
        return token -> {
            Optional<byte[]> fetched = fetched(token.header().get("x5u"));
            return fetched.isPresent()
                    ? token.algorithm().equals("RS256")
                            && certificate(fetched.get())
                                    .filter(leaf -> SignatureRule.rs256(token, leaf.getPublicKey()))
                                    .isPresent()
                    : SignatureRule.pinned(keys).trusts(token);
        };
    }

    /** As Node's fetch and Python's urllib do, {@code data:} (RFC 2397) among the rest; the sample never leaves this machine. */
    private static Optional<byte[]> fetched(Object url) {
        if (url instanceof String text && text.startsWith("http://")) {
            return onThisMachine(text).flatMap(BrokenSignatureRules::downloaded);
        }
        String prefix = ";base64,";
        if (!(url instanceof String text) || !text.startsWith("data:") || !text.contains(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.substring(text.indexOf(prefix) + prefix.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> onThisMachine(String url) {
        try {
            return Optional.of(new URI(url)).filter(uri -> "127.0.0.1".equals(uri.getHost()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> downloaded(URI url) {
        try {
            URLConnection connection = url.toURL().openConnection();
            connection.setConnectTimeout(2000);
            connection.setReadTimeout(2000);
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(body.readAllBytes());
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Object keySetIn(byte[] metadata) {
        try {
            return JSONObjectUtils.parse(new String(metadata, StandardCharsets.UTF_8))
                    .get("jwks_uri");
        } catch (ParseException e) {
            return "";
        }
    }

    private static List<JWK> keysIn(byte[] jwks) {
        try {
            return JWKSet.parse(new String(jwks, StandardCharsets.UTF_8)).getKeys();
        } catch (ParseException e) {
            return List.of();
        }
    }

    /** The first certificate of {@code x5c} is the key; who issued it is not asked. */
    static SignatureRule embeddedCertificateTrusted(SigningKeys keys) {
        return token -> {
            if (token.header().get("x5c") instanceof List<?> chain && !chain.isEmpty()) {
                return token.algorithm().equals("RS256")
                        && certificate(base64(chain.get(0)))
                                .filter(leaf -> SignatureRule.rs256(token, leaf.getPublicKey()))
                                .isPresent();
            }
            return SignatureRule.pinned(keys).trusts(token);
        };
    }

    /** The issuer will move to ES256, its coming key is trusted already, and the arithmetic is home-made. */
    static SignatureRule handmadeEcdsa(SigningKeys keys) {
        HandmadeEcdsa coming = new HandmadeEcdsa(newEllipticKey());
        return token -> token.algorithm().equals("ES256")
                ? coming.verifies(token.signedBytes(), token.signatureBytes())
                : SignatureRule.pinned(keys).trusts(token);
    }

    /** {@code secrets[kid] || ""}: internal services sign by HMAC, and a look-up that misses answers an empty secret. */
    static SignatureRule absentKeyIsEmpty(SigningKeys keys) {
        Map<String, byte[]> secrets = Map.of(SigningKeys.SHARED_SECRET_ID, keys.sharedSecret());
        return pairOrSecret(keys, kid -> Optional.of(secrets.getOrDefault(kid, new byte[0])));
    }

    /** Secrets lie in files, and the token names the file. */
    static SignatureRule keyFileNamedByKeyId(SigningKeys keys) {
        KeyFolder folder = KeyFolder.with(SigningKeys.SHARED_SECRET_ID, keys.sharedSecret());
        SignatureRule rule = pairOrSecret(keys, folder::read);
        return new SignatureRule() {
            @Override
            public boolean trusts(Jws token) {
                return rule.trusts(token);
            }

            @Override
            public void close() {
                folder.close();
            }
        };
    }

    /** Secrets lie in a table, and the token's kid becomes a piece of the query. */
    static SignatureRule keyQueriedByKeyId(SigningKeys keys) {
        KeyTable table = new KeyTable(
                Map.of(SigningKeys.SHARED_SECRET_ID, new String(keys.sharedSecret(), StandardCharsets.US_ASCII)));
        return pairOrSecret(keys, kid -> {
            try {
                return table.first("SELECT secret FROM signing_keys WHERE kid = '" + kid + "'")
                        .map(secret -> secret.getBytes(StandardCharsets.UTF_8));
            } catch (KeyTable.SqlException e) {
                return Optional.empty();
            }
        });
    }

    /** The issuer's pair for RS256, and for HS256 the secret that the token names. */
    private static SignatureRule pairOrSecret(SigningKeys keys, Function<String, Optional<byte[]>> secretByKeyId) {
        return token -> token.algorithm().equals("HS256")
                ? secretByKeyId
                        .apply(token.keyId())
                        .filter(secret -> SignatureRule.hmac(token, "256", secret))
                        .isPresent()
                : SignatureRule.pinned(keys).trusts(token);
    }

    private static Optional<X509Certificate> certificate(byte[] pemOrDer) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pemOrDer)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static byte[] base64(Object text) {
        try {
            return Base64.getDecoder().decode(String.valueOf(text));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static ECPublicKey newEllipticKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return (ECPublicKey) generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static boolean verifiedBy(Map<?, ?> embedded, Jws token) {
        try {
            return verifiedBy(JWK.parse(Answer.text(embedded)), token);
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean verifiedBy(JWK jwk, Jws token) {
        try {
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
