package dev.postern.target;

import dev.postern.yaml.Problems;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for names that a user gives, and for names that HTTP has. */
final class Names {

    /** RFC 9110 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private Names() {}

    /** Notes a name that could not stand in the id of a case. */
    static void check(Value named, String kind, Problems problems) {
        var name = named.key();
        if (!isName(name)) {
            problems.error(
                    named.position(),
                    "the " + kind + " name " + Words.quote(name) + " is empty, too long, or holds a blank or \"|\"",
                    "use letters, digits and - _ . /");
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 200
                && name.codePoints().noneMatch(c -> c == '|' || Character.isWhitespace(c) || Character.isISOControl(c));
    }

    static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Whether a text may be the value of a header field (RFC 9110 5.5). */
    static boolean isFieldValue(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    }

    /** The parameters of a path template, in order; empty where its braces do not fit. */
    static Optional<List<String>> parameters(String path) {
        var names = new ArrayList<String>();
        for (var from = 0; from < path.length(); ) {
            var open = path.indexOf('{', from);
            var close = path.indexOf('}', from);
            if (open < 0 && close < 0) {
                break;
            }
            if (open < 0 || close <= open + 1 || path.substring(open + 1, close).contains("{")) {
                return Optional.empty();
            }
            names.add(path.substring(open + 1, close));
            from = close + 1;
        }
        return Optional.of(names);
    }
}
