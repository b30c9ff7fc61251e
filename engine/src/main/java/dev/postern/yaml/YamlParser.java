package dev.postern.yaml;

import dev.postern.api.target.Position;
import dev.postern.yaml.TreeBuilder.TooDeep;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Walks the events of a YAML text. The events and not the composed nodes, because composing overflows the stack on
 * deep nesting and stops at the first key that stands twice.
 */
final class YamlParser {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    private final String name;
    private final Problems problems;
    private int documents;

    YamlParser(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** Whether the text is YAML; else the problem is noted. */
    boolean parse(String text, TreeBuilder builder) throws TooDeep {
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(SourceFile.MAX_BYTES)
                .build();
        try {
            for (var event : new Parse(settings).parseString(text)) {
                if (event instanceof DocumentStartEvent && documents++ > 0) {
                    problems.error(
                            place(event),
                            "a second document starts here",
                            "one file holds one document: remove the \"---\"");
                    return true;
                }
                take(event, builder);
            }
            return true;
        } catch (MarkedYamlEngineException e) {
            syntax(e);
        } catch (ReaderException e) {
            problems.error(
                    place(text, e.getPosition()),
                    "a character that YAML does not allow: U+%04X".formatted(e.getCodePoint()),
                    "remove it");
        } catch (YamlEngineException e) {
            problems.error(new Position(name, 0, 0), "this is not YAML", "");
        }
        return false;
    }

    private void take(Event event, TreeBuilder builder) throws TooDeep {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event);
            scalar(scalar, builder);
        } else if (event instanceof MappingStartEvent mapping) {
            refuseTag(mapping.getTag(), event);
            open(true, event, builder);
        } else if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag(), event);
            open(false, event, builder);
        } else if (event instanceof AliasEvent) {
            problems.error(place(event), "YAML aliases are not read", "write the value out in place of the \"*\"");
            if (builder.expectsKey()) {
                builder.key("*", place(event));
            } else {
                builder.scalar(Value.Kind.NOTHING, place(event), "");
            }
        } else if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
            builder.close();
        }
    }

    private void open(boolean mapping, Event event, TreeBuilder builder) throws TooDeep {
        if (builder.expectsKey()) {
            problems.error(
                    place(event),
                    "a key must be a text, but is " + (mapping ? "a mapping" : "a list"),
                    "quote it, or put it on a line of its own");
            throw new TooDeep();
        }
        builder.open(mapping, place(event));
    }

    private void scalar(ScalarEvent scalar, TreeBuilder builder) {
        if (builder.expectsKey()) {
            builder.key(scalar.getValue(), place(scalar));
            return;
        }
        var text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            builder.scalar(Value.Kind.TEXT, place(scalar), text);
        } else if (NOTHING.contains(text)) {
            builder.scalar(Value.Kind.NOTHING, place(scalar), "");
        } else if (TRUE.contains(text) || FALSE.contains(text)) {
            builder.scalar(Value.Kind.BOOLEAN, place(scalar), TRUE.contains(text) ? "true" : "false");
        } else {
            builder.scalar(Numbers.isNumber(text) ? Value.Kind.NUMBER : Value.Kind.TEXT, place(scalar), text);
        }
    }

    private void refuseTag(Optional<String> tag, Event event) {
        tag.ifPresent(t -> problems.error(
                place(event),
                "YAML tags are not read: " + Words.quote(t),
                "remove what starts with \"!\", or quote it"));
    }

    private void syntax(MarkedYamlEngineException e) {
        var problem = e.getProblem() == null ? "" : e.getProblem();
        var context = e.getContext() == null ? "" : e.getContext();
        var at = e.getProblemMark().or(e::getContextMark).map(this::place).orElse(new Position(name, 0, 0));
        var start = e.getContextMark().map(this::place).orElse(at);
        if (context.contains("flow")
                && (problem.contains("but got {") || problem.contains("but got }") || problem.contains("but got ["))) {
            problems.error(
                    at,
                    "inside { … } or [ … ] a plain text may not hold " + bracket(problem),
                    "quote it or put it on a line of its own");
        } else if (context.contains("flow")) {
            problems.error(
                    at,
                    "the { … } or [ … ] that opens in line " + start.line()
                            + " is not closed, or lacks a comma before this",
                    "a value that holds { } [ ] or a comma must be quoted or put on a line of its own");
        } else if (problem.startsWith("expected the node content")) {
            problems.error(at, "a value is expected here", "quote a text that starts with { } [ ] or another sign");
        } else if (problem.contains("TAB")) {
            problems.error(at, "a tab is used to indent", "YAML is indented by spaces");
        } else if (problem.contains("mapping values are not allowed")) {
            problems.error(
                    at, "a \":\" is not expected here", "quote the text that holds it, or check the indentation");
        } else if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            problems.error(start, "a quote is opened here and never closed", "");
        } else if (problem.contains("cannot start any token")) {
            problems.error(at, "a plain text may not start with this character", "quote the text");
        } else if (problem.contains("could not find expected ':'")) {
            problems.error(
                    start,
                    "this line is neither \"key: value\" nor an item \"- value\"",
                    "check that a \":\" and a blank follow the key");
        } else if (context.contains("block mapping") || context.contains("block collection")) {
            problems.error(
                    at,
                    "this does not fit the lines above it",
                    "start it in the same column as its neighbours, the first of which is in line " + start.line());
        } else {
            problems.error(at, "this is not YAML: " + (problem.isEmpty() ? context : problem), "");
        }
    }

    private static String bracket(String problem) {
        return "\"" + problem.charAt(problem.indexOf("but got ") + "but got ".length()) + "\"";
    }

    private Position place(Event event) {
        return event.getStartMark().map(this::place).orElse(new Position(name, 0, 0));
    }

    private Position place(Mark mark) {
        return new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Position place(String text, int index) {
        var before = text.substring(0, Math.min(Math.max(0, index), text.length()));
        var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(name, line, before.length() - before.lastIndexOf('\n'));
    }
}
