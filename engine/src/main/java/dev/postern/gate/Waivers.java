package dev.postern.gate;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Wildcard;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Findings that people accept, as a waiver file has them.
 *
 * @param all in the order of the file
 */
public record Waivers(List<Waiver> all) {

    /** Nothing is accepted. */
    public static final Waivers NONE = new Waivers(List.of());

    private static final List<String> KEYS =
            List.of("target", "check", "operation", "identity", "fingerprint", "until", "by", "reason");

    /** Keeps an immutable copy. */
    public Waivers {
        all = List.copyOf(all);
    }

    /**
     * Reads a waiver file.
     *
     * @throws InvalidFileException with all problems of the file
     */
    public static Waivers load(Path file) {
        var problems = new Problems();
        var all = SourceFile.read(file, SourceFile.nameOf(file), problems).stream()
                .flatMap(root -> read(root, problems).stream())
                .toList();
        problems.throwIfAny();
        return new Waivers(all);
    }

    /** The keys that each part of a waiver file may have. */
    public static Map<String, List<String>> keys() {
        return Map.of("waivers", List.of("waivers"), "waiver", KEYS);
    }

    /** The waiver that covers the finding of a case on a day; of several, the one that lasts longest. */
    Optional<Waiver> covering(PlannedCase planned, String target, LocalDate day) {
        return about(planned, target).filter(w -> w.isCurrent(day)).max(Comparator.comparing(Waiver::until));
    }

    /** The waiver that would cover it, had it not run out before that day. */
    Optional<Waiver> expired(PlannedCase planned, String target, LocalDate day) {
        return about(planned, target).filter(w -> !w.isCurrent(day)).max(Comparator.comparing(Waiver::until));
    }

    private Stream<Waiver> about(PlannedCase planned, String target) {
        return all.stream().filter(w -> w.isAbout(planned, target));
    }

    /**
     * Waivers that no case of a plan could need: most likely a slip of the pen, or of what is gone.
     *
     * @param narrowed whether the plan holds a choice of the checks only; what is about the others is not told
     */
    List<Problem> unneeded(Plan plan, boolean narrowed) {
        var target = plan.target().name();
        var cases = plan.cases().stream().filter(Baseline::canFail).toList();
        return all.stream()
                .filter(w -> w.target().isEmpty() || w.target().equals(target))
                .filter(w -> cases.stream().noneMatch(c -> w.isAbout(c, target)))
                .filter(w -> !narrowed
                        || (!w.check().isEmpty()
                                && !matching(w.check(), checks(cases)).isEmpty()))
                .map(w -> new Problem(
                        w.position(), "this waiver is about no case of " + Words.quote(target), hint(w, cases)))
                .toList();
    }

    private static String hint(Waiver waiver, List<PlannedCase> cases) {
        if (!waiver.fingerprint().isEmpty()) {
            return "no case of the plan has the fingerprint " + waiver.fingerprint();
        }
        var checks = checks(cases);
        if (matching(waiver.check(), checks).isEmpty()) {
            return "check: " + Words.didYouMean(waiver.check(), checks, "checks that can fail here");
        }
        var ofCheck = cases.stream()
                .filter(c -> Wildcard.matches(waiver.check(), c.checkId()))
                .toList();
        var operations = texts(ofCheck, c -> Stream.of(c.operation(), c.operationLabel()));
        if (!waiver.operation().isEmpty() && ofCheck.stream().noneMatch(c -> c.isOn(waiver.operation()))) {
            return "operation: " + Words.didYouMean(waiver.operation(), operations, "operations of the check");
        }
        var identities = texts(ofCheck, c -> Stream.of(c.identity(), c.intruder()));
        return identities.contains(waiver.identity())
                ? "operation and identity never meet in one case: \"postern plan\" lists all cases"
                : "identity: " + Words.didYouMean(waiver.identity(), identities, "identities of the check");
    }

    private static List<String> texts(List<PlannedCase> cases, Function<PlannedCase, Stream<String>> of) {
        return cases.stream().flatMap(of).filter(t -> !t.isEmpty()).distinct().toList();
    }

    private static List<String> checks(Collection<PlannedCase> cases) {
        return cases.stream().map(PlannedCase::checkId).distinct().toList();
    }

    private static List<String> matching(String pattern, Collection<String> checks) {
        return checks.stream().filter(c -> Wildcard.matches(pattern, c)).toList();
    }

    private static List<Waiver> read(Value root, Problems problems) {
        var in = Mapping.of(root, "the waiver file", Texts.AS_WRITTEN, problems).allowing(List.of("waivers"));
        if (root.is(Value.Kind.MAPPING) && !in.mentions("waivers")) {
            in.require("waivers", "with a list under it, each item of which starts with \"- \"");
        }
        return in.mappings("waivers", "the waiver", KEYS).stream()
                .flatMap(item -> waiver(item).stream())
                .toList();
    }

    private static Optional<Waiver> waiver(Mapping in) {
        in.require("until", "the last day on which it counts, e.g. \"until: 2026-12-31\"");
        in.require("by", "who accepts it, e.g. \"by: Ada Lovelace\"");
        in.require("reason", "why it is accepted");
        if (!in.mentions("fingerprint")) {
            in.require(
                    "check",
                    "the id of a check, e.g. \"check: jwt.lifetime\", or write \"fingerprint:\" of one finding");
        }
        if (in.has("fingerprint")) {
            Stream.of("target", "check", "operation", "identity")
                    .filter(in::has)
                    .forEach(key -> in.error(
                            key,
                            "the waiver has a fingerprint and " + Words.quote(key),
                            "a fingerprint says it all: remove the one or the other"));
        }
        var fingerprint = Baseline.fingerprint(in);
        var until = in.date("until");
        var by = in.sentence("by");
        var reason = in.sentence("reason");
        var check = in.text("check");
        var target = in.text("target");
        var operation = in.text("operation");
        var identity = in.text("identity");
        return until.flatMap(u -> by.flatMap(b -> reason.map(r -> new Waiver(
                target.orElse(""),
                check.orElse(""),
                operation.orElse(""),
                identity.orElse(""),
                fingerprint.orElse(""),
                u,
                b,
                r,
                in.position()))));
    }
}
