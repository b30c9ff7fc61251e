package dev.postern.gate;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Position;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Findings that are known already, as a baseline file has them. */
public final class Baseline {

    /** Nothing is known. */
    public static final Baseline EMPTY = new Baseline(Map.of());

    private static final List<String> KEYS = List.of(
            "fingerprint", "target", "check", "operation", "identity", "intruder", "severity", "since", "words");

    private static final String HEAD = """
            # Findings that are known: they do not break the gate, new ones do. Written by "postern baseline";
            # take out what is mended. The fingerprint counts, the rest is for readers.
            """;

    private static final Comparator<KnownFinding> ORDER = Comparator.comparing(KnownFinding::target)
            .thenComparing(KnownFinding::check)
            .thenComparing(KnownFinding::operation)
            .thenComparing(KnownFinding::identity)
            .thenComparing(KnownFinding::intruder)
            .thenComparing(KnownFinding::fingerprint);

    private final Map<String, Entry> byFingerprint;

    private record Entry(KnownFinding finding, Position position) {}

    private Baseline(Map<String, Entry> byFingerprint) {
        this.byFingerprint = Collections.unmodifiableMap(byFingerprint);
    }

    /**
     * Reads a baseline file.
     *
     * @throws InvalidFileException with all problems of the file
     */
    public static Baseline load(Path file) {
        var problems = new Problems();
        var all = new LinkedHashMap<String, Entry>();
        SourceFile.read(file, SourceFile.nameOf(file), problems)
                .ifPresent(root -> findings(root, problems)
                        .forEach(in -> entry(in).ifPresent(entry -> {
                            if (all.putIfAbsent(entry.finding().fingerprint(), entry) != null) {
                                in.error(
                                        "fingerprint",
                                        "the fingerprint " + entry.finding().fingerprint() + " stands here twice",
                                        "remove one of the two");
                            }
                        })));
        problems.throwIfAny();
        return new Baseline(all);
    }

    /** A baseline of these findings; of two with one fingerprint, the one that was seen first. */
    public static Baseline of(Collection<KnownFinding> findings) {
        var all = findings.stream()
                .sorted(Comparator.comparing(KnownFinding::since))
                .collect(Collectors.toMap(
                        KnownFinding::fingerprint,
                        f -> new Entry(f, new Position("", 0, 0)),
                        (first, second) -> first,
                        LinkedHashMap::new));
        return new Baseline(all);
    }

    /** The keys that each part of a baseline file may have. */
    public static Map<String, List<String>> keys() {
        return Map.of("baseline", List.of("findings"), "finding", KEYS);
    }

    /** All findings, by target, check, operation and who takes part. */
    public List<KnownFinding> all() {
        return byFingerprint.values().stream().map(Entry::finding).sorted(ORDER).toList();
    }

    /** The finding with that fingerprint. */
    public Optional<KnownFinding> find(String fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint)).map(Entry::finding);
    }

    /** The text of a baseline file; the same findings always give the same text. */
    public String toYaml() {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(120)
                .build();
        var findings = all().stream().map(Baseline::fields).toList();
        return HEAD + new Dump(settings).dumpToString(Map.of("findings", findings));
    }

    private static Map<String, String> fields(KnownFinding finding) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("fingerprint", finding.fingerprint());
        fields.put("target", finding.target());
        fields.put("check", finding.check());
        fields.put("operation", finding.operation());
        fields.put("identity", finding.identity());
        fields.put("intruder", finding.intruder());
        fields.put("severity", GateSettings.name(finding.severity()));
        fields.put("since", finding.since().toString());
        fields.put("words", finding.words());
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** Known findings whose case now passes. */
    List<KnownFinding> mended(Plan plan, Map<String, CaseResult> results) {
        return plan.cases().stream()
                .filter(c -> Optional.ofNullable(results.get(c.id()))
                        .filter(r -> r.verdict().outcome() == Outcome.PASS)
                        .isPresent())
                .flatMap(c -> find(c.fingerprint(plan.target().name())).stream())
                .toList();
    }

    /**
     * Known findings of the plan's target that no case of the plan could find again.
     *
     * @param narrowed whether the plan holds a choice of the checks only; what is about the others is not told
     */
    List<KnownFinding> stale(Plan plan, boolean narrowed) {
        var target = plan.target().name();
        var cases = plan.cases().stream().filter(Baseline::canFail).toList();
        var fingerprints = cases.stream().map(c -> c.fingerprint(target)).collect(Collectors.toSet());
        return all().stream()
                .filter(f -> f.target().equals(target))
                .filter(f -> !fingerprints.contains(f.fingerprint()))
                .filter(f ->
                        !narrowed || cases.stream().anyMatch(c -> c.checkId().equals(f.check())))
                .toList();
    }

    /** The same as problems with their places. */
    List<Problem> staleEntries(Plan plan, boolean narrowed) {
        return stale(plan, narrowed).stream()
                .map(f -> new Problem(
                        byFingerprint.get(f.fingerprint()).position(),
                        "the baseline knows " + f.place() + ", which no case of the plan could find again",
                        "remove it, unless the operation or identity was renamed: then write the baseline anew"))
                .toList();
    }

    /** Whether a case may end as FAIL. */
    static boolean canFail(PlannedCase planned) {
        return planned.skip().filter(v -> v.outcome() == Outcome.NOT_APPLICABLE).isEmpty();
    }

    private static List<Mapping> findings(Value root, Problems problems) {
        var in = Mapping.of(root, "the baseline file", Texts.AS_WRITTEN, problems)
                .allowing(List.of("findings"));
        if (!in.mentions("findings")) {
            in.require("findings", "\"postern baseline\" writes such a file");
        }
        return in.mappings("findings", "the finding", KEYS);
    }

    private static Optional<Entry> entry(Mapping in) {
        for (var key : List.of("fingerprint", "target", "check", "severity", "since")) {
            in.require(key, "\"postern baseline\" writes it");
        }
        var fingerprint = fingerprint(in);
        var target = in.text("target");
        var check = in.text("check");
        var severity = in.oneOf(
                        "severity",
                        Arrays.stream(Severity.values()).map(GateSettings::name).toList())
                .map(t -> Severity.valueOf(t.toUpperCase(Locale.ROOT)));
        var since = in.date("since");
        Function<String, String> text = key -> in.text(key).orElse("");
        var finding = fingerprint.flatMap(f ->
                target.flatMap(t -> check.flatMap(c -> severity.flatMap(s -> since.map(d -> new KnownFinding(
                        f,
                        t,
                        c,
                        text.apply("operation"),
                        text.apply("identity"),
                        text.apply("intruder"),
                        s,
                        d,
                        text.apply("words")))))));
        return finding.map(f -> new Entry(f, in.position()));
    }

    /** The fingerprint of a finding, where it is given and is one. */
    static Optional<String> fingerprint(Mapping in) {
        return in.text("fingerprint").filter(text -> {
            var isOne = text.matches("[0-9a-f]{16}");
            if (!isOne) {
                in.error(
                        "fingerprint",
                        in.words("fingerprint") + " must be 16 hexadecimal digits, but is " + Words.quote(text),
                        "reports name the fingerprint of each finding");
            }
            return isOne;
        });
    }
}
