package dev.postern.oracle;

import dev.postern.api.http.Header;
import dev.postern.api.http.WireResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/** What caches write into the answers that they give (RFC 9111 5.1, RFC 9211, and products). */
final class CacheSigns {

    private static final Pattern HIT = Pattern.compile("(?i)\\b(hit|stale)\\b");
    private static final Pattern SOME = Pattern.compile(".*[1-9].*");
    private static final Pattern TWO_NUMBERS = Pattern.compile("\\d+\\s+\\d+");

    private CacheSigns() {}

    /** Whether a cache gave the answer and says so. */
    static boolean isHit(WireResponse response) {
        return response.headers().stream().anyMatch(CacheSigns::isHit);
    }

    /** Whether a cache may have given it: proxies name themselves in {@code Via} (RFC 9110 7.6.3). */
    static boolean isPossible(WireResponse response) {
        return isHit(response) || response.header("Via").isPresent();
    }

    private static boolean isHit(Header field) {
        var name = field.name().toLowerCase(Locale.ROOT);
        var value = field.value();
        return switch (name) {
            case "age", "x-cache-hits" -> SOME.matcher(value).matches();
            case "x-varnish" ->
                TWO_NUMBERS.matcher(value.strip()).matches(); // this request's, and that of the stored one
            case "cache-control" -> false;
            default -> name.contains("cache") && HIT.matcher(value).find();
        };
    }
}
