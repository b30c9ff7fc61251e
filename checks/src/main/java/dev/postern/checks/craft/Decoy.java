package dev.postern.checks.craft;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Credentials that look valid and are not.
 *
 * <p>No decoy decodes to the bytes of the original under any usual decoder: a decoy that a lenient server may rightly take
 * for the original (base64 padding, case, blanks at the end) would be a false alarm.
 */
public final class Decoy {

    /** Characters that must be new, so that a decoy is not by chance somebody else's credential. */
    private static final int ENOUGH = 12;

    /** {@code sk_live_…}, {@code ghp_…}: by such a prefix a server tells the kind before it looks the key up. */
    private static final Pattern KIND = Pattern.compile("^[A-Za-z]{2,10}_(?:(?:live|test|prod)_)?");

    private static final String DIGITS = "0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String HEX = "0123456789abcdef";
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f-]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Decoy() {}

    /** Random lower-case letters and digits. */
    public static String random(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(oneOf(LOWER + DIGITS));
        }
        return text.toString();
    }

    /**
     * A random text of the same length and form: digits stay digits, letters letters of the same case, everything else
     * and the prefix that names the kind of key stay as they are. Longer than the original where that has too few
     * characters to be safe from chance.
     */
    public static String like(String credential) {
        var kind = KIND.matcher(credential);
        int kept = kind.find() && credential.length() - kind.end() >= ENOUGH ? kind.end() : 0;
        var letters = HEXADECIMAL.matcher(credential.substring(kept)).matches() ? HEX.substring(10) : LOWER;
        var text = new StringBuilder(credential.substring(0, kept));
        int varied = 0;
        for (char c : credential.substring(kept).toCharArray()) {
            if (c >= '0' && c <= '9') {
                text.append(oneOf(DIGITS));
                varied++;
            } else if (c >= 'a' && c <= 'z') {
                text.append(oneOf(letters));
                varied++;
            } else if (c >= 'A' && c <= 'Z') {
                text.append(Character.toUpperCase(oneOf(LOWER)));
                varied++;
            } else {
                text.append(c);
            }
        }
        for (; varied < ENOUGH; varied++) {
            text.append(oneOf(LOWER));
        }
        return text.toString();
    }

    /** The same characters in another order; empty where there is no other order to speak of. */
    public static Optional<String> shuffled(String credential) {
        var characters = new ArrayList<>(credential.chars().boxed().toList());
        if (characters.stream().map(Character::toLowerCase).distinct().count() < 4) {
            return Optional.empty();
        }
        String other;
        do {
            Collections.shuffle(characters, RANDOM);
            var text = new StringBuilder();
            characters.forEach(c -> text.append((char) c.intValue()));
            other = text.toString();
        } while (other.equalsIgnoreCase(credential));
        return Optional.of(other);
    }

    /** The credential without its first character. */
    public static String withoutFirst(String credential) {
        return credential.substring(Math.min(1, credential.length()));
    }

    /**
     * The credential without its last character that counts, and without the base64 padding behind it: whether a server
     * wants that padding is a matter of taste. What is left decodes to fewer bytes.
     */
    public static String withoutLast(String credential) {
        var body = unpadded(credential);
        return body.substring(0, Math.max(0, body.length() - 1));
    }

    /** The credential without the character in its middle. */
    public static String withoutMiddle(String credential) {
        int middle = credential.length() / 2;
        return credential.isEmpty() ? "" : credential.substring(0, middle) + credential.substring(middle + 1);
    }

    /**
     * The credential with four more characters at its end, before any base64 padding: a whole group, so that no decoder
     * drops them as an incomplete one.
     */
    public static String longer(String credential) {
        var body = unpadded(credential);
        return body + "7e5a" + credential.substring(body.length());
    }

    private static String unpadded(String credential) {
        int end = credential.length();
        while (end > 0 && credential.charAt(end - 1) == '=') {
            end--;
        }
        return credential.substring(0, end);
    }

    private static char oneOf(String alphabet) {
        return alphabet.charAt(RANDOM.nextInt(alphabet.length()));
    }
}
