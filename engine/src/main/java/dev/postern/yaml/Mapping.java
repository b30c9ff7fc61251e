package dev.postern.yaml;

import dev.postern.api.target.Position;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mapping that is read strictly: a key that is not known, a value of another kind, or a text that does not say what it
 * should is a problem with its place. A method that finds a problem notes it and returns empty, so that the reading goes
 * on and finds the others.
 */
public final class Mapping {

    private static final Pattern SHORT_DURATION = Pattern.compile(
            "([0-9]{1,9}) ?(ms|millis|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)", Pattern.CASE_INSENSITIVE);

    /** Of characters that a path and query may have as they are (RFC 3986 3.3), and no {@code //host}. */
    private static final Pattern PATH = Pattern.compile("/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+");

    private final Value value;
    private final String owner;
    private final Texts texts;
    private final Problems problems;

    private Mapping(Value value, String owner, Texts texts, Problems problems) {
        this.value = value;
        this.owner = owner;
        this.texts = texts;
        this.problems = problems;
    }

    /**
     * Reads a value as a mapping with keys of the user's own choice.
     *
     * @param owner the thing that the mapping describes, in a reader's words: {@code identity "alice"}
     */
    public static Mapping of(Value value, String owner, Texts texts, Problems problems) {
        if (!value.is(Kind.MAPPING) && !value.is(Kind.NOTHING)) {
            problems.error(
                    value.position(),
                    owner + " must be a mapping, but is " + value.kind().words(),
                    "");
        }
        return new Mapping(value, owner, texts, problems);
    }

    /** Notes every key that is not one of these. */
    public Mapping allowing(Collection<String> known) {
        for (var entry : value.entries().values()) {
            if (!known.contains(entry.key())) {
                problems.error(
                        entry.position(),
                        "unknown key " + Words.quote(entry.key()) + " in " + owner,
                        Words.didYouMean(entry.key(), known, "keys"));
            }
        }
        return this;
    }

    /** The thing that the mapping describes, in a reader's words. */
    public String owner() {
        return owner;
    }

    /** Where it is. */
    public Position position() {
        return value.position();
    }

    /** Where a key is; where the mapping is, if it lacks the key. */
    public Position position(String key) {
        var entry = value.entries().get(key);
        return entry == null ? position() : entry.position();
    }

    /** Whether the key is there, with a value. */
    public boolean has(String key) {
        return value.get(key).isPresent();
    }

    /** Whether the key is there, with or without a value. */
    public boolean mentions(String key) {
        return value.entries().containsKey(key);
    }

    /** The value of a key as it is written; empty too where it is there without a value. */
    public Optional<Value> value(String key) {
        return value.get(key);
    }

    /** All values, in order. */
    public Collection<Value> values() {
        return value.entries().values();
    }

    /** {@code "scopes" in identity "alice"}. */
    public String words(String key) {
        return owner.startsWith("the ") ? Words.quote(key) : Words.quote(key) + " in " + owner;
    }

    /** Notes a problem at the place of a key. */
    public void error(String key, String message, String hint) {
        problems.error(position(key), message, hint);
    }

    /** Notes a warning at the place of a key. */
    public void warn(String key, String message, String hint) {
        problems.warn(position(key), message, hint);
    }

    /** Notes that a key is missing, unless it is there. */
    public void require(String key, String hint) {
        if (!has(key) && (value.is(Kind.MAPPING) || value.is(Kind.NOTHING))) {
            problems.error(position(key), owner + " has no " + Words.quote(key), hint);
        }
    }

    /** A text of some form that the caller checks; never empty. */
    public Optional<String> text(String key) {
        return text(key, Use.CHECKED);
    }

    /** A text; never empty. */
    public Optional<String> text(String key, Use use) {
        return value(key).flatMap(v -> text(v, words(key), use));
    }

    /** A text for readers: not only white space. */
    public Optional<String> sentence(String key) {
        return text(key).filter(text -> {
            if (text.isBlank()) {
                error(key, words(key) + " is blank", "say it in words");
            }
            return !text.isBlank();
        });
    }

    private Optional<String> text(Value scalar, String words, Use use) {
        if (!scalar.isScalar()) {
            var unquoted = scalar.is(Kind.MAPPING)
                    && scalar.entries().values().stream().allMatch(v -> v.is(Kind.NOTHING))
                    && scalar.entries().size() == 1;
            problems.error(
                    scalar.position(),
                    words + " must be a text, but is " + scalar.kind().words(),
                    unquoted
                            ? "quote it: \"{"
                                    + scalar.entries().keySet().iterator().next() + "}\""
                            : "");
            return Optional.empty();
        }
        var text = texts.resolve(scalar, words, use);
        if (text.isPresent() && text.get().isEmpty()) {
            problems.error(scalar.position(), words + " is empty", "");
            return Optional.empty();
        }
        return text;
    }

    /** True or false. */
    public Optional<Boolean> flag(String key) {
        return text(key).flatMap(t -> switch (t) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                error(
                        key,
                        words(key) + " must be true or false, but is " + shown(key),
                        t.matches("(?i)yes|on|y") ? "YAML 1.2 writes it \"true\"" : "");
                yield Optional.empty();
            }
        });
    }

    /** A whole number. */
    public Optional<Integer> integer(String key, int least, int most) {
        return text(key).flatMap(t -> {
            if (t.matches("-?[0-9]{1,9}") && Integer.parseInt(t) >= least && Integer.parseInt(t) <= most) {
                return Optional.of(Integer.parseInt(t));
            }
            error(
                    key,
                    words(key) + " must be a whole number from " + least + " to " + most + ", but is " + shown(key),
                    "");
            return Optional.empty();
        });
    }

    /** A duration as ISO 8601 writes it, to at most 1,000 days. */
    public Optional<Duration> duration(String key, Duration least) {
        return text(key).flatMap(t -> {
            try {
                var duration = Duration.parse(t);
                if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofDays(1000)) > 0) {
                    error(key, words(key) + " must be from " + least + " to 1000 days, but is " + shown(key), "");
                    return Optional.empty();
                }
                return Optional.of(duration);
            } catch (DateTimeParseException | ArithmeticException e) {
                error(key, words(key) + " must be a duration, but is " + shown(key), "ISO 8601 writes it " + iso(t));
                return Optional.empty();
            }
        });
    }

    /** A day. */
    public Optional<LocalDate> date(String key) {
        return text(key).flatMap(text -> {
            try {
                if (text.length() == "2026-01-31".length()) {
                    return Optional.of(LocalDate.parse(text));
                }
            } catch (DateTimeParseException e) {
                // told below
            }
            error(key, words(key) + " must be a date, but is " + shown(key), "write it as 2026-01-31");
            return Optional.empty();
        });
    }

    private static String iso(String written) {
        var match = SHORT_DURATION.matcher(written.strip());
        if (!match.matches()) {
            return "PT30S, PT15M, PT1H";
        }
        var number = Integer.parseInt(match.group(1));
        var unit = match.group(2).toLowerCase(Locale.ROOT);
        var duration = unit.startsWith("ms") || unit.startsWith("milli")
                ? Duration.ofMillis(number)
                : switch (unit.charAt(0)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        return duration.toString();
    }

    /** An absolute http or https URL with a host, without credentials and fragment. */
    public Optional<URI> url(String key) {
        return url(key, false);
    }

    /** As {@link #url(String)}, or a path that starts with a slash and counts from the root of another URL's host. */
    public Optional<URI> urlOrPath(String key) {
        return url(key, true);
    }

    private Optional<URI> url(String key, boolean orPath) {
        var hint = "write it as https://host:port/path" + (orPath ? ", or as /path on the host of baseUrl" : "");
        return text(key).flatMap(t -> {
            if (orPath && PATH.matcher(t).matches()) {
                return Optional.of(URI.create(t));
            }
            URI url;
            try {
                url = new URI(t);
            } catch (URISyntaxException e) {
                error(key, words(key) + " is not a URL: " + shown(key), hint);
                return Optional.empty();
            }
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (url.getRawUserInfo() != null) {
                problems.error(
                        position(key),
                        words(key) + " holds a user name or password",
                        "remove what stands before the \"@\": credentials belong to identities");
            } else if (!scheme.equals("http") && !scheme.equals("https")) {
                error(key, words(key) + " is not an http or https URL: " + shown(key), hint);
            } else if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
                error(key, words(key) + " has no valid host and port: " + shown(key), hint);
            } else if (url.getRawFragment() != null) {
                error(key, words(key) + " has a fragment: " + shown(key), "remove the \"#\" and what follows it");
            } else {
                return Optional.of(url);
            }
            return Optional.empty();
        });
    }

    /** One of some words. */
    public Optional<String> oneOf(String key, List<String> words) {
        return text(key).flatMap(t -> {
            if (words.contains(t)) {
                return Optional.of(t);
            }
            error(
                    key,
                    words(key) + " must be "
                            + (words.size() == 1 ? Words.quoteAll(words) : "one of " + String.join(", ", words))
                            + ", but is " + shown(key),
                    Words.nearest(t, words)
                            .map(n -> "did you mean " + Words.quote(n) + "?")
                            .orElse(""));
            return Optional.empty();
        });
    }

    /** A text, or a list of texts; empty where the key is absent. */
    public List<String> texts(String key, Use use) {
        var all = new ArrayList<String>();
        value(key).ifPresent(v -> {
            if (v.is(Kind.LIST)) {
                v.items().forEach(i -> text(i, "an item of " + words(key), use).ifPresent(all::add));
            } else if (v.isScalar()) {
                text(v, words(key), use).ifPresent(all::add);
            } else {
                error(key, words(key) + " must be a list, but is " + v.kind().words(), "");
            }
        });
        return all;
    }

    /** Names with texts, in order; empty where the key is absent. */
    public Map<String, String> textMap(String key, Use use) {
        var all = new LinkedHashMap<String, String>();
        value(key).ifPresent(v -> {
            var inner = of(v, words(key), texts, problems);
            for (var entry : inner.values()) {
                if (entry.isBlank()) {
                    all.put(entry.key(), "");
                } else {
                    inner.text(entry.key(), use).ifPresent(t -> all.put(entry.key(), t));
                }
            }
        });
        return all;
    }

    /** The mapping at a key, if it is there. */
    public Optional<Mapping> mapping(String key, String owner, Collection<String> known) {
        return value(key)
                .map(v -> of(v, owner, texts, problems).allowing(known))
                .filter(m -> m.value.is(Kind.MAPPING));
    }

    /** The mappings in the list at a key. */
    public List<Mapping> mappings(String key, String ownerOfEach, Collection<String> known) {
        var all = new ArrayList<Mapping>();
        value(key).ifPresent(v -> {
            if (!v.is(Kind.LIST)) {
                error(key, words(key) + " must be a list, but is " + v.kind().words(), "start each item with \"- \"");
            }
            v.items().forEach(i -> all.add(of(i, ownerOfEach, texts, problems).allowing(known)));
        });
        return all;
    }

    /** The value of a scalar as the file has it, before anything is put in; in quotes. */
    public String shown(String key) {
        return Words.quote(value.entries().get(key).text());
    }

    /** One text of a list, in quotes, if the file has it so; else it was put in, and is not shown. */
    public String shown(String key, String text) {
        var written = value.entries().get(key);
        var asWritten = written.is(Kind.LIST)
                ? written.items().stream().anyMatch(i -> i.text().equals(text))
                : written.text().equals(text);
        return asWritten ? Words.quote(text) : "a text that ${…} puts in";
    }
}
