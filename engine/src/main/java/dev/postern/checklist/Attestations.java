package dev.postern.checklist;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people say of the manual controls of a checklist, as an attestation file has it. */
public final class Attestations {

    private static final List<String> KEYS = List.of("holds", "by", "on", "until", "evidence");

    private final Map<String, Attestation> byControl;

    private Attestations(Map<String, Attestation> byControl) {
        this.byControl = Collections.unmodifiableMap(byControl);
    }

    /**
     * Reads an attestation file.
     *
     * @throws InvalidFileException with all problems of the file
     */
    public static Attestations load(Path file) {
        var problems = new Problems();
        var all = new LinkedHashMap<String, Attestation>();
        SourceFile.read(file, SourceFile.nameOf(file), problems)
                .ifPresent(root -> read(root, problems).forEach(a -> all.put(a.control(), a)));
        problems.throwIfAny();
        return new Attestations(all);
    }

    /** The keys that each part of an attestation file may have. */
    public static Map<String, List<String>> keys() {
        return Map.of("attestations", List.of("attestations"), "attestation", KEYS);
    }

    /** By the id of the control, in the order of the file. */
    public Map<String, Attestation> all() {
        return byControl;
    }

    /** What is said of a control, were it only in the past. */
    public Optional<Attestation> of(String control) {
        return Optional.ofNullable(byControl.get(control));
    }

    /** The verdict on a manual control today, by the calendar of this machine. */
    public Verdict verdict(Control control) {
        return verdict(control, LocalDate.now(ZoneId.systemDefault()));
    }

    /** The verdict on a manual control on a day: PASS, FAIL, or MANUAL where nothing is said that counts on that day. */
    public Verdict verdict(Control control, LocalDate day) {
        var said = byControl.get(control.id());
        if (said == null) {
            return new Verdict(
                    Outcome.MANUAL,
                    Reason.NOT_ATTESTED,
                    "Nobody has attested \"" + control.title() + "\": add \"" + control.id()
                            + "\" to the attestation file.");
        }
        var words = said.by() + " attested on " + said.on() + " that \"" + control.title() + "\" "
                + (said.holds() ? "holds" : "does not hold");
        if (!said.isCurrent(day)) {
            return new Verdict(
                    Outcome.MANUAL,
                    Reason.NOT_ATTESTED,
                    words + "; this counts from " + said.on() + " until " + said.until() + ", not on " + day + ".");
        }
        var evidence = words + ". Evidence: " + said.evidence();
        return said.holds() ? Verdict.pass(Reason.ATTESTED, evidence) : Verdict.fail(Reason.ATTESTED_ABSENT, evidence);
    }

    /** Attestations that no manual control of a checklist asks for: what they say would be lost without a word. */
    public List<Problem> unasked(Checklist checklist) {
        var manual = checklist.controls().stream()
                .filter(Control::manual)
                .map(Control::id)
                .toList();
        return byControl.values().stream()
                .filter(a -> !manual.contains(a.control()))
                .map(a -> unasked(a, checklist, manual))
                .toList();
    }

    private static Problem unasked(Attestation said, Checklist checklist, List<String> manual) {
        var isChecked = checklist.controls().stream().anyMatch(c -> c.id().equals(said.control()));
        return isChecked
                ? new Problem(
                        said.position(),
                        "the control " + Words.quote(said.control()) + " of the checklist "
                                + Words.quote(checklist.id()) + " is verified by checks, not by a person",
                        "remove it; a waiver accepts what a check finds")
                : new Problem(
                        said.position(),
                        "the checklist " + Words.quote(checklist.id()) + " has no manual control "
                                + Words.quote(said.control()),
                        manual.isEmpty()
                                ? "remove it: the checklist asks for no attestation"
                                : Words.didYouMean(said.control(), manual, "manual controls"));
    }

    private static List<Attestation> read(Value root, Problems problems) {
        var in = Mapping.of(root, "the attestation file", Texts.AS_WRITTEN, problems)
                .allowing(List.of("attestations"));
        if (root.is(Kind.MAPPING)) {
            in.require("attestations", "with the id of a control under it");
        }
        return in.value("attestations").map(v -> Mapping.of(v, "\"attestations\"", Texts.AS_WRITTEN, problems)).stream()
                .flatMap(a -> a.values().stream())
                .flatMap(entry -> attestation(entry, problems).stream())
                .toList();
    }

    private static Optional<Attestation> attestation(Value entry, Problems problems) {
        var in = Mapping.of(entry, "attestation " + Words.quote(entry.key()), Texts.AS_WRITTEN, problems)
                .allowing(KEYS);
        in.require("holds", "yes or no");
        in.require("by", "who says so, e.g. \"by: Ada Lovelace\"");
        in.require("on", "the day, e.g. \"on: 2026-01-31\"");
        in.require("evidence", "where the proof is: a link, a document, an excerpt");
        var holds =
                in.oneOf("holds", List.of("yes", "no", "true", "false")).map(t -> t.equals("yes") || t.equals("true"));
        var by = in.sentence("by");
        var on = in.date("on");
        var until = in.has("until") ? in.date("until") : on.map(d -> d.plusYears(1));
        var evidence = in.sentence("evidence");
        if (on.isPresent() && until.isPresent() && until.get().isBefore(on.get())) {
            in.error("until", in.owner() + " ends before it begins", "\"until\" is the last day on which it counts");
        }
        return holds.flatMap(h -> by.flatMap(b -> on.flatMap(o ->
                until.flatMap(u -> evidence.map(e -> new Attestation(entry.key(), h, b, o, u, e, entry.position()))))));
    }
}
