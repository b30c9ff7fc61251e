package dev.postern.forge;

import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Base64url without padding (RFC 7515 2): written strictly, read leniently. */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern PADDING = Pattern.compile("=+$");

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How a text differs from the one spelling that JWS allows for its bytes; empty for that one. */
    static Set<TokenPart.Flaw> flaws(String text) {
        EnumSet<TokenPart.Flaw> flaws = EnumSet.noneOf(TokenPart.Flaw.class);
        String plain = PADDING.matcher(WHITE_SPACE.matcher(text).replaceAll("")).replaceAll("");
        if (WHITE_SPACE.matcher(text).find()) {
            flaws.add(TokenPart.Flaw.WHITE_SPACE);
        }
        if (text.stripTrailing().endsWith("=")) {
            flaws.add(TokenPart.Flaw.PADDING);
        }
        if (plain.indexOf('+') >= 0 || plain.indexOf('/') >= 0) {
            flaws.add(TokenPart.Flaw.STANDARD_ALPHABET);
        }
        String usual = plain.replace('+', '-').replace('/', '_');
        try {
            if (!encode(Base64.getUrlDecoder().decode(usual)).equals(usual)) {
                flaws.add(TokenPart.Flaw.IDLE_BITS);
            }
        } catch (IllegalArgumentException notBase64) {
            flaws.add(TokenPart.Flaw.UNREADABLE);
        }
        return flaws;
    }

    /**
     * Another text for the same bytes: the last character carries a bit that means nothing (RFC 4648 3.5); the same text
     * where there is no such bit.
     */
    static String withIdleBit(String text) {
        if (text.length() % 4 < 2) {
            return text;
        }
        int last = text.length() - 1;
        int value = ALPHABET.indexOf(text.charAt(last));
        return value < 0 ? text : text.substring(0, last) + ALPHABET.charAt(value ^ 1);
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
