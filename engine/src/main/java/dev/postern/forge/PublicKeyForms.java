package dev.postern.forge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All forms of a public key that servers have been seen to use as an HMAC secret, likeliest first and each once. Which
 * one a server holds cannot be known from outside; the forged token must be tried with each.
 */
public final class PublicKeyForms {
    private final List<PublicKeyForm> forms = new ArrayList<>();
    private final Set<ByteBuffer> known = new HashSet<>();
    private String ofWhich = "";

    private PublicKeyForms() {}

    /** The forms of an RSA, EC or Ed25519 key. */
    public static List<PublicKeyForm> of(PublicKey key) {
        return new PublicKeyForms()
                .likeliestEncodings(key)
                .otherEncodings(key)
                .jwk(PublicJwk.of(key))
                .list();
    }

    /** As of {@link #of(PublicKey)}, and the JWK with all its public members, and its certificate where {@code x5c} has one. */
    public static List<PublicKeyForm> of(JWK key) {
        return new PublicKeyForms()
                .likeliestEncodings(PublicJwk.toJca(key))
                .otherEncodings(PublicJwk.toJca(key))
                .jwk(key)
                .certificate(key)
                .list();
    }

    /**
     * As of {@link #of(JWK)}, and the text that the issuer serves: the key's own JSON and the whole set, byte for byte and
     * as programs write the same JSON again.
     *
     * @param jwksText the body of the {@code jwks_uri}, as it came
     */
    public static List<PublicKeyForm> of(JWK key, String jwksText) {
        PublicKeyForms all = new PublicKeyForms().likeliestEncodings(PublicJwk.toJca(key));
        Optional<String> served = servedAs(key, jwksText);
        served.ifPresent(all::served);
        all.text("JWK set as served", "a server that stored the body of the jwks_uri", jwksText);
        all.otherEncodings(PublicJwk.toJca(key)).jwk(key).certificate(key);
        served.ifPresent(text -> all.rewritten("JWK", text));
        return all.rewritten("JWK set", jwksText).list();
    }

    /**
     * The forms of every public key in a text, which may be a JWK set, a JWK, or PEM ({@code PUBLIC KEY},
     * {@code RSA PUBLIC KEY}, {@code CERTIFICATE}); the text as given is the first form. Where there are several keys, a
     * name ends in which key it is of. Symmetric keys and keys that this Java does not know are passed over.
     *
     * @throws UnusableKeyException if there is no public key in it
     */
    public static List<PublicKeyForm> parse(String jwksOrJwkOrPem) {
        PublicKeyForms all = new PublicKeyForms();
        all.text("as given", "a server that was given the very same text", jwksOrJwkOrPem);
        if (jwksOrJwkOrPem.strip().startsWith("{")) {
            all.addJson(jwksOrJwkOrPem);
        } else if (Pem.looksLike(jwksOrJwkOrPem)) {
            Pem.in(jwksOrJwkOrPem).forEach(all::addPem);
        }
        if (all.forms.size() == 1) {
            throw new UnusableKeyException(
                    "The text holds no public RSA, EC or Ed25519 key as JWK set, JWK or PEM that this Java can use.");
        }
        return all.list();
    }

    private void addJson(String json) {
        List<String> usable = JwkSetText.keys(json).stream()
                .filter(text -> PublicKeys.usable(text).isPresent())
                .toList();
        for (int i = 0; i < usable.size(); i++) {
            String text = usable.get(i);
            JWK key = PublicKeys.usable(text).orElseThrow();
            if (usable.size() > 1) {
                String number = "number " + (i + 1);
                ofWhich = " of key " + Optional.ofNullable(key.getKeyID()).orElse(number);
            }
            likeliestEncodings(PublicJwk.toJca(key));
            served(text);
            otherEncodings(PublicJwk.toJca(key)).jwk(key).certificate(key).rewritten("JWK", text);
        }
    }

    private void addPem(Pem block) {
        if (block.label().equals("CERTIFICATE")) {
            certificate(block.der());
            PublicKey key = PublicKeys.of(block);
            likeliestEncodings(key).otherEncodings(key);
        } else if (block.label().endsWith("PUBLIC KEY")) {
            PublicKey key = PublicKeys.of(block);
            likeliestEncodings(key).otherEncodings(key).jwk(PublicJwk.of(key));
        }
    }

    /** The forms in which most servers hold the key: where there are many keys, there is time for no others. */
    private PublicKeyForms likeliestEncodings(PublicKey key) {
        byte[] spki = key.getEncoded();
        String pem = Pem.write("PUBLIC KEY", spki, "\n");
        text(
                "SPKI PEM",
                "the file as openssl writes it; CVE-2015-9235, CVE-2016-5431, CVE-2016-10555, CVE-2024-54150",
                pem + "\n");
        text("SPKI PEM without final LF", "a loader that trims; a key pasted into a setting", pem);
        if (key instanceof RSAPublicKey rsa) {
            String pkcs1 = Pem.write("RSA PUBLIC KEY", pkcs1Der(rsa), "\n");
            text("PKCS#1 PEM", "guards that know only BEGIN PUBLIC KEY; CVE-2017-11424, CVE-2023-48223", pkcs1 + "\n");
            text("PKCS#1 PEM without final LF", "the same, trimmed; CVE-2017-11424, CVE-2023-48223", pkcs1);
        }
        text(
                "LF before SPKI PEM",
                "the white space hides the armour from an anchored pattern; CVE-2026-34950",
                "\n" + pem + "\n");
        text("LF before SPKI PEM without final LF", "the same, from a YAML block or template", "\n" + pem);
        add(
                "SPKI DER",
                "the binary passes guards that look for armour; python-jose issue 414, after CVE-2024-33663",
                spki);
        return this;
    }

    private PublicKeyForms otherEncodings(PublicKey key) {
        byte[] spki = key.getEncoded();
        String pem = Pem.write("PUBLIC KEY", spki, "\n");
        if (key instanceof RSAPublicKey rsa) {
            pkcs1(pkcs1Der(rsa));
        }
        String crlf = Pem.write("PUBLIC KEY", spki, "\r\n");
        text("SPKI PEM with CRLF", "a file saved on Windows", crlf + "\r\n");
        text("SPKI PEM with CRLF, without final line end", "the same, trimmed", crlf);
        text(
                "SPKI base64 on one line",
                "the armour cut off, as admin consoles and Spring settings show keys",
                Base64.getEncoder().encodeToString(spki));
        text("SPKI armour and base64 on one line", "a setting that swallowed the line ends", pem.replace("\n", ""));
        text(
                "SPKI PEM with \\n as two characters",
                "an environment variable that nobody unescaped",
                pem.replace("\n", "\\n"));
        text("space before SPKI PEM", "white space before the armour; CVE-2026-34950", " " + pem + "\n");
        text("space before SPKI PEM without final LF", "the same, trimmed at the end only", " " + pem);
        prefixed(pem);
        openSsh(key);
        numbers(key);
        return this;
    }

    /** What is no white space survives trimming and still hides the armour from an anchored pattern. */
    private void prefixed(String pem) {
        text(
                "byte order mark before SPKI PEM",
                "a file that an editor saved as UTF-8 with BOM; white space to JavaScript, CVE-2026-34950",
                "\uFEFF" + pem + "\n");
        text(
                "zero-width space before SPKI PEM",
                "a key copied from a web page; CVE-2026-107722",
                "\u200B" + pem + "\n");
        text(
                "SPKI PEM in quotes",
                "an environment file whose quotes became part of the value; CVE-2026-107722",
                "\"" + pem + "\"");
        text(
                "SPKI PEM with \\n as two characters, in quotes",
                "the same, on one line",
                "\"" + pem.replace("\n", "\\n") + "\\n\"");
    }

    // RFC 8017 A.1.1
    private static byte[] pkcs1Der(RSAPublicKey key) {
        return Der.sequence(Der.integer(key.getModulus()), Der.integer(key.getPublicExponent()));
    }

    private void pkcs1(byte[] der) {
        text("PKCS#1 PEM with CRLF", "a file saved on Windows", Pem.write("RSA PUBLIC KEY", der, "\r\n") + "\r\n");
        text(
                "LF before PKCS#1 PEM",
                "white space before the armour; CVE-2026-34950",
                "\n" + Pem.write("RSA PUBLIC KEY", der, "\n") + "\n");
        text(
                "PKCS#1 base64 on one line",
                "the armour cut off",
                Base64.getEncoder().encodeToString(der));
        add("PKCS#1 DER", "the binary under the armour, as Go's x509.MarshalPKCS1PublicKey gives it", der);
    }

    private void numbers(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            byte[] signed = rsa.getModulus().toByteArray();
            byte[] modulus = unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8);
            add("modulus", "a library that keeps the decoded \"n\" as the key's bytes", modulus);
            add("modulus with sign byte", "the same through Java's BigInteger.toByteArray", signed);
            text("modulus in base64url", "the text of the member \"n\"", Base64Url.encode(modulus));
        } else if (key instanceof ECPublicKey ec) {
            int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            byte[] x = unsigned(ec.getW().getAffineX(), size);
            byte[] y = unsigned(ec.getW().getAffineY(), size);
            add("uncompressed point", "SEC 1 2.3.3: 04, x, y", join(new byte[] {4}, x, y));
            add("x", "the decoded member \"x\"", x);
            text("x in base64url", "the text of the member \"x\"", Base64Url.encode(x));
        } else if (key instanceof EdECPublicKey) {
            byte[] x = PublicJwk.ed25519Bytes(key);
            add("raw key", "RFC 8032 5.1.2: the 32 bytes, the decoded member \"x\"", x);
            text("raw key in base64url", "the text of the member \"x\"", Base64Url.encode(x));
        }
    }

    // RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4
    private void openSsh(PublicKey key) {
        String type;
        byte[] blob;
        if (key instanceof RSAPublicKey rsa) {
            type = "ssh-rsa";
            blob = join(
                    ssh(type),
                    ssh(rsa.getPublicExponent().toByteArray()),
                    ssh(rsa.getModulus().toByteArray()));
        } else if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            int size = (bits + 7) / 8;
            String curve = "nistp" + bits;
            type = "ecdsa-sha2-" + curve;
            byte[] point = join(
                    new byte[] {4},
                    unsigned(ec.getW().getAffineX(), size),
                    unsigned(ec.getW().getAffineY(), size));
            blob = join(ssh(type), ssh(curve), ssh(point));
        } else {
            type = "ssh-ed25519";
            blob = join(ssh(type), ssh(PublicJwk.ed25519Bytes(key)));
        }
        String line = type + " " + Base64.getEncoder().encodeToString(blob);
        text("OpenSSH", "one line without a comment; CVE-2022-29217, CVE-2024-33663", line);
        text("OpenSSH with final LF", "the same as a file; CVE-2022-29217, CVE-2024-33663", line + "\n");
    }

    private PublicKeyForms jwk(JWK key) {
        JWK publicKey = key.toPublicJWK();
        text("JWK", "all public members, in the order of a JOSE library", publicKey.toJSONString());
        text(
                "JWK canonical",
                "RFC 7638 3: the required members in lexicographic order",
                JSONObjectUtils.toJSONString(publicKey.getRequiredParams()));
        return rewritten("JWK canonical", JSONObjectUtils.toJSONString(publicKey.getRequiredParams()));
    }

    private void served(String keyText) {
        text("JWK as served", "a loader that keeps the JSON text of the key it chose", keyText);
        text(
                "JWK with a blank after each colon and comma",
                "the served key as Python's json.dumps writes it; CVE-2026-48526",
                JsonLayout.SPACED.of(keyText));
    }

    /** The same JSON as programs write it when they have read it. */
    private PublicKeyForms rewritten(String name, String json) {
        for (JsonLayout layout : JsonLayout.values()) {
            text(name + " " + layout.words(), layout.comment(), layout.of(json));
        }
        return this;
    }

    private PublicKeyForms certificate(JWK key) {
        if (key.getX509CertChain() != null && !key.getX509CertChain().isEmpty()) {
            certificate(key.getX509CertChain().get(0).decode());
        }
        return this;
    }

    private void certificate(byte[] der) {
        String pem = Pem.write("CERTIFICATE", der, "\n");
        text("certificate PEM", "a verifier set up with the issuer's certificate", pem + "\n");
        text("certificate PEM without final LF", "the same, trimmed", pem);
        add("certificate DER", "the binary under the armour", der);
        text(
                "certificate in base64",
                "the text of the first \"x5c\"",
                Base64.getEncoder().encodeToString(der));
    }

    private void text(String name, String comment, String text) {
        add(name, comment, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, String comment, byte[] bytes) {
        if (known.add(ByteBuffer.wrap(bytes))) {
            forms.add(new PublicKeyForm(name + ofWhich, comment, bytes));
        }
    }

    private List<PublicKeyForm> list() {
        return List.copyOf(forms);
    }

    private static Optional<String> servedAs(JWK key, String jwksText) {
        return JwkSetText.keys(jwksText).stream()
                .filter(text -> PublicKeys.usable(text)
                        .filter(each -> sameKey(each, key))
                        .isPresent())
                .findFirst();
    }

    private static boolean sameKey(JWK one, JWK other) {
        try {
            return one.computeThumbprint().equals(other.computeThumbprint());
        } catch (JOSEException noSha256) {
            throw new IllegalStateException("This Java has no SHA-256.", noSha256);
        }
    }

    private static byte[] unsigned(BigInteger value, int size) {
        byte[] signed = value.toByteArray();
        byte[] result = new byte[size];
        int count = Math.min(signed.length, size);
        System.arraycopy(signed, signed.length - count, result, size - count, count);
        return result;
    }

    private static byte[] ssh(String text) {
        return ssh(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] ssh(byte[] bytes) {
        return join(ByteBuffer.allocate(4).putInt(bytes.length).array(), bytes);
    }

    private static byte[] join(byte[]... pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(pieces).mapToInt(piece -> piece.length).sum());
        for (byte[] piece : pieces) {
            all.put(piece);
        }
        return all.array();
    }
}
