package dev.postern.checklist;

import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an attestation file: what people say of the manual controls of a checklist. */
public final class Attestations {

    private static final List<String> KEYS = List.of("holds", "by", "on", "until", "evidence");

    private Attestations() {}

    /**
     * The attestations of a file, by the id of the control, in order.
     *
     * @throws InvalidFileException with all problems of the file
     */
    public static Map<String, Attestation> load(Path file) {
        var problems = new Problems();
        var all = new LinkedHashMap<String, Attestation>();
        SourceFile.read(file, file.toString(), problems)
                .ifPresent(root -> read(root, problems).forEach(a -> all.put(a.control(), a)));
        problems.throwIfAny();
        return Collections.unmodifiableMap(all);
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
        var by = in.text("by");
        var on = date(in, "on");
        var until = in.has("until") ? date(in, "until") : on.map(d -> d.plusYears(1));
        var evidence = in.text("evidence");
        if (on.isPresent() && until.isPresent() && until.get().isBefore(on.get())) {
            in.error("until", in.owner() + " ends before it begins", "\"until\" is the last day on which it counts");
        }
        return holds.flatMap(h -> by.flatMap(b -> on.flatMap(o ->
                until.flatMap(u -> evidence.map(e -> new Attestation(entry.key(), h, b, o, u, e, entry.position()))))));
    }

    private static Optional<LocalDate> date(Mapping in, String key) {
        return in.text(key).flatMap(text -> {
            try {
                if (text.length() == "2026-01-31".length()) {
                    return Optional.of(LocalDate.parse(text));
                }
            } catch (DateTimeParseException e) {
                // told below
            }
            in.error(key, in.words(key) + " must be a date, but is " + in.shown(key), "write it as 2026-01-31");
            return Optional.empty();
        });
    }
}
