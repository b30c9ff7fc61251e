package dev.postern.oracle;

import java.util.Collection;
import java.util.regex.Pattern;

/** Which values tell one identity's data from another's, and which are everybody's. */
final class Telling {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[A-Za-z]{2,}");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{6,}");
    private static final Pattern CODE = Pattern.compile("(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_.-]{10,}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ].*)?");

    private Telling() {}

    /** Whether such a value occurs in one identity's data only, as ids, addresses and long numbers do. */
    static boolean isUnique(String value) {
        return value.length() < 200
                && !TIME.matcher(value).matches()
                && (UUID.matcher(value).matches()
                        || EMAIL.matcher(value).matches()
                        || LONG_NUMBER.matcher(value).matches()
                        || CODE.matcher(value).matches());
    }

    /** Whether a value is a date or a time. */
    static boolean isTime(String value) {
        return TIME.matcher(value).matches();
    }

    /** Whether a value is more than a flag, a count or an empty text; an echo is nothing. */
    static boolean isData(String value) {
        return value.length() > 2
                && !value.equals("true")
                && !value.equals("false")
                && !value.equals("null")
                && !value.contains(ReflectedInput.PLACEHOLDER);
    }

    static boolean anyIn(Collection<Node.Leaf> leaves) {
        return leaves.stream().map(Node.Leaf::value).anyMatch(v -> isUnique(v) && isData(v));
    }
}
