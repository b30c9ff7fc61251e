package dev.postern.run;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Credentials that nobody made, in the form of given ones: what a target answers to them is its answer to that form. One and the
 * same for a given credential, so that what is sent for it is sent once.
 */
final class Noise {

    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]++(\\.[A-Za-z0-9_-]*+)++");
    private static final int SIGNATURE_LENGTH = 86;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    /** Another noise in each run: nobody is to know it. */
    private static final long SEED = new SecureRandom().nextLong();

    private Noise() {}

    /** Values of the {@code Authorization} header, the more alike first. */
    static List<String> inPlaceOf(String header) {
        var blank = header.indexOf(' ');
        var word = header.substring(0, blank + 1);
        var credential = header.substring(blank + 1);
        return JWT.matcher(credential).matches()
                ? ofToken(credential).map(noise -> word + noise).distinct().toList()
                : List.of(word + scrambled(credential));
    }

    private static Stream<String> ofToken(String token) {
        var parts = token.split("\\.", -1);
        var signed = parts[0] + "." + parts[1 % parts.length] + "." + scrambled("a".repeat(SIGNATURE_LENGTH));
        var form = parts[0]
                + IntStream.range(1, parts.length)
                        .mapToObj(i -> "." + scrambled(parts[i]))
                        .collect(Collectors.joining());
        return parts.length == 3 ? Stream.of(signed, form) : Stream.of(form);
    }

    /** Other letters and digits in the same places; where there are none, some behind it. */
    private static String scrambled(String text) {
        var random = new Random(SEED ^ text.hashCode());
        var noise = text.codePoints()
                .map(c -> {
                    if (c >= '0' && c <= '9') {
                        return '0' + random.nextInt(10);
                    }
                    if (c >= 'a' && c <= 'z') {
                        return LETTERS.charAt(random.nextInt(LETTERS.length()));
                    }
                    return c >= 'A' && c <= 'Z'
                            ? Character.toUpperCase(LETTERS.charAt(random.nextInt(LETTERS.length())))
                            : c;
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return noise.equals(text) && !text.isEmpty() ? text + scrambled("aaaa") : noise;
    }
}
