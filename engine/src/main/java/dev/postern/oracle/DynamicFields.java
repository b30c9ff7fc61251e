package dev.postern.oracle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a body stays the same from answer to answer.
 *
 * @param stable values that both of two answers to the same request had, less those that look like times of now, request
 *     ids, nonces and counters, and those that the target file says to ignore
 * @param restless shapes that only one of the two answers had
 * @param common shapes that a body has too from which it must be told apart
 */
record DynamicFields(Map<Node.Leaf, Integer> stable, Set<Node.Slot> restless, Set<Node.Slot> common) {

    /** A time this near to the sending of the request is the time of the answer, not data. */
    private static final Duration NOW = Duration.ofHours(1);

    private static final Pattern RESTLESS_NAMES =
            Pattern.compile(".*(requestid|traceid|spanid|correlationid|nonce|csrf|xsrf|timestamp|servertime|ratelimit"
                    + "|signature|counter|uptime|elapsed|accesstoken|refreshtoken|idtoken).*"
                    + "|trace|took|age|now|remaining|expiresin|generatedat|requestedat|etag|sig|hits");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z0-9]");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.{0,40}");
    private static final Pattern EPOCH = Pattern.compile("\\d{10}(\\d{3})?(\\.\\d{1,9})?");

    /**
     * Learns from an answer, and from a second one to the same request where there is one.
     *
     * @param ignore JSON pointers declared restless; each means all below it
     * @param sentAt when the request of the first was sent
     */
    static DynamicFields learn(Fingerprint first, Optional<Fingerprint> second, List<String> ignore, Instant sentAt) {
        var stable = new LinkedHashMap<Node.Leaf, Integer>();
        first.leaves().stream()
                .filter(n -> !isIgnored(n, ignore) && !looksRestless(n, sentAt))
                .forEach(n -> stable.merge(n.leaf(), 1, Integer::sum));
        if (second.isEmpty() || second.get().kind() != first.kind()) {
            return new DynamicFields(stable, Set.of(), Set.of());
        }
        var again = second.get().values();
        stable.replaceAll((leaf, count) -> Math.min(count, again.getOrDefault(leaf, 0)));
        stable.values().removeIf(count -> count == 0);

        var mine = first.slots();
        var others = second.get().slots();
        var restless = new HashSet<Node.Slot>(mine);
        restless.addAll(others);
        restless.removeIf(slot -> mine.contains(slot) && others.contains(slot));
        return new DynamicFields(stable, restless, Set.of());
    }

    /** Without what another body has too: a denial and a grant that share an envelope are not told apart by it. */
    DynamicFields less(Fingerprint common) {
        var rest = new LinkedHashMap<>(stable);
        var shared = common.values();
        rest.replaceAll((leaf, count) -> count - shared.getOrDefault(leaf, 0));
        rest.values().removeIf(count -> count <= 0);
        var shapes = common.kind().isStructured() ? new HashSet<>(common.slots()) : new HashSet<Node.Slot>();
        shapes.removeIf(slot -> slot.path().isEmpty()); // that both are objects is nothing that they share
        return new DynamicFields(rest, restless, shapes);
    }

    private static boolean isIgnored(Node node, List<String> ignore) {
        return ignore.stream()
                .anyMatch(p -> node.pointer().equals(p)
                        || node.path().equals(p)
                        || node.pointer().startsWith(p + "/")
                        || node.path().startsWith(p + "/"));
    }

    private static boolean looksRestless(Node node, Instant sentAt) {
        if (node.type().equals("word")) {
            return time(node.value()).filter(t -> isNear(t, sentAt)).isPresent();
        }
        var name = NOT_LETTERS.matcher(node.name().toLowerCase(Locale.ROOT)).replaceAll("");
        return RESTLESS_NAMES.matcher(name).matches()
                || time(node.value()).filter(t -> isNear(t, sentAt)).isPresent();
    }

    private static boolean isNear(Instant time, Instant sentAt) {
        return Duration.between(time, sentAt).abs().compareTo(NOW) < 0;
    }

    private static Optional<Instant> time(String value) {
        try {
            if (EPOCH.matcher(value).matches()) {
                var whole = Long.parseLong(value.split("\\.", 2)[0]);
                return Optional.of(
                        whole < 100_000_000_000L ? Instant.ofEpochSecond(whole) : Instant.ofEpochMilli(whole));
            }
            if (TIME.matcher(value).matches()) {
                return Optional.of(isoTime(value.replace(' ', 'T')));
            }
            if (value.endsWith("GMT") && value.length() < 40) {
                return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            }
            return Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static Instant isoTime(String value) {
        var zoned = value.endsWith("Z") || value.indexOf('+') > 0 || value.lastIndexOf('-') > 10;
        return zoned
                ? OffsetDateTime.parse(value.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                        .toInstant()
                : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
    }
}
