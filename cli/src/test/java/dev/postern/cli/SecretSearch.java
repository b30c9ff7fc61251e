package dev.postern.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Looks for secrets, and for parts of them, in the bytes of files and texts: as they are, in base64 of all alignments, in
 * hex, percent-encoded and escaped in JSON. A part is {@value #WINDOW} characters of any of these forms. The header of a
 * JWT is no secret. Unlike the redaction it knows nothing of formats, and reads every byte.
 */
final class SecretSearch {

    private static final int WINDOW = 16;
    private static final long FACTOR = 0x9E3779B97F4A7C15L | 1;
    private static final int FILTER_BITS = 26;

    private final Map<String, List<byte[]>> formsBySecret = new LinkedHashMap<>();
    private final List<byte[]> shortForms = new ArrayList<>();
    private final BitSet filter = new BitSet(1 << FILTER_BITS);
    private final long[] windows;

    /** A search for these secrets. */
    SecretSearch(Collection<String> secrets) {
        secrets.stream().filter(s -> !s.isEmpty()).forEach(s -> formsBySecret.put(s, forms(secretPart(s))));
        windows = formsBySecret.values().stream()
                .flatMap(List::stream)
                .flatMapToLong(form -> Arrays.stream(hashes(form)))
                .sorted()
                .distinct()
                .toArray();
        for (var hash : windows) {
            filter.set(slot(hash));
        }
        formsBySecret.values().stream()
                .flatMap(List::stream)
                .filter(form -> form.length < WINDOW)
                .forEach(shortForms::add);
    }

    /**
     * What was found.
     *
     * @param where the name of a file or text, and the place in it
     * @param around the bytes there and some more
     */
    record Leak(String where, String around) {}

    /** All leaks in the files below a folder, at most one a file and secret window run. */
    List<Leak> in(Path folder) throws IOException {
        var leaks = new ArrayList<Leak>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                leaks.addAll(in(folder.relativize(file).toString(), Files.readAllBytes(file)));
            }
        }
        return leaks;
    }

    /** All leaks in a text. */
    List<Leak> in(String name, String text) {
        return in(name, text.getBytes(UTF_8));
    }

    private List<Leak> in(String name, byte[] bytes) {
        var leaks = new ArrayList<Leak>();
        var hashes = hashes(bytes);
        var quietUntil = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i >= quietUntil && filter.get(slot(hashes[i])) && Arrays.binarySearch(windows, hashes[i]) >= 0) {
                leaks.add(leak(name, bytes, i));
                quietUntil = i + 4 * WINDOW;
            }
        }
        for (var form : shortForms) {
            var at = indexOf(bytes, form);
            if (at >= 0) {
                leaks.add(leak(name, bytes, at));
            }
        }
        return leaks;
    }

    private static Leak leak(String name, byte[] bytes, int at) {
        var around = Arrays.copyOfRange(bytes, Math.max(0, at - 60), Math.min(bytes.length, at + 60));
        return new Leak(name + ", byte " + at, new String(around, ISO_8859_1));
    }

    private static byte[] secretPart(String secret) {
        return (isJwt(secret) ? secret.substring(secret.indexOf('.') + 1) : secret).getBytes(UTF_8);
    }

    static boolean isJwt(String secret) {
        return Pattern.matches("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*", secret);
    }

    private static List<byte[]> forms(byte[] secret) {
        var forms = new ArrayList<byte[]>();
        forms.add(secret);
        forms.add(HexFormat.of().formatHex(secret).getBytes(UTF_8));
        forms.add(HexFormat.of().withUpperCase().formatHex(secret).getBytes(UTF_8));
        forms.add(each(secret, "%%%02X", b -> !isUnreserved(b)));
        forms.add(each(secret, "%%%02x", b -> !isUnreserved(b)));
        forms.add(each(secret, "%%%02X", b -> true));
        forms.add(each(secret, "\\u%04x", b -> true));
        forms.add(each(secret, "\\u%04X", b -> !isUnreserved(b)));
        forms.add(each(secret, "\\%c", b -> b == '"' || b == '\\' || b == '/'));
        forms.add(each(secret, "\\%c", b -> b == '"' || b == '\\'));
        forms.add(each(secret, "&#%d;", b -> !isUnreserved(b)));
        for (int shift = 0; shift < 3; shift++) {
            var shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            // only the digits that depend on the secret alone
            var from = (shift * 8 + 5) / 6;
            var to = (shift + secret.length) * 8 / 6;
            forms.add(Arrays.copyOfRange(Base64.getEncoder().encode(shifted), from, to));
            forms.add(Arrays.copyOfRange(Base64.getUrlEncoder().encode(shifted), from, to));
        }
        return forms;
    }

    private interface Which {
        boolean test(byte b);
    }

    private static byte[] each(byte[] secret, String format, Which which) {
        var text = new StringBuilder();
        for (var b : secret) {
            if (which.test(b)) {
                text.append(String.format(Locale.ROOT, format, format.contains("%c") ? (Object) (char) b : b & 0xff));
            } else {
                text.append((char) (b & 0xff));
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~".indexOf(b) >= 0;
    }

    /** A hash of each window, of the bytes from that place on. */
    private static long[] hashes(byte[] bytes) {
        if (bytes.length < WINDOW) {
            return new long[0];
        }
        var highest = 1L;
        for (int i = 1; i < WINDOW; i++) {
            highest *= FACTOR;
        }
        var hashes = new long[bytes.length - WINDOW + 1];
        var hash = 0L;
        for (int i = 0; i < bytes.length; i++) {
            if (i >= WINDOW) {
                hash -= (bytes[i - WINDOW] & 0xff) * highest;
            }
            hash = hash * FACTOR + (bytes[i] & 0xff);
            if (i >= WINDOW - 1) {
                hashes[i - WINDOW + 1] = hash;
            }
        }
        return hashes;
    }

    private static int slot(long hash) {
        return (int) (((hash ^ (hash >>> 32)) * FACTOR) >>> (64 - FILTER_BITS));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; part.length > 0 && i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    /** JWTs with a payload in sight, whoever made them: a forgery that is granted is a credential too. */
    static List<String> nakedTokens(Path folder) throws IOException {
        var naked = new ArrayList<String>();
        var token = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.(?:[A-Za-z0-9_-]{12,}|eyJ[A-Za-z0-9_-]*)");
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var matcher = token.matcher(Files.readString(file, ISO_8859_1));
                while (matcher.find()) {
                    naked.add(folder.relativize(file) + ": " + matcher.group());
                }
            }
        }
        return naked;
    }
}
