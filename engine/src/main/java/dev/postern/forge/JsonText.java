package dev.postern.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JSON object as the text it is. An edit cuts and pastes that text, so that all it does not name stays as it was: order
 * and spelling of members, white space, numbers such as {@code 1.0}, members given twice.
 *
 * <p>Only the outermost object is understood; a value is whatever stands between a colon and the next comma.
 */
final class JsonText {
    private final String what;
    private final String text;
    private final List<Member> members;

    /** A member's name, and where the member begins, where its value begins, where both end. */
    private record Member(String name, int start, int valueStart, int end) {}

    private JsonText(String what, String text) {
        this.what = what;
        this.text = text;
        this.members = new Scanner(what, text).members();
    }

    /**
     * @param what what the text is, for messages: "header" or "payload"
     * @throws MalformedTokenException if the text is not shaped like a JSON object
     */
    static JsonText of(String what, String text) {
        return new JsonText(what, text);
    }

    /** The elements of a JSON array, each as the text it is. */
    static List<String> elements(String what, String array) {
        return new Scanner(what, array).elements();
    }

    String text() {
        return text;
    }

    /** The value's own text; of a member given twice, the last one's, as most parsers read it. */
    Optional<String> value(String name) {
        return named(name)
                .reduce((first, second) -> second)
                .map(member -> text.substring(member.valueStart, member.end));
    }

    /** Gives the member this value where it stands, or at the end; of a member given twice only the first remains. */
    JsonText with(String name, String json) {
        List<Member> present = named(name).toList();
        if (present.isEmpty()) {
            return adding(name, json);
        }
        if (present.size() > 1) {
            return withoutAllBut(present.get(0), name).with(name, json);
        }
        Member member = present.get(0);
        if (same(text.substring(member.valueStart, member.end), json)) {
            return this;
        }
        return splice(member.valueStart, member.end, json);
    }

    /** Adds the member at the end, even where there is one of that name. */
    JsonText adding(String name, String json) {
        String member = Json.write(name) + ":" + json;
        if (members.isEmpty()) {
            int inside = text.indexOf('{') + 1;
            return splice(inside, inside, member);
        }
        int end = members.get(members.size() - 1).end;
        return splice(end, end, "," + member);
    }

    JsonText without(String name) {
        return withoutAllBut(null, name);
    }

    boolean has(String name) {
        return named(name).findAny().isPresent();
    }

    private JsonText withoutAllBut(Member kept, String name) {
        JsonText result = this;
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            if (member.name.equals(name) && !member.equals(kept)) {
                result = result.cut(i);
            }
        }
        return result;
    }

    private JsonText cut(int i) {
        Member member = members.get(i);
        if (i + 1 < members.size()) {
            return splice(member.start, members.get(i + 1).start, "");
        }
        return splice(i == 0 ? member.start : members.get(i - 1).end, member.end, "");
    }

    private JsonText splice(int from, int to, String replacement) {
        return new JsonText(what, text.substring(0, from) + replacement + text.substring(to));
    }

    private Stream<Member> named(String name) {
        return members.stream().filter(member -> member.name.equals(name));
    }

    private static boolean same(String one, String other) {
        Optional<JsonNode> value = Json.read(one);
        return one.equals(other) || (value.isPresent() && value.equals(Json.read(other)));
    }

    /** Finds the ends of values without judging them; deep nesting costs no stack. */
    private static final class Scanner {
        private final String what;
        private final String text;
        private int at;

        Scanner(String what, String text) {
            this.what = what;
            this.text = text;
        }

        List<Member> members() {
            List<Member> found = new ArrayList<>();
            skipSpace();
            expect('{');
            skipSpace();
            while (!peek('}')) {
                if (!found.isEmpty()) {
                    expect(',');
                    skipSpace();
                }
                found.add(member());
                skipSpace();
            }
            finish();
            return found;
        }

        List<String> elements() {
            List<String> found = new ArrayList<>();
            skipSpace();
            expect('[');
            skipSpace();
            while (!peek(']')) {
                if (!found.isEmpty()) {
                    expect(',');
                    skipSpace();
                }
                int start = at;
                skipValue();
                found.add(text.substring(start, at));
                skipSpace();
            }
            finish();
            return found;
        }

        private Member member() {
            int start = at;
            skipString();
            String spelled = text.substring(start, at);
            String name = Json.read(spelled).map(JsonNode::textValue).orElse(spelled);
            skipSpace();
            expect(':');
            skipSpace();
            int valueStart = at;
            skipValue();
            return new Member(name, start, valueStart, at);
        }

        private void skipValue() {
            int start = at;
            int depth = 0;
            do {
                if (peek('"')) {
                    skipString();
                } else if (peek('{') || peek('[')) {
                    depth++;
                    at++;
                } else if (depth > 0 && (peek('}') || peek(']'))) {
                    depth--;
                    at++;
                } else if (depth > 0) {
                    advance();
                } else {
                    skipScalar();
                }
            } while (depth > 0);
            if (at == start) {
                throw malformed();
            }
        }

        private void skipScalar() {
            while (at < text.length() && ",]}: \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }

        private void skipString() {
            expect('"');
            while (!peek('"')) {
                if (peek('\\')) {
                    advance();
                }
                advance();
            }
            at++;
        }

        private void skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean peek(char wanted) {
            return at < text.length() && text.charAt(at) == wanted;
        }

        private void advance() {
            if (at >= text.length()) {
                throw malformed();
            }
            at++;
        }

        private void expect(char wanted) {
            if (!peek(wanted)) {
                throw malformed();
            }
            at++;
        }

        private void finish() {
            at++;
            skipSpace();
            if (at != text.length()) {
                throw malformed();
            }
        }

        private MalformedTokenException malformed() {
            return new MalformedTokenException(
                    "The " + what + " is not well-formed JSON of the expected kind: at character " + at + " of "
                            + text.length() + (at < text.length() ? " stands something else." : " it ends too early."));
        }
    }
}
