package dev.postern.gate;

import dev.postern.api.check.Severity;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the gate was told to be lenient with.
 *
 * @param failOn the lowest severity that breaks the gate
 * @param inconclusiveAllowed whether INCONCLUSIVE leaves the gate open
 * @param maxUncovered how many controls may be uncovered; any number where it is empty
 * @param baseline the file of known findings: {@code classpath:name} or a path
 * @param waivers the file of accepted findings: {@code classpath:name} or a path
 */
public record GateSettings(
        Severity failOn,
        boolean inconclusiveAllowed,
        OptionalInt maxUncovered,
        Optional<String> baseline,
        Optional<String> waivers) {

    /** The lowest severity that breaks the gate: {@code critical}, {@code high}, {@code medium}, {@code low}, {@code info}. */
    public static final String FAIL_ON = "postern.fail-on";
    /** {@code true} lets INCONCLUSIVE cases through the gate. */
    public static final String INCONCLUSIVE_ALLOWED = "postern.inconclusive-allowed";
    /** How many controls may be uncovered. */
    public static final String MAX_UNCOVERED = "postern.max-uncovered";
    /** The file of known findings. */
    public static final String BASELINE = "postern.baseline";
    /** The file of accepted findings. */
    public static final String WAIVERS = "postern.waivers";

    /** The threshold unless told otherwise: what is only recorded breaks no gate. */
    public static final Severity USUAL_THRESHOLD = Severity.LOW;

    /** Lenient with nothing but what is only recorded. */
    public static final GateSettings STRICT =
            new GateSettings(USUAL_THRESHOLD, false, OptionalInt.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads the settings.
     *
     * @param options the text of an option by its name; empty, or an empty text, where it was not given
     * @throws IllegalArgumentException with all that is wrong, in words for the user
     */
    public static GateSettings of(Function<String, Optional<String>> options) {
        return of(options, UnaryOperator.identity());
    }

    /**
     * Reads the settings.
     *
     * @param options the text of an option by its name; empty, or an empty text, where it was not given
     * @param from who gave an option, by its name, for messages: an environment variable for instance
     * @throws IllegalArgumentException with all that is wrong, in words for the user
     */
    public static GateSettings of(Function<String, Optional<String>> options, UnaryOperator<String> from) {
        Function<String, Optional<String>> given =
                name -> options.apply(name).map(String::strip).filter(text -> !text.isEmpty());
        var mistakes = new ArrayList<String>();
        var settings = new GateSettings(
                read(mistakes, () -> given.apply(FAIL_ON).map(t -> severity(from.apply(FAIL_ON) + "=", t)))
                        .orElse(USUAL_THRESHOLD),
                read(
                                mistakes,
                                () -> given.apply(INCONCLUSIVE_ALLOWED)
                                        .map(t -> flag(from.apply(INCONCLUSIVE_ALLOWED) + "=", t)))
                        .orElse(false),
                read(mistakes, () -> given.apply(MAX_UNCOVERED).map(t -> number(from.apply(MAX_UNCOVERED) + "=", t)))
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                given.apply(BASELINE),
                given.apply(WAIVERS));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", mistakes));
        }
        return settings;
    }

    private static <T> Optional<T> read(List<String> mistakes, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            mistakes.add(e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * A severity as users write it.
     *
     * @param option what stands before the text, for the message: {@code postern.fail-on=}
     * @throws IllegalArgumentException where there is none of that name
     */
    public static Severity severity(String option, String text) {
        var names = Arrays.stream(Severity.values()).map(GateSettings::name).toList();
        if (names.contains(text.toLowerCase(Locale.ROOT))) {
            return Severity.valueOf(text.toUpperCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(option + text + ": write one of critical, high, medium, low, info"
                + Words.nearest(text, names)
                        .map(near -> "\n   did you mean " + Words.quote(near) + "?")
                        .orElse(""));
    }

    /**
     * How many controls may be uncovered, as users write it.
     *
     * @param option what stands before the text, for the message: {@code postern.max-uncovered=}
     * @throws IllegalArgumentException where it is no such number
     */
    public static int number(String option, String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(option + text + ": write a number from 0 on");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String option, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(option + text + ": write true or false");
        };
    }

    static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** The same settings as texts of options, by name; an option that is not set is an empty text. */
    public Map<String, String> toOptions() {
        var options = new LinkedHashMap<String, String>();
        options.put(FAIL_ON, name(failOn));
        options.put(INCONCLUSIVE_ALLOWED, String.valueOf(inconclusiveAllowed));
        options.put(MAX_UNCOVERED, maxUncovered.isPresent() ? String.valueOf(maxUncovered.getAsInt()) : "");
        options.put(BASELINE, baseline.orElse(""));
        options.put(WAIVERS, waivers.orElse(""));
        return options;
    }

    /**
     * Reads the files.
     *
     * @param located the path of a file as the user named it
     * @param narrowed whether only a choice of the checks is planned
     * @return the gate, as it judges today by the calendar of this machine
     * @throws InvalidFileException where files are wrong, with all problems of both
     */
    public Gate open(Function<String, Path> located, boolean narrowed) {
        var problems = new ArrayList<Problem>();
        var known = load(problems, () -> baseline.map(located).map(Baseline::load));
        var accepted = load(problems, () -> waivers.map(located).map(Waivers::load));
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        return new Gate(
                this,
                known.orElse(Baseline.EMPTY),
                accepted.orElse(Waivers.NONE),
                LocalDate.now(ZoneId.systemDefault()),
                narrowed);
    }

    private static <T> Optional<T> load(List<Problem> problems, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (InvalidFileException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
