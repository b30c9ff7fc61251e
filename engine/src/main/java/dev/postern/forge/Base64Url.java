package dev.postern.forge;

import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Base64url without padding (RFC 7515 2): written strictly, read leniently. */
final class Base64Url {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern PADDING = Pattern.compile("=+$");

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads also the standard alphabet, padding and white space, which some verifiers accept.
     *
     * @param part what the text is, for the message: "header", "payload", "signature"
     * @throws MalformedTokenException if it is not base64 even so
     */
    static byte[] decode(String part, String text) {
        String plain = PADDING.matcher(WHITE_SPACE.matcher(text).replaceAll("")).replaceAll("");
        try {
            return Base64.getUrlDecoder().decode(plain.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedTokenException(String.format(
                    Locale.ROOT,
                    "The %s (%d characters) is not base64url: %s.",
                    part,
                    text.length(),
                    plain.length() % 4 == 1 ? "a character is missing or too many" : "it has a foreign character"));
        }
    }
}
