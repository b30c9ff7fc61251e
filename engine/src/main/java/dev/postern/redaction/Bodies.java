package dev.postern.redaction;

import dev.postern.api.http.Content;
import dev.postern.api.http.Excerpt;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bodies as a report shows them. */
final class Bodies {

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_REDACTED = 4 * LONGEST;

    private Bodies() {}

    /** The body as text, redacted and cut; what is no text is only described. */
    static String show(Content body, Optional<String> type, boolean truncated, UnaryOperator<String> redaction) {
        if (body.isEmpty()) {
            return "";
        }
        var text = text(body);
        if (text.isEmpty()) {
            return "(" + body.length() + " bytes, " + type.map(redaction).orElse("of no stated type") + ")"
                    + (truncated ? " and more" : "");
        }
        // Redacted before it is cut, so that no secret is cut in two and missed.
        var whole = text.get();
        var shown = redaction.apply(Excerpt.of(whole, LONGEST_REDACTED));
        return cut(shown, body, whole.length() > LONGEST_REDACTED, truncated);
    }

    /**
     * A body that was redacted already, cut.
     *
     * @param shown the text; empty where it is none
     */
    static String cut(Content body, Optional<String> shown, Optional<String> type) {
        return shown.map(text -> cut(text, body, false, false)).orElseGet(() -> show(body, type, false, text -> text));
    }

    private static String cut(String shown, Content body, boolean isCutAlready, boolean truncated) {
        if (shown.length() <= LONGEST && !isCutAlready) {
            return shown + (truncated ? "\n… (the rest was not read)" : "");
        }
        var kept = Excerpt.of(shown, LONGEST);
        return kept + "\n… (cut here; " + body.length() + " bytes" + (truncated ? " and more" : "") + " in all)";
    }

    /** The text of the body, where it is UTF-8 and has no control characters but white space. */
    static Optional<String> text(Content body) {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')
                ? Optional.empty()
                : Optional.of(text.toString());
    }
}
