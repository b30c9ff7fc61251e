package dev.postern.checkfile;

import dev.postern.api.http.WireResponse;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a header field of the answer must hold.
 *
 * @param name name of the field
 * @param rule {@code contains}, {@code equals} or {@code absent}
 * @param value what it must contain or equal, without regard to case; empty for {@code absent}
 */
record HeaderExpectation(String name, String rule, String value) {

    static final List<String> KEYS = List.of("header", "contains", "equals", "absent");

    private static final String ABSENT = "absent";

    /** Reads an item of {@code answer}; empty where it says none, and then a problem is noted. */
    static Optional<HeaderExpectation> read(Mapping in) {
        in.require("header", "the name of a header field of the answer, e.g. \"header: Cache-Control\"");
        var rules = Stream.of("contains", "equals", ABSENT).filter(in::has).toList();
        var header = in.text("header").filter(name -> AttemptForm.isFieldName(in, "header", name));
        if (rules.size() != 1) {
            in.error(
                    "header",
                    in.owner() + (rules.isEmpty() ? " says nothing of its header" : " says two things of its header"),
                    "write one of \"contains: no-store\", \"equals: nosniff\", \"absent: true\"");
            return Optional.empty();
        }
        var rule = rules.get(0);
        if (rule.equals(ABSENT) && !in.flag(ABSENT).orElse(true)) {
            in.error(
                    ABSENT, in.words(ABSENT) + " can be true only", "leave the item out where the header may be there");
        }
        var value = rule.equals(ABSENT) ? Optional.of("") : in.text(rule, Use.CHECKED);
        return header.flatMap(name -> value.map(text -> new HeaderExpectation(name, rule, text)));
    }

    /** What is wrong, in a sentence that does not quote the answer. */
    Optional<String> defect(WireResponse response) {
        var fields = response.headers(name);
        if (rule.equals(ABSENT)) {
            return fields.isEmpty() ? Optional.empty() : Optional.of("The answer has the header " + name + ".");
        }
        if (fields.isEmpty()) {
            return Optional.of("The answer has no header " + name + ".");
        }
        var written = String.join(", ", fields).strip().toLowerCase(Locale.ROOT);
        var wanted = value.toLowerCase(Locale.ROOT);
        var holds = rule.equals("equals") ? written.equals(wanted) : written.contains(wanted);
        return holds
                ? Optional.empty()
                : Optional.of("The header " + name + (rule.equals("equals") ? " is not " : " does not contain ")
                        + Words.quote(value) + ".");
    }
}
