package dev.postern.draft;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What stands between {@code $'} and {@code '}: backslashes as in C (POSIX.1-2024, 2.2.4). */
final class AnsiQuotes {

    private final String text;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    /** @param from behind the quote that opens */
    AnsiQuotes(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** Appends what is meant; the place behind the quote that closes, or empty where there is none. */
    Optional<Integer> appendTo(StringBuilder word) {
        while (at < text.length()) {
            var c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\'') {
                word.append(Marks.plain(bytes.toString(StandardCharsets.UTF_8)));
                return Optional.of(at);
            }
            if (c == '\\' && at < text.length()) {
                escape();
            } else {
                put(c);
            }
        }
        return Optional.empty();
    }

    private void put(int c) {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }

    private void escape() {
        var c = text.charAt(at++);
        switch (c) {
            case 'n' -> put('\n');
            case 'r' -> put('\r');
            case 't' -> put('\t');
            case 'a' -> put(7);
            case 'b' -> put('\b');
            case 'e', 'E' -> put(27);
            case 'f' -> put('\f');
            case 'v' -> put(11);
            case 'x' -> bytes.write(number(16, 2));
            case 'u' -> put(number(16, 4));
            case 'U' -> put(number(16, 8));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                bytes.write(number(8, 3));
            }
            case '\\', '\'', '"', '?' -> put(c);
            default -> {
                put('\\');
                put(c);
            }
        }
    }

    private int number(int radix, int digits) {
        var value = 0;
        for (var n = 0; n < digits && at < text.length(); n++) {
            var digit = Character.digit(text.charAt(at), radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            at++;
        }
        return Character.isValidCodePoint(value) ? value : 0xFFFD;
    }
}
