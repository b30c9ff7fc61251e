package dev.postern.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A text as bytes, with some escapes undone, and for every byte the characters of the text that it came from. So one
 * search for a secret finds it in whatever way, and mixture of ways, it was escaped.
 */
final class View {

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;

    private View(byte[] bytes, int[] starts, int[] ends) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
    }

    /** The text as it is, and, where it holds escapes, with them undone. */
    static List<View> of(String text) {
        var plain = plain(text);
        var views = new ArrayList<View>();
        views.add(plain);
        var percent = text.indexOf('%') >= 0;
        var json = text.indexOf('\\') >= 0;
        var html = text.indexOf('&') >= 0;
        var plus = text.indexOf('+') >= 0;
        if (percent || plus) {
            views.add(plain.percentDecoded(false));
        }
        if (plus) {
            views.add(plain.percentDecoded(true));
        }
        if (json) {
            views.add(plain.jsonUnescaped());
        }
        if (html) {
            views.add(plain.htmlUnescaped());
        }
        if (json && html) {
            views.add(plain.htmlUnescaped().jsonUnescaped());
        }
        if ((json || html) && percent) {
            views.add(plain.htmlUnescaped().jsonUnescaped().percentDecoded(false));
            views.add(plain.htmlUnescaped().jsonUnescaped().percentDecoded(true));
        }
        if (percent && text.contains("%25")) {
            views.add(plain.percentDecoded(false).percentDecoded(true));
        }
        return views;
    }

    /** Marks the characters of the text in which parts of secrets are, of that length or more, or whole short ones. */
    void mark(Fingerprints parts, int length, WholeWords words, BitSet found) {
        var covered = new int[1]; // hits come in order, and most lie within the token of the one before
        parts.search(bytes, start -> {
            var from = start;
            var to = start + length;
            if (to <= covered[0]) {
                return;
            }
            while (from > 0 && bytes[from - 1] != '=' && isToken(bytes[from - 1])) {
                from--;
            }
            while (to < bytes.length && isToken(bytes[to])) {
                to++;
            }
            covered[0] = to;
            found.set(starts[from], ends[to - 1]);
        });
        words.search(Fingerprints.folded(bytes), (start, end) -> found.set(starts[start], ends[end - 1]));
    }

    /** What base64, hex and the like are made of: where a part of a token is a secret, the whole of it is hidden. */
    private static boolean isToken(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || b == '+'
                || b == '=';
    }

    private static View plain(String text) {
        var out = new Builder(text.length());
        for (var i = 0; i < text.length(); ) {
            var point = text.codePointAt(i);
            var next = i + Character.charCount(point);
            if (point < 0x80) {
                out.add((byte) point, i, next);
            } else {
                out.add(utf8(text.substring(i, next)), i, next);
            }
            i = next;
        }
        return out.build();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 3986 2.1; with {@code plus}, also the form encoding's space. */
    private View percentDecoded(boolean plus) {
        var out = new Builder(bytes.length);
        for (var i = 0; i < bytes.length; i++) {
            var value = bytes[i] == '%' ? hex(i + 1, 2) : -1;
            if (value >= 0) {
                out.add((byte) value, starts[i], ends[i + 2]);
                i += 2;
            } else {
                out.add(plus && bytes[i] == '+' ? (byte) ' ' : bytes[i], starts[i], ends[i]);
            }
        }
        return out.build();
    }

    /** RFC 8259 7. */
    private View jsonUnescaped() {
        var out = new Builder(bytes.length);
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\\' || i + 1 == bytes.length) {
                out.add(bytes[i], starts[i], ends[i]);
                continue;
            }
            var unit = bytes[i + 1] == 'u' ? hex(i + 2, 4) : -1;
            if (unit < 0) {
                out.add(control(bytes[i + 1]), starts[i], ends[i + 1]);
                i++;
                continue;
            }
            var text = String.valueOf((char) unit);
            var last = i + 5;
            if (Character.isHighSurrogate((char) unit) && last + 6 < bytes.length && bytes[last + 2] == 'u') {
                var low = hex(last + 3, 4);
                if (low >= 0) {
                    text += (char) low;
                    last += 6;
                }
            }
            out.add(utf8(text), starts[i], ends[last]);
            i = last;
        }
        return out.build();
    }

    private static byte control(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    /** Numeric character references, and the five names that XML knows too. */
    private View htmlUnescaped() {
        var out = new Builder(bytes.length);
        for (var i = 0; i < bytes.length; i++) {
            var end = i;
            while (bytes[i] == '&' && end < bytes.length && end - i <= 10 && bytes[end] != ';') {
                end++;
            }
            var meaning = end > i && end < bytes.length && bytes[end] == ';'
                    ? entity(new String(bytes, i + 1, end - i - 1, StandardCharsets.ISO_8859_1))
                    : "";
            if (meaning.isEmpty()) {
                out.add(bytes[i], starts[i], ends[i]);
            } else {
                out.add(utf8(meaning), starts[i], ends[end]);
                i = end;
            }
        }
        return out.build();
    }

    private static String entity(String name) {
        try {
            if (name.startsWith("#x") || name.startsWith("#X")) {
                return Character.toString(Integer.parseInt(name.substring(2), 16));
            }
            if (name.startsWith("#")) {
                return Character.toString(Integer.parseInt(name.substring(1)));
            }
        } catch (IllegalArgumentException e) {
            return "";
        }
        return ENTITIES.getOrDefault(name, "");
    }

    private int hex(int from, int digits) {
        if (from + digits > bytes.length) {
            return -1;
        }
        var value = 0;
        for (var i = from; i < from + digits; i++) {
            var digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static final class Builder {
        private byte[] bytes;
        private int[] starts;
        private int[] ends;
        private int size;

        Builder(int capacity) {
            bytes = new byte[capacity + 16];
            starts = new int[capacity + 16];
            ends = new int[capacity + 16];
        }

        void add(byte b, int start, int end) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
                starts = Arrays.copyOf(starts, size * 2);
                ends = Arrays.copyOf(ends, size * 2);
            }
            bytes[size] = b;
            starts[size] = start;
            ends[size] = end;
            size++;
        }

        void add(byte[] some, int start, int end) {
            for (var b : some) {
                add(b, start, end);
            }
        }

        View build() {
            return new View(Arrays.copyOf(bytes, size), starts, ends);
        }
    }
}
