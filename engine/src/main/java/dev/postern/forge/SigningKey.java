package dev.postern.forge;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A key that signs tokens: RSA, EC (P-256, P-384, P-521), Ed25519, or a secret for HMAC. It has an algorithm, and often
 * a key id. It never prints its material.
 */
public final class SigningKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Material material;
    private final JwsAlgorithm algorithm;
    private final Optional<String> kid;

    /** What signs. */
    private sealed interface Material {
        JwsAlgorithm.Family family();

        JwsAlgorithm usual();

        byte[] sign(JwsAlgorithm algorithm, byte[] input) throws GeneralSecurityException;
    }

    private static final class Secret implements Material {
        private final byte[] bytes;

        Secret(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public JwsAlgorithm.Family family() {
            return JwsAlgorithm.Family.HMAC;
        }

        @Override
        public JwsAlgorithm usual() {
            return JwsAlgorithm.HS256;
        }

        @Override
        public byte[] sign(JwsAlgorithm algorithm, byte[] input) throws GeneralSecurityException {
            return algorithm.mac(bytes, input);
        }
    }

    private static final class Pair implements Material {
        private final PrivateKey privateKey;
        private final Optional<PublicKey> publicKey;

        Pair(PrivateKey privateKey, Optional<PublicKey> publicKey) {
            this.privateKey = privateKey;
            this.publicKey = publicKey;
        }

        @Override
        public JwsAlgorithm.Family family() {
            return JwsAlgorithm.Family.of(privateKey);
        }

        @Override
        public JwsAlgorithm usual() {
            return switch (family()) {
                case RSA -> privateKey.getAlgorithm().equals("RSA") ? JwsAlgorithm.RS256 : JwsAlgorithm.PS256;
                case EC ->
                    ofCurve(((ECPrivateKey) privateKey).getParams().getOrder().bitLength());
                case ED25519 -> JwsAlgorithm.EdDSA;
                case HMAC -> throw new IllegalStateException("A private key is no secret.");
            };
        }

        @Override
        public byte[] sign(JwsAlgorithm algorithm, byte[] input) throws GeneralSecurityException {
            return algorithm.sign(privateKey, input);
        }

        private static JwsAlgorithm ofCurve(int bits) {
            return bits <= 256 ? JwsAlgorithm.ES256 : bits <= 384 ? JwsAlgorithm.ES384 : JwsAlgorithm.ES512;
        }
    }

    private SigningKey(Material material, JwsAlgorithm algorithm, Optional<String> kid) {
        if (material.family() != algorithm.family()) {
            throw new UnusableKeyException(
                    algorithm + " needs " + algorithm.family().words() + "; this is "
                            + material.family().words() + ".");
        }
        this.material = material;
        this.algorithm = algorithm;
        this.kid = kid;
    }

    /**
     * Reads a key from text: a private or symmetric JWK, a JWK set with one such key, or PEM (PKCS#8 {@code PRIVATE KEY},
     * PKCS#1 {@code RSA PRIVATE KEY}, SEC 1 {@code EC PRIVATE KEY}). The algorithm is the JWK's {@code alg}; without one
     * RS256 for RSA, that of the curve for EC, EdDSA, and HS256 for a secret.
     *
     * @throws UnusableKeyException if the text is none of these, is encrypted, or is a public key only
     */
    public static SigningKey parse(String jwkOrPem) {
        String text = jwkOrPem.strip();
        if (text.startsWith("{")) {
            return ofJwk(privateJwk(text));
        }
        if (Pem.looksLike(text)) {
            return ofPem(text);
        }
        throw new UnusableKeyException("The key is neither JSON (a JWK begins with \"{\") nor PEM"
                + " (\"-----BEGIN PRIVATE KEY-----\"). Is it the name of a file instead of its text?");
    }

    /** A key for HMAC, of any length, even none; HS256 until {@link #withAlg} says otherwise. */
    public static SigningKey secret(byte[] bytes) {
        return new SigningKey(new Secret(bytes), JwsAlgorithm.HS256, Optional.empty());
    }

    /** A fresh key for the algorithm, without a key id: RSA has 2048 bits, a secret is as long as the hash. */
    public static SigningKey generateLike(String alg) {
        JwsAlgorithm algorithm = JwsAlgorithm.named(alg);
        return switch (algorithm.family()) {
            case HMAC -> new SigningKey(randomSecret(algorithm.hashBytes()), algorithm, Optional.empty());
            case RSA -> generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), algorithm);
            case EC -> generate("EC", new ECGenParameterSpec(curve(algorithm)), algorithm);
            case ED25519 -> generate("Ed25519", NamedParameterSpec.ED25519, algorithm);
        };
    }

    /** A fresh key of the same type, size or curve, and algorithm, without a key id. */
    public static SigningKey generateLike(SigningKey model) {
        if (model.material instanceof Secret secret) {
            return new SigningKey(randomSecret(Math.max(secret.bytes.length, 16)), model.algorithm, Optional.empty());
        }
        PrivateKey key = ((Pair) model.material).privateKey;
        if (key instanceof RSAPrivateKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return generate(
                    rsa.getAlgorithm(), new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), model.algorithm);
        }
        if (key instanceof ECPrivateKey ec) {
            return generate("EC", ec.getParams(), model.algorithm);
        }
        return generate("Ed25519", NamedParameterSpec.ED25519, model.algorithm);
    }

    /** The name of the algorithm that the key signs with, as in a token's header. */
    public String alg() {
        return algorithm.name();
    }

    /** How many bits a secret has; empty if the key is a pair. */
    public OptionalInt secretBits() {
        return material instanceof Secret secret ? OptionalInt.of(8 * secret.bytes.length) : OptionalInt.empty();
    }

    public Optional<String> kid() {
        return kid;
    }

    /** The same key under another id. */
    public SigningKey withKid(String newKid) {
        return new SigningKey(material, algorithm, Optional.of(newKid));
    }

    /** The same key without an id. */
    public SigningKey withoutKid() {
        return new SigningKey(material, algorithm, Optional.empty());
    }

    /**
     * The same key for another algorithm of its type, e.g. PS256 with an RSA key.
     *
     * @throws UnusableKeyException if the algorithm is unknown or takes another type of key
     */
    public SigningKey withAlg(String alg) {
        return new SigningKey(material, JwsAlgorithm.named(alg), kid);
    }

    /** True of a secret: who can verify with it can sign with it. */
    public boolean isSymmetric() {
        return material instanceof Secret;
    }

    /** The public key; none for a secret. */
    public Optional<PublicKey> publicKey() {
        return material instanceof Pair pair ? pair.publicKey : Optional.empty();
    }

    /**
     * The public key as a JWK (RFC 7517) with this key's id and algorithm, ready to be a member of a header.
     *
     * @throws UnusableKeyException if there is none, as for a secret
     */
    public Map<String, Object> publicJwk() {
        Map<String, Object> jwk = PublicJwk.of(requiredPublicKey()).toJSONObject();
        kid.ifPresent(id -> jwk.put("kid", id));
        jwk.put("alg", alg());
        return jwk;
    }

    /** Every form of the public key that a confused verifier may take for a secret; none of a secret. */
    public List<PublicKeyForm> publicKeyForms() {
        return publicKey().map(PublicKeyForms::of).orElse(List.of());
    }

    /**
     * A certificate of the public key, signed by this key itself, valid for a day around the moment (RFC 5280 4.1).
     *
     * @throws UnusableKeyException if there is no public key, as for a secret
     */
    public X509Certificate selfSignedCertificate(String commonName, Instant around) {
        if (!(material instanceof Pair pair)) {
            throw new UnusableKeyException("A secret has no certificate.");
        }
        return SelfSigned.certificate(pair.privateKey, requiredPublicKey(), commonName, around);
    }

    /** Says the algorithm and the key id, and nothing of the material. */
    @Override
    public String toString() {
        return "SigningKey[" + alg() + kid.map(id -> ", kid " + id).orElse("") + "]";
    }

    byte[] sign(JwsAlgorithm with, byte[] input) {
        if (with.family() != material.family()) {
            throw new UnusableKeyException(with + " needs " + with.family().words() + "; this is "
                    + material.family().words() + ".");
        }
        try {
            return material.sign(with, input);
        } catch (GeneralSecurityException refused) {
            throw new UnusableKeyException("The key cannot sign with " + with + " in this Java ("
                    + refused.getClass().getSimpleName() + "): it is too short, or meant for another algorithm.");
        }
    }

    private PublicKey requiredPublicKey() {
        return publicKey()
                .orElseThrow(() -> new UnusableKeyException(
                        "There is no public key: " + this + (isSymmetric() ? " is a secret." : " does not tell it.")));
    }

    private static SigningKey ofJwk(JWK jwk) {
        if (!jwk.isPrivate()) {
            throw new UnusableKeyException("The JWK is a public key; to sign, the private one is needed.");
        }
        Material material = material(jwk);
        // An "alg" such as RSA-OAEP is none of a signature: the type of the key decides then.
        JwsAlgorithm algorithm = Optional.ofNullable(jwk.getAlgorithm())
                .map(Algorithm::getName)
                .filter(JwsAlgorithm::knows)
                .map(JwsAlgorithm::named)
                .orElseGet(material::usual);
        return new SigningKey(material, algorithm, Optional.ofNullable(jwk.getKeyID()));
    }

    private static Material material(JWK jwk) {
        try {
            if (jwk instanceof OctetSequenceKey oct) {
                return new Secret(oct.toByteArray());
            }
            if (jwk instanceof RSAKey rsa) {
                return new Pair(rsa.toRSAPrivateKey(), Optional.of(rsa.toRSAPublicKey()));
            }
            if (jwk instanceof ECKey ec) {
                return new Pair(ec.toECPrivateKey(), Optional.of(ec.toECPublicKey()));
            }
            if (jwk instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
                PrivateKey key = KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, okp.getDecodedD()));
                return new Pair(key, Optional.of(PublicJwk.toJca(okp)));
            }
        } catch (JOSEException | GeneralSecurityException unusable) {
            throw new UnusableKeyException("This Java cannot use the " + jwk.getKeyType()
                    + " key: its values are wrong," + " or its curve is none of P-256, P-384, P-521, Ed25519.");
        }
        throw new UnusableKeyException(
                "A JWK of type " + jwk.getKeyType() + " signs no token here; of OKP keys only Ed25519 does.");
    }

    private static JWK privateJwk(String json) {
        List<JWK> keys =
                JwkSetText.keys(json).stream().map(SigningKey::parseJwk).toList();
        if (keys.size() == 1) {
            return keys.get(0);
        }
        List<JWK> signing = keys.stream().filter(JWK::isPrivate).toList();
        if (signing.size() != 1) {
            throw new UnusableKeyException("The JWK set has " + signing.size()
                    + " private or symmetric keys; give the one to sign with, alone.");
        }
        return signing.get(0);
    }

    // The library's words are left out: they may quote the key.
    private static JWK parseJwk(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException | IllegalArgumentException | IllegalStateException unreadable) {
            throw new UnusableKeyException("The JSON is no JWK that can be read: it needs \"kty\" (RSA, EC, OKP or oct)"
                    + " and that type's members, in base64url.");
        }
    }

    private static SigningKey ofPem(String text) {
        Pem block = Pem.in(text).stream()
                .filter(each -> each.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new UnusableKeyException("The PEM text holds no private key, only "
                        + Pem.in(text).get(0).label() + "; to sign, the private one is needed."));
        PrivateKey key = privateKey(block.pkcs8());
        try {
            Material material = new Pair(key, PublicHalf.of(key));
            return new SigningKey(material, material.usual(), Optional.empty());
        } catch (GeneralSecurityException unusable) {
            throw new UnusableKeyException("The values of the " + key.getAlgorithm() + " key do not fit together.");
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        for (String type : List.of("RSA", "RSASSA-PSS", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException anotherType) {
                // the next type is tried
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("This Java has no keys of type " + type + ".", missing);
            }
        }
        throw new UnusableKeyException(
                "The PEM text holds a private key that is none of RSA, EC (P-256, P-384, P-521) and Ed25519, or is damaged.");
    }

    private static SigningKey generate(String type, AlgorithmParameterSpec spec, JwsAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(spec, RANDOM);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(
                    new Pair(pair.getPrivate(), Optional.of(pair.getPublic())), algorithm, Optional.empty());
        } catch (GeneralSecurityException refused) {
            throw new UnusableKeyException("This Java makes no " + type + " key of that size or curve.");
        }
    }

    private static Secret randomSecret(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return new Secret(bytes);
    }

    private static String curve(JwsAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "secp256r1";
            case ES384 -> "secp384r1";
            default -> "secp521r1";
        };
    }
}
