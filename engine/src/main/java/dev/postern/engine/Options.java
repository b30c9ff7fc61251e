package dev.postern.engine;

import dev.postern.gate.GateSettings;
import dev.postern.yaml.Words;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * What an audit is told beside its files. Each option is looked for as a configuration parameter of JUnit, which takes
 * them from the launcher, from system properties and from {@code junit-platform.properties}; then as an environment
 * variable; then in the annotation of the class. An empty value counts as none.
 *
 * @param environment from the name of a variable to its value, or null where it is not set
 * @param declared what an annotation says, by the key of the option
 */
public record Options(
        ConfigurationParameters parameters, UnaryOperator<String> environment, Map<String, Given> declared) {

    /** Target files of audit classes, in place of those that they name. */
    public static final String TARGET = "postern.target";
    /** Address of the target, in place of {@code baseUrl}, and of the application that a class would start. */
    public static final String BASE_URL = "postern.base-url";
    /** Checklists, separated by commas. */
    public static final String CHECKLIST = "postern.checklist";
    /** Attestation file. */
    public static final String ATTESTATIONS = "postern.attestations";
    /** Ids of checks to run, with wildcards, separated by commas. */
    public static final String ONLY = "postern.only";
    /** Folder below which each audit has its reports. */
    public static final String OUTPUT = "postern.output";
    /** {@code true} goes on with an audit that was stopped, in place of a new one. */
    public static final String RESUME = "postern.resume";
    /** Cases that run at once; the target's {@code limits.concurrency} unless given. */
    public static final String PARALLELISM = "postern.parallelism";
    /** {@code true} lets INCONCLUSIVE cases through the gate. */
    public static final String INCONCLUSIVE_ALLOWED = GateSettings.INCONCLUSIVE_ALLOWED;
    /** The least severity of a finding that breaks the gate. */
    public static final String FAIL_ON = GateSettings.FAIL_ON;
    /** How many controls may be left without a verdict before the gate breaks. */
    public static final String MAX_UNCOVERED = GateSettings.MAX_UNCOVERED;
    /** File with known findings. */
    public static final String BASELINE = GateSettings.BASELINE;
    /** File with waivers. */
    public static final String WAIVERS = GateSettings.WAIVERS;

    /** The most cases that can run at once. */
    public static final int MOST_PARALLEL = 9999;

    /** All keys; a test holds this list to the constants. */
    static final List<String> KEYS = List.of(
            TARGET,
            BASE_URL,
            CHECKLIST,
            ATTESTATIONS,
            ONLY,
            OUTPUT,
            RESUME,
            PARALLELISM,
            INCONCLUSIVE_ALLOWED,
            FAIL_ON,
            MAX_UNCOVERED,
            BASELINE,
            WAIVERS);

    private static final String PREFIX = "postern.";
    private static final String VARIABLE_PREFIX = "POSTERN_";
    /** The checklist that counts where none is named. */
    public static final String DEFAULT_CHECKLIST = "api-authentication-essentials";

    /**
     * What an option was given.
     *
     * @param from who gave it, for messages: {@code postern.only}, {@code POSTERN_ONLY}, {@code @Audit(checks)}
     */
    record Given(List<String> values, String from) {

        /** The text of a parameter or variable, taken apart at its commas. */
        static Optional<Given> text(String text, String from) {
            return of(List.of(text.split(",", -1)), from);
        }

        static Optional<Given> of(List<String> values, String from) {
            var some =
                    values.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
            return some.isEmpty() ? Optional.empty() : Optional.of(new Given(some, from));
        }

        String value() {
            return String.join(",", values);
        }

        IllegalArgumentException wrong(String remedy) {
            return new IllegalArgumentException(from + "=" + value() + ": " + remedy);
        }
    }

    /** The options of a launcher request and of the environment. */
    Options(ConfigurationParameters parameters, UnaryOperator<String> environment) {
        this(parameters, environment, Map.of());
    }

    /** The same options, of an audit whose annotation says this. */
    Options declaring(Map<String, Given> byAnnotation) {
        return new Options(parameters, environment, byAnnotation);
    }

    /** The environment variable that stands for a parameter: {@code POSTERN_FAIL_ON} for {@code postern.fail-on}. */
    static String variable(String key) {
        return VARIABLE_PREFIX
                + key.substring(PREFIX.length()).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The value of an option, wherever it was given first. */
    Optional<String> get(String key) {
        return find(key).map(Given::value);
    }

    /**
     * The file that an option names: {@code classpath:name} or a path.
     *
     * @throws IllegalArgumentException where the class path has nothing of that name, or the text is no path
     */
    Optional<Path> file(String key) {
        return find(key).map(given -> located(given.value(), given));
    }

    /** All values of an option that may have several. */
    List<String> all(String key) {
        return find(key).map(Given::values).orElse(List.of());
    }

    /** Who gave an option, for messages. */
    String from(String key) {
        return find(key).map(Given::from).orElse(key);
    }

    private Optional<Given> find(String key) {
        return parameters
                .get(key)
                .flatMap(text -> Given.text(text, key))
                .or(() -> Optional.ofNullable(environment.apply(variable(key)))
                        .flatMap(text -> Given.text(text, variable(key))))
                .or(() -> Optional.ofNullable(declared.get(key)));
    }

    private static Path located(String place, Given given) {
        try {
            return Resources.located(place);
        } catch (InvalidPathException e) {
            throw given.wrong("this is no path");
        }
    }

    List<String> checklists() {
        return find(CHECKLIST).map(Given::values).orElse(List.of(DEFAULT_CHECKLIST));
    }

    List<String> only() {
        return all(ONLY);
    }

    /**
     * Where the target answers, if that is given.
     *
     * @throws IllegalArgumentException where it is no http or https URL
     */
    Optional<URI> baseUrl() {
        return find(BASE_URL).map(given -> {
            try {
                return AuditDefinition.baseUrl(given.value());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(given.from() + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * How many cases run at once, if that is given.
     *
     * @throws IllegalArgumentException where it is no number from 1 on
     */
    OptionalInt parallelism() {
        return find(PARALLELISM).stream().mapToInt(Options::positive).findFirst();
    }

    private static int positive(Given given) {
        if (!given.value().matches("[1-9]\\d{0,3}")) {
            throw given.wrong("write a number from 1 to " + MOST_PARALLEL);
        }
        return Integer.parseInt(given.value());
    }

    /**
     * Whether an audit that was stopped goes on.
     *
     * @throws IllegalArgumentException if it is neither true nor false
     */
    boolean resume() {
        return find(RESUME)
                .map(given -> switch (given.value()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw given.wrong("write true or false");
                })
                .orElse(false);
    }

    /**
     * What the gate is lenient with.
     *
     * @throws IllegalArgumentException with all that is wrong with its options
     */
    GateSettings gate() {
        return GateSettings.of(this::get, this::from);
    }

    Path output() {
        return find(OUTPUT)
                .map(given -> {
                    try {
                        return Path.of(given.value());
                    } catch (InvalidPathException e) {
                        throw given.wrong("this is no path");
                    }
                })
                .orElseGet(() -> Files.isDirectory(Path.of("target"))
                        ? Path.of("target", "postern")
                        : Path.of("postern-reports"));
    }

    private void checkedOutput() {
        for (var place = output().toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place) && !Files.isDirectory(place)) {
                throw new IllegalArgumentException(from(OUTPUT) + ": " + place + " is a file, and no folder");
            }
        }
    }

    /** A list of nothing but commas would count as none, and turn the audit into another one. */
    private void checkLists() {
        for (var key : KEYS) {
            var written = parameters.get(key).or(() -> Optional.ofNullable(environment.apply(variable(key))));
            if (written.filter(text -> !text.isBlank() && Given.text(text, key).isEmpty())
                    .isPresent()) {
                throw new IllegalArgumentException(key + "=" + written.get() + ": this names nothing");
            }
        }
    }

    /** What is wrong with values, one sentence each. */
    List<String> mistakes() {
        return Stream.<Runnable>of(
                        this::baseUrl,
                        this::parallelism,
                        this::gate,
                        this::checkedOutput,
                        this::resume,
                        this::checkLists)
                .flatMap(option -> {
                    try {
                        option.run();
                        return Stream.empty();
                    } catch (IllegalArgumentException e) {
                        return Stream.of(e.getMessage());
                    }
                })
                .toList();
    }

    /**
     * Names that are no option and look like one: a slip of the pen must not turn an audit into another one. A system
     * property or environment variable is told only where it is close to an option, since it may be somebody else's.
     *
     * @param systemProperties all their names; launchers count them among the parameters
     * @param variables names of all environment variables
     * @param ofListeners system properties that listeners read
     */
    List<String> doubts(Set<String> systemProperties, Set<String> variables, Set<String> ofListeners) {
        var own = parameters.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !KEYS.contains(name) && !systemProperties.contains(name))
                .map(name -> unknown("the parameter ", name, KEYS));
        var properties = systemProperties.stream()
                .filter(name -> name.startsWith(PREFIX)
                        && !KEYS.contains(name)
                        && !ofListeners.contains(name)
                        && isClose(name, KEYS, PREFIX))
                .map(name -> unknown("the system property ", name, KEYS));
        var known = KEYS.stream().map(Options::variable).toList();
        var ofEnvironment = variables.stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX)
                        && !known.contains(name)
                        && isClose(name, known, VARIABLE_PREFIX))
                .map(name -> unknown("the environment variable ", name, known));
        return Stream.of(own, properties, ofEnvironment)
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
    }

    private static String unknown(String kind, String name, Collection<String> known) {
        return kind + name + " means nothing to Postern\n   " + Words.didYouMean(name, known, "names");
    }

    private static boolean isClose(String name, Collection<String> known, String prefix) {
        return Words.nearest(
                        name.substring(prefix.length()),
                        known.stream().map(k -> k.substring(prefix.length())).toList())
                .isPresent();
    }
}
