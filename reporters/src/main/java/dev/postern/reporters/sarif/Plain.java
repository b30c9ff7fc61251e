package dev.postern.reporters.sarif;

import dev.postern.reporters.sarif.SarifLog.Text;
import dev.postern.reporters.summary.VisibleText;

/**
 * Text as the plain messages of SARIF have it. Braces stay single, against 3.11.5: what shows messages replaces numbered
 * placeholders at most, and would show {@code /orders/{{id}}}.
 */
final class Plain {

    /** GitHub takes no more in the descriptions of a rule. */
    static final int DESCRIPTION = 1024;

    private static final int MESSAGE = 4_000;

    private Plain() {}

    /** A message in one line in which nothing that a target said is taken for a link (3.11.6). */
    static Text message(String text) {
        return Text.of(line(text, MESSAGE));
    }

    /** The same, and below it a command to copy. */
    static Text message(String text, String command) {
        return command.isEmpty()
                ? message(text)
                : Text.of(line(text, MESSAGE) + "\n\nTo repeat it: " + unlinked(VisibleText.block(command)));
    }

    /** The text in one line of at most that many characters. */
    static String line(String text, int most) {
        return unlinked(VisibleText.line(text, most));
    }

    private static String unlinked(String text) {
        return text.replace("](", "] (");
    }
}
