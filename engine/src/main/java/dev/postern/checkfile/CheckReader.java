package dev.postern.checkfile;

import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one check of a file. */
final class CheckReader {

    static final List<String> KEYS = List.of(
            "title",
            "severity",
            "references",
            "cwe",
            "schemes",
            "needs",
            "per",
            "sent",
            "why",
            "mistakes",
            "mend",
            "attempts",
            "answer");

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*+(?:\\.[a-z0-9][a-z0-9-]*+)++");
    private static final int LONGEST_ID = 100;

    private final Value entry;
    private final Problems problems;
    private final Mapping in;

    CheckReader(Value entry, Problems problems) {
        this.entry = entry;
        this.problems = problems;
        this.in = Mapping.of(entry, "check " + Words.quote(entry.key()), Texts.AS_WRITTEN, problems)
                .allowing(KEYS);
    }

    /** The check; empty where it makes none, and then a problem is noted. */
    Optional<SecurityCheck> read() {
        if (!ID.matcher(entry.key()).matches() || entry.key().length() > LONGEST_ID) {
            problems.error(
                    entry.position(),
                    "the id of " + in.owner() + " is not of the form family.name",
                    "small letters, digits and \"-\": acme.debug-header");
        }
        in.require("title", "what holds when it passes, e.g. \"title: The debug header opens nothing\"");
        in.require("severity", "one of " + String.join(", ", names(Severity.values(), CheckReader::lower)));
        var attempts = in.mappings("attempts", "an attempt of " + in.owner(), AttemptForm.KEYS).stream()
                .flatMap(attempt -> AttemptForm.read(attempt, problems).stream())
                .toList();
        var answer = in.mappings("answer", "an item of answer of " + in.owner(), HeaderExpectation.KEYS).stream()
                .flatMap(expectation -> HeaderExpectation.read(expectation).stream())
                .toList();
        if (in.has("attempts") == in.has("answer") && entry.is(Kind.MAPPING)) {
            problems.error(
                    in.position(),
                    in.owner()
                            + (in.has("answer")
                                    ? " has attempts and an answer"
                                    : " has neither attempts nor an answer"),
                    in.has("answer")
                            ? "make two checks of it"
                            : "add \"attempts:\" that must be denied, or \"answer:\" with what its header must hold");
        }
        var facts = facts(attempts.size());
        if (!attempts.isEmpty()) {
            return Optional.of(new WrittenDenial(facts, explanation(), attempts));
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(new WrittenProperty(facts, explanation(), answer));
    }

    private Facts facts(int requests) {
        var schemes = constants("schemes", Scheme.Type.values(), Scheme.Type::key);
        return new Facts(
                entry.key(),
                in.text("title").orElse(""),
                in.oneOf("severity", names(Severity.values(), CheckReader::lower))
                        .map(name -> Severity.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(Severity.MEDIUM),
                in.texts("references", Use.CHECKED),
                in.integer("cwe", 1, 99_999).orElse(0),
                schemes.isEmpty() ? List.of(Scheme.Type.values()) : schemes,
                constants("needs", Need.values(), CheckReader::kebab),
                in.oneOf("per", names(Check.Per.values(), CheckReader::lower))
                        .map(name -> Check.Per.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(Check.Per.OPERATION),
                requests);
    }

    private String explanation() {
        var sections = new LinkedHashMap<String, String>();
        sections.put("sent", "What is sent");
        sections.put("why", "Why it matters");
        sections.put("mistakes", "How servers get it wrong");
        sections.put("mend", "How to mend it");
        return sections.entrySet().stream()
                .flatMap(
                        section -> in
                                .text(section.getKey())
                                .map(text -> "## " + section.getValue() + "\n\n" + text.strip() + "\n")
                                .stream())
                .collect(Collectors.joining("\n"));
    }

    private <T> List<T> constants(String key, T[] all, Function<T, String> naming) {
        return constants(in, key, all, naming);
    }

    /** The constants that a list names. */
    static <T> List<T> constants(Mapping in, String key, T[] all, Function<T, String> naming) {
        var named = new ArrayList<T>();
        Map<String, T> byName = Arrays.stream(all)
                .collect(Collectors.toMap(naming, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        for (var name : in.texts(key, Use.CHECKED)) {
            if (byName.containsKey(name)) {
                named.add(byName.get(name));
            } else {
                in.error(
                        key,
                        in.words(key) + " names " + Words.quote(name) + ", which is not known",
                        Words.didYouMean(name, byName.keySet(), "words"));
            }
        }
        return List.copyOf(named);
    }

    private static <T> List<String> names(T[] all, Function<T, String> naming) {
        return Arrays.stream(all).map(naming).toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code signing-key} for {@code SIGNING_KEY}. */
    static String kebab(Enum<?> constant) {
        return lower(constant).replace('_', '-');
    }
}
