package dev.postern.reporters.console;

import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.http.Excerpt;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes lines within the means of a console: width, characters, colours, and one line of progress. */
final class Lines {

    /** Columns of running text; commands are not broken. */
    static final int WIDTH = 100;

    private static final int PROGRESS_WIDTH = 78;
    private static final Map<Integer, String> ASCII = Map.ofEntries(
            Map.entry((int) '…', "..."),
            Map.entry((int) '–', "-"),
            Map.entry((int) '—', "-"),
            Map.entry((int) '·', "-"),
            Map.entry((int) '→', "->"),
            Map.entry((int) '×', "x"),
            Map.entry((int) '≤', "<="),
            Map.entry((int) '≥', ">="),
            Map.entry((int) '“', "\""),
            Map.entry((int) '”', "\""),
            Map.entry((int) '‘', "'"),
            Map.entry((int) '’', "'"),
            Map.entry(0xa0, " "));

    private final PrintStream out;
    private final Style style;
    private boolean progressShown;

    Lines(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    Style style() {
        return style;
    }

    void line(String text) {
        clearProgress();
        out.print(printable(text) + "\n");
    }

    void blank() {
        line("");
    }

    void progress(String text) {
        if (style.progress()) {
            clearProgress();
            var line = printable(text);
            out.print(Excerpt.of(line, PROGRESS_WIDTH));
            out.flush();
            progressShown = true;
        }
    }

    void flush() {
        clearProgress();
        out.flush();
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String faint(String text) {
        return coloured("2", text);
    }

    String in(ControlVerdict verdict, String text) {
        return switch (verdict) {
            case FAIL -> coloured("31", text);
            case INCONCLUSIVE, NOT_RUN -> coloured("33", text);
            case PARTLY_VERIFIED -> coloured("33", text);
            case PASS -> coloured("32", text);
            case WAIVED, MANUAL -> coloured("36", text);
            case UNCOVERED, NOT_APPLICABLE -> faint(text);
        };
    }

    String symbol(ControlVerdict verdict) {
        return switch (verdict) {
            case FAIL -> style.unicode() ? "✘" : "x";
            case INCONCLUSIVE -> "?";
            case NOT_RUN -> style.unicode() ? "…" : ".";
            case WAIVED -> "~";
            case PARTLY_VERIFIED -> style.unicode() ? "◐" : "/";
            case PASS -> style.unicode() ? "✔" : "+";
            case MANUAL -> style.unicode() ? "✎" : "m";
            case UNCOVERED -> style.unicode() ? "○" : "o";
            case NOT_APPLICABLE -> "-";
        };
    }

    /** Breaks running text at spaces; the last of the admitted lines ends with an ellipsis where text is left over. */
    static List<String> wrap(String text, int width, int most) {
        var lines = new ArrayList<String>();
        var rest = text.strip();
        while (rest.length() > width && lines.size() < most - 1) {
            var end = rest.lastIndexOf(' ', width);
            end = end <= 0 ? Excerpt.end(rest, width) : end;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest.length() > width ? Excerpt.of(rest, width - 1).stripTrailing() + "…" : rest);
        return lines;
    }

    private void clearProgress() {
        if (progressShown) {
            out.print("\r" + " ".repeat(PROGRESS_WIDTH) + "\r");
            progressShown = false;
        }
    }

    private String coloured(String code, String text) {
        return style.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private String printable(String text) {
        if (style.unicode()) {
            return text;
        }
        var ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                ascii.appendCodePoint(c);
            } else {
                ascii.append(ASCII.getOrDefault(c, "?"));
            }
        });
        return ascii.toString();
    }
}
