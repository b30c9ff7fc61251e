package dev.postern.inspection;

import dev.postern.forge.TokenPart;
import dev.postern.inspection.Inspection.Part;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The parts of a token by length and, where they are not shown, by a digest that tells two of them apart. */
final class Parts {
    private static final List<String> SIGNED = List.of("header", "payload", "signature");
    private static final List<String> ENCRYPTED =
            List.of("header", "encrypted key", "nonce", "ciphertext", "integrity tag");
    /** Too short to guess a token by. */
    private static final int DIGEST_BYTES = 4;

    private Parts() {}

    static List<Part> of(TokenText token) {
        if (!token.kind().isJose()) {
            return List.of(part("token", token.text().getBytes(StandardCharsets.UTF_8), true));
        }
        var names = token.kind().isEncrypted() ? ENCRYPTED : SIGNED;
        var parts = token.parts();
        var all = new ArrayList<Part>();
        for (int i = 0; i < parts.size(); i++) {
            var isShown = i == 0 || (i == 1 && token.kind().hasClaims());
            all.add(part(names.get(i), bytes(parts.get(i)), !isShown));
        }
        return all;
    }

    private static byte[] bytes(TokenPart part) {
        return part.bytes().orElseGet(() -> part.encoded().getBytes(StandardCharsets.UTF_8));
    }

    private static Part part(String name, byte[] bytes, boolean isSecret) {
        return new Part(
                name, bytes.length, isSecret && bytes.length > 0 ? Optional.of(digest(bytes)) : Optional.empty());
    }

    private static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java has no SHA-256.", missing);
        }
    }
}
