package dev.postern.checks.craft;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

    /** {@code Token 9944b09199c62bcf}: a word says how the key is to be read, and is no part of it. */
    private static final Pattern WORD = Pattern.compile("^[A-Za-z][A-Za-z0-9_-]*+ (?=[^\\s:]{8,}$)");

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
        var word = credential.length() - key(credential).length();
        var kind = KIND.matcher(key(credential));
        int kept = word + (kind.find() && credential.length() - word - kind.end() >= ENOUGH ? kind.end() : 0);
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

    /** What follows the word by which a server tells how to read a key, as in {@code Token 9944b09199c62bcf}; else all of it. */
    public static String key(String credential) {
        var word = WORD.matcher(credential);
        return word.find() ? credential.substring(word.end()) : credential;
    }

    /** The credential with another key after the same word. */
    private static String with(String credential, UnaryOperator<String> change) {
        var key = key(credential);
        return credential.substring(0, credential.length() - key.length()) + change.apply(key);
    }

    /** The same characters in another order; empty where there is no other order to speak of. */
    public static Optional<String> shuffled(String credential) {
        var key = key(credential);
        var characters = new ArrayList<>(key.chars().boxed().toList());
        if (characters.stream().map(Character::toLowerCase).distinct().count() < 4) {
            return Optional.empty();
        }
        String other;
        do {
            Collections.shuffle(characters, RANDOM);
            var text = new StringBuilder();
            characters.forEach(c -> text.append((char) c.intValue()));
            other = text.toString();
        } while (other.equalsIgnoreCase(key));
        return Optional.of(credential.substring(0, credential.length() - key.length()) + other);
    }

    /** The credential without its first character. */
    public static String withoutFirst(String credential) {
        return with(credential, key -> key.substring(Math.min(1, key.length())));
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
        return with(credential, key -> {
            int middle = key.length() / 2;
            return key.isEmpty() ? "" : key.substring(0, middle) + key.substring(middle + 1);
        });
    }

    /**
     * The credential with four more characters at its end, before any base64 padding: a whole group, so that no decoder
     * drops them as an incomplete one.
     */
    public static String longer(String credential) {
        var body = unpadded(credential);
        return body + "7e5a" + credential.substring(body.length());
    }

    /**
     * The text with its first dot, and with its last, made a letter: what a pattern accepts in which dots are not escaped. Empty
     * if it has no dot.
     */
    public static List<String> dotsMadeLetters(String text) {
        return IntStream.of(text.indexOf('.'), text.lastIndexOf('.'))
                .filter(dot -> dot >= 0)
                .distinct()
                .mapToObj(dot -> text.substring(0, dot) + 'x' + text.substring(dot + 1))
                .toList();
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
