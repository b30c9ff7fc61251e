package dev.postern.checklist;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.Parameters;
import dev.postern.api.target.Position;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Wildcard;
import dev.postern.yaml.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads checklists, and those that they extend. */
public final class Checklists {

    /** Where built-in checklists are on the class path. */
    private static final String FOLDER = "dev/postern/checklists/";

    private static final List<String> KEYS = List.of("checklist", "title", "extends", "select", "omit", "controls");
    private static final List<String> CONTROL_KEYS =
            List.of("title", "description", "references", "checks", "manual", "parameters");

    private static final Pattern FILE =
            Pattern.compile(".*\\.(yaml|yml|json)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    private final Set<String> knownChecks;
    private final Optional<Map<String, List<Parameter>>> knownParameters;
    private final Problems problems = new Problems();
    /** What is being read, outermost first: a checklist that extends itself stands here already. */
    private final Set<String> open = new LinkedHashSet<>();

    private Checklists(Set<String> knownChecks, Optional<Map<String, List<Parameter>>> knownParameters) {
        this.knownChecks = new TreeSet<>(knownChecks);
        this.knownParameters = knownParameters;
    }

    /**
     * Reads a checklist.
     *
     * @param name a file, relative to the working directory, where it ends in {@code .yaml}, {@code .yml} or
     *     {@code .json}; else the name of a built-in checklist, or of any other on the class path in the folder
     *     {@code dev/postern/checklists}
     * @param knownChecks ids of all checks that there are; which parameters they have is not looked at
     * @throws InvalidFileException with all problems of the checklist and of those that it extends
     */
    public static Checklist load(String name, Set<String> knownChecks) {
        return new Checklists(knownChecks, Optional.empty()).load(name);
    }

    /**
     * Reads a checklist, as {@link #load(String, Set)} does.
     *
     * @param knownChecks all checks that there are, by their ids, with the parameters that each has
     * @throws InvalidFileException with all problems of the checklist and of those that it extends
     */
    public static Checklist load(String name, Map<String, List<Parameter>> knownChecks) {
        return new Checklists(knownChecks.keySet(), Optional.of(knownChecks)).load(name);
    }

    private Checklist load(String name) {
        return finish(open(name, Path.of(""), new Position(name, 0, 0)));
    }

    /**
     * Reads a checklist from a file.
     *
     * @param knownChecks ids of all checks that there are; which parameters they have is not looked at
     * @throws InvalidFileException with all problems of the checklist and of those that it extends
     */
    public static Checklist load(Path file, Set<String> knownChecks) {
        return new Checklists(knownChecks, Optional.empty()).load(file);
    }

    /**
     * Reads a checklist from a file.
     *
     * @param knownChecks all checks that there are, by their ids, with the parameters that each has
     * @throws InvalidFileException with all problems of the checklist and of those that it extends
     */
    public static Checklist load(Path file, Map<String, List<Parameter>> knownChecks) {
        return new Checklists(knownChecks.keySet(), Optional.of(knownChecks)).load(file);
    }

    private Checklist load(Path file) {
        var name = SourceFile.nameOf(file);
        return finish(file(file, name, new Position(name, 0, 0)));
    }

    /**
     * Several checklists as one: their controls in order, each once.
     *
     * @param lists at least one
     * @throws InvalidFileException where two of them have different controls of one id
     */
    public static Checklist merged(List<Checklist> lists) {
        if (lists.size() == 1) {
            return lists.get(0);
        }
        var problems = new Problems();
        var all = new LinkedHashMap<String, Control>();
        var from = new LinkedHashMap<String, Checklist>();
        for (var list : lists) {
            for (var control : list.controls()) {
                var earlier = all.putIfAbsent(control.id(), control);
                from.putIfAbsent(control.id(), list);
                if (earlier != null && !earlier.equals(control)) {
                    problems.error(
                            new Position(list.id(), 0, 0),
                            "the control " + Words.quote(control.id()) + " differs from that of "
                                    + Words.quote(from.get(control.id()).id()),
                            "an audit cannot have both: omit one, or choose another id");
                }
            }
        }
        problems.throwIfAny();
        return new Checklist(
                String.join("+", lists.stream().map(Checklist::id).distinct().toList()),
                String.join(
                        "; ", lists.stream().map(Checklist::title).distinct().toList()),
                List.copyOf(all.values()));
    }

    /** The keys that each part of a checklist may have, by the name that the JSON Schema gives the part. */
    public static Map<String, List<String>> keys() {
        return Map.of("checklist", KEYS, "control", CONTROL_KEYS);
    }

    private Checklist finish(Optional<Checklist> read) {
        problems.throwIfAny();
        return read.orElseThrow(() -> new IllegalStateException("no checklist, and no problem noted"));
    }

    private Optional<Checklist> open(String name, Path folder, Position namedAt) {
        if (!FILE.matcher(name).matches()) {
            return resource(name, namedAt);
        }
        var file = SourceFile.resolve(folder, name);
        if (file.isEmpty()) {
            problems.error(namedAt, "the checklist " + Words.quote(name) + " is no path", "");
        }
        return file.flatMap(f -> file(f, SourceFile.nameOf(f), namedAt));
    }

    private Optional<Checklist> file(Path file, String name, Position namedAt) {
        var subject = "the checklist " + Words.quote(name);
        return once(
                file.toAbsolutePath().normalize().toString(),
                name,
                namedAt,
                () -> SourceFile.read(file, name, subject, namedAt, problems)
                        .flatMap(root -> checklist(
                                root, Optional.ofNullable(file.getParent()).orElse(Path.of("")))));
    }

    private Optional<Checklist> resource(String name, Position namedAt) {
        var loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(Checklists.class.getClassLoader());
        if (!ID.matcher(name).matches()) {
            problems.error(namedAt, "the checklist " + Words.quote(name) + " does not exist", FORMS);
            return Optional.empty();
        }
        return once("classpath:" + name, name, namedAt, () -> {
            try (var stream = loader.getResourceAsStream(FOLDER + name + ".yaml")) {
                if (stream == null) {
                    problems.error(namedAt, "the checklist " + Words.quote(name) + " does not exist", FORMS);
                    return Optional.empty();
                }
                return SourceFile.parse(name + ".yaml", stream.readAllBytes(), problems)
                        .flatMap(root -> checklist(root, Path.of("")));
            } catch (IOException e) {
                problems.error(namedAt, "the checklist " + Words.quote(name) + " cannot be read", "");
                return Optional.empty();
            }
        });
    }

    private static final String FORMS =
            "a file's name ends in .yaml; a name without suffix is a built-in one, e.g. api-authentication-essentials";

    /** A part of the reading that may lead back to itself. */
    private interface Reading {
        Optional<Checklist> read();
    }

    private Optional<Checklist> once(String key, String name, Position namedAt, Reading reading) {
        if (!open.add(key)) {
            problems.error(
                    namedAt, "the checklist " + Words.quote(name) + " extends itself", "remove it from \"extends\"");
            return Optional.empty();
        }
        if (open.size() > 50) {
            problems.error(namedAt, "checklists extend each other more than 50 deep", "");
            return Optional.empty();
        }
        var read = reading.read();
        open.remove(key);
        return read;
    }

    private Optional<Checklist> checklist(Value root, Path folder) {
        if (!root.is(Kind.MAPPING)) {
            problems.error(
                    root.position(),
                    "a checklist must be a mapping, but is " + root.kind().words(),
                    "start with \"checklist: name-of-the-checklist\"");
            return Optional.empty();
        }
        var in = Mapping.of(root, "the checklist", Texts.AS_WRITTEN, problems).allowing(KEYS);
        in.require("checklist", "its id, e.g. \"checklist: our-api-rules\"");
        in.require("title", "e.g. \"title: Our rules for APIs\"");
        var id = in.text("checklist").orElse("");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            in.error(
                    "checklist",
                    "the id of the checklist is not in kebab case: " + Words.quote(id),
                    "small letters, digits and \"-\"");
        }
        if (!in.has("extends") && !in.has("controls")) {
            problems.error(in.position(), "the checklist has no controls", "add \"controls:\" or \"extends:\"");
        }
        var controls = extended(in, folder);
        own(in, controls);
        if (controls.isEmpty() && problems.isClean()) { // an audit of nothing would pass every build
            problems.error(in.position(), "the checklist has no control left", "there must be one at least");
        }
        return Optional.of(new Checklist(id, in.text("title").orElse(""), List.copyOf(controls.values())));
    }

    /** The controls of the checklists that are extended, less those that are left out. */
    private Map<String, Control> extended(Mapping in, Path folder) {
        var all = new LinkedHashMap<String, Control>();
        var from = new LinkedHashMap<String, String>();
        var whole = true;
        for (var name : in.texts("extends", Use.CHECKED)) {
            var other = open(name, folder, in.position("extends"));
            whole &= other.isPresent();
            for (var control : other.map(Checklist::controls).orElse(List.of())) {
                var earlier = all.putIfAbsent(control.id(), control);
                if (earlier != null && !earlier.equals(control)) {
                    in.error(
                            "extends",
                            "the control " + Words.quote(control.id()) + " differs in "
                                    + Words.quote(from.get(control.id())) + " and " + Words.quote(name),
                            "a checklist cannot extend both");
                }
                from.putIfAbsent(control.id(), name);
            }
        }
        if (whole) {
            pick(in, "select", all);
            pick(in, "omit", all);
        }
        return all;
    }

    private static void pick(Mapping in, String key, Map<String, Control> all) {
        if (!in.has(key)) {
            return;
        }
        var named = new LinkedHashSet<String>();
        for (var pattern : in.texts(key, Use.CHECKED)) {
            var matching = matching(pattern, all.keySet());
            if (matching.isEmpty()) {
                in.error(
                        key,
                        "no control that is extended has the id " + Words.quote(pattern) + ", which " + Words.quote(key)
                                + " names",
                        Words.didYouMean(pattern, all.keySet(), "controls"));
            }
            named.addAll(matching);
        }
        all.keySet().removeIf(id -> named.contains(id) == key.equals("omit"));
    }

    private void own(Mapping in, Map<String, Control> controls) {
        var entries = in.value("controls").map(v -> Mapping.of(v, "\"controls\"", Texts.AS_WRITTEN, problems));
        for (var entry : entries.map(Mapping::values).orElse(List.of())) {
            var control = control(entry);
            if (controls.putIfAbsent(control.id(), control) != null) {
                problems.error(
                        entry.position(),
                        "the control " + Words.quote(entry.key()) + " is also in a checklist that this one extends",
                        "omit that one (\"omit: [" + entry.key() + "]\"), or choose another id");
            }
        }
    }

    private Control control(Value entry) {
        var in = Mapping.of(entry, "control " + Words.quote(entry.key()), Texts.AS_WRITTEN, problems)
                .allowing(CONTROL_KEYS);
        if (!ID.matcher(entry.key()).matches()) {
            problems.error(
                    entry.position(),
                    "the id of " + in.owner() + " is not in kebab case",
                    "small letters, digits and \"-\"");
        }
        in.require("title", "the requirement as a sentence, e.g. \"title: Unsigned tokens are rejected\"");
        var manual = in.flag("manual").orElse(false);
        var checks = checks(in);
        if (manual && in.has("checks")) {
            in.error("manual", in.owner() + " has checks and is manual", "make two controls of it");
        } else if (!manual && !in.has("checks") && entry.is(Kind.MAPPING)) {
            problems.error(
                    in.position(),
                    in.owner() + " has no checks",
                    "add \"checks: [auth.*]\", or \"manual: true\" where a person attests it");
        }
        return new Control(
                entry.key(),
                in.text("title").orElse(""),
                in.text("description").map(String::strip).orElse(""),
                in.texts("references", Use.CHECKED),
                checks,
                manual,
                parameters(in, checks));
    }

    private Parameters parameters(Mapping in, List<String> checks) {
        var values = new LinkedHashMap<String, String>();
        var entries = in.value("parameters")
                .map(v -> Mapping.of(v, "\"parameters\" of " + in.owner(), Texts.AS_WRITTEN, problems));
        entries.ifPresent(all -> all.values()
                .forEach(entry ->
                        parameter(in, all, entry.key(), checks).ifPresent(value -> values.put(entry.key(), value))));
        return new Parameters(values);
    }

    /** The value of a parameter of one of the checks; as it is written if nobody knows which parameters they have. */
    private Optional<String> parameter(Mapping in, Mapping values, String name, List<String> checks) {
        if (knownParameters.isEmpty()) {
            return values.text(name);
        }
        var known = checks.stream()
                .flatMap(check -> knownParameters.get().getOrDefault(check, List.of()).stream())
                .toList();
        var parameter = known.stream().filter(p -> p.name().equals(name)).findFirst();
        if (parameter.isEmpty()) {
            var names = known.stream().map(Parameter::name).distinct().toList();
            values.error(
                    name,
                    "no check of " + in.owner() + " has the parameter " + Words.quote(name),
                    names.isEmpty() ? "remove it" : Words.didYouMean(name, names, "parameters"));
            return Optional.empty();
        }
        return switch (parameter.get().kind()) {
            case DURATION -> values.duration(name, Duration.ofSeconds(1)).map(Duration::toString);
            case NUMBER -> values.integer(name, 0, 1_000_000).map(String::valueOf);
        };
    }

    private List<String> checks(Mapping in) {
        var all = new LinkedHashSet<String>();
        for (var pattern : in.texts("checks", Use.CHECKED)) {
            var matching = matching(pattern, knownChecks);
            if (matching.isEmpty()) {
                in.error(
                        "checks",
                        in.owner() + " names the check " + Words.quote(pattern) + ", which does not exist",
                        nearest(pattern));
            }
            if (!all.addAll(matching) && !matching.isEmpty() && !pattern.contains("*")) {
                in.error(
                        "checks",
                        in.owner() + " names the check " + Words.quote(pattern) + " twice",
                        "remove one of the two");
            }
        }
        return List.copyOf(all);
    }

    /** There are many checks: those of the same family are the ones worth telling. */
    private String nearest(String pattern) {
        var dot = pattern.indexOf('.');
        var family = dot < 0 ? pattern : pattern.substring(0, dot + 1);
        var kin = knownChecks.stream().filter(c -> c.startsWith(family)).toList();
        return Words.nearest(pattern, knownChecks)
                .map(n -> "did you mean " + Words.quote(n) + "?")
                .orElse(
                        kin.isEmpty()
                                ? "\"postern checks\" lists them all"
                                : "checks of this family: " + String.join(", ", kin));
    }

    private static List<String> matching(String pattern, Collection<String> ids) {
        return ids.stream().filter(i -> Wildcard.matches(pattern, i)).toList();
    }
}
