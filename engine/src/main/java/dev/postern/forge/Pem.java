package dev.postern.forge;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM text (RFC 7468): a label and the DER under it. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String label;
    private final byte[] der;

    private Pem(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    static boolean looksLike(String text) {
        return text.contains("-----BEGIN ");
    }

    static List<Pem> in(String text) {
        List<Pem> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).contains("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
                throw new UnusableKeyException(
                        "The key is encrypted with a password. Decrypt it first, e.g. with: openssl pkcs8 -topk8 -nocrypt.");
            }
            try {
                // A key that came through an environment variable often has its line ends as the two characters \n.
                String body = block.group(2).replace("\\r", "").replace("\\n", "");
                found.add(new Pem(block.group(1), Base64.getMimeDecoder().decode(body)));
            } catch (IllegalArgumentException notBase64) {
                throw new UnusableKeyException("What stands under BEGIN " + block.group(1) + " is not base64.");
            }
        }
        if (found.isEmpty()) {
            throw new UnusableKeyException("The PEM text has a BEGIN line without an END line of the same name.");
        }
        return found;
    }

    String label() {
        return label;
    }

    byte[] der() {
        return der.clone();
    }

    /** The private key as PKCS#8 (RFC 5958), which is what the JCA reads. */
    byte[] pkcs8() {
        return switch (label) {
            case "PRIVATE KEY" -> der();
            case "RSA PRIVATE KEY" ->
                Der.sequence(Der.integer(BigInteger.ZERO), rsaEncryption(), Der.write(Der.OCTET_STRING, der));
            case "EC PRIVATE KEY" ->
                Der.sequence(
                        Der.integer(BigInteger.ZERO),
                        Der.sequence(Der.oid(1, 2, 840, 10045, 2, 1), curveOfSec1()),
                        Der.write(Der.OCTET_STRING, der));
            case "OPENSSH PRIVATE KEY" ->
                throw new UnusableKeyException(
                        "The key is in the format of OpenSSH. Convert a copy of it: ssh-keygen -p -m PKCS8 -N '' -f COPY.");
            default -> throw new UnusableKeyException("A PEM block " + label + " holds no private key.");
        };
    }

    /** The public key as SubjectPublicKeyInfo (RFC 5280 4.1.2.7). */
    byte[] spki() {
        return switch (label) {
            case "PUBLIC KEY" -> der();
            case "RSA PUBLIC KEY" -> Der.sequence(rsaEncryption(), Der.bitString(der));
            default -> throw new UnusableKeyException("A PEM block " + label + " holds no public key.");
        };
    }

    // RFC 5915 3: ECPrivateKey ::= SEQUENCE { version, privateKey, [0] parameters, [1] publicKey }
    private byte[] curveOfSec1() {
        return Der.parse(der).stream()
                .flatMap(key -> key.children().stream())
                .filter(field -> field.tag() == 0xA0)
                .flatMap(field -> field.children().stream())
                .map(Der::encoded)
                .findFirst()
                .orElseThrow(
                        () -> new UnusableKeyException(
                                "The EC key does not name its curve. Convert it first, e.g. with: openssl pkcs8 -topk8 -nocrypt."));
    }

    // RFC 8017 A.1
    private static byte[] rsaEncryption() {
        return Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 1), Der.nothing());
    }

    static String write(String label, byte[] der, String lineEnd) {
        String body = Base64.getMimeEncoder(64, lineEnd.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----" + lineEnd + body + lineEnd + "-----END " + label + "-----";
    }
}
