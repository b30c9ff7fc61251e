package dev.postern.target;

import dev.postern.yaml.Problems;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for names that a user gives, and for names that HTTP has. */
public final class Names {

    private static final int LONGEST = 200;

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

    /** Whether a scheme, an identity or an operation may have that name. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.codePoints().noneMatch(Names::isBarred);
    }

    private static boolean isBarred(int c) {
        return c == '|' || Character.isWhitespace(c) || Character.isISOControl(c);
    }

    /** The name itself where it may be one; else with {@code -} for what may not be in it, and cut where it is too long. */
    public static String asName(String text) {
        if (isName(text)) {
            return text;
        }
        var name = new StringBuilder();
        text.codePoints().limit(LONGEST / 2).map(c -> isBarred(c) ? '-' : c).forEach(name::appendCodePoint);
        return name.isEmpty() ? "-" : name.toString();
    }

    /** Whether a header field, a cookie or a method may have that name (RFC 9110 5.6.2). */
    public static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Whether a text may be the value of a header field (RFC 9110 5.5). */
    public static boolean isFieldValue(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    }

    /** The parameters of a path template, in order; empty where its braces do not fit. */
    public static Optional<List<String>> parameters(String path) {
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
