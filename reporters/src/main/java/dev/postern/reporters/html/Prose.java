package dev.postern.reporters.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The part of Markdown that explanations of checks use: paragraphs, lists, fenced code, and within a line code, strong
 * and emphasised text and links to http and https. All else is shown as it was written.
 */
final class Prose {

    private static final Pattern INLINE = Pattern.compile(
            "(?<code>`[^`]+`)|(?<strong>\\*\\*[^*]+\\*\\*)|(?<em>(?<![\\w*])[*_][^*_\\s][^*_]*[*_](?![\\w*]))"
                    + "|(?<link>\\[[^\\]]+\\]\\(https?://[^)\\s]+\\))|(?<url>https?://[^\\s)>]+[^\\s)>.,;:])");
    private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*+]|(\\d+)[.)])\\s+");

    private final Markup html;

    Prose(Markup html) {
        this.html = html;
    }

    void write(String markdown) {
        var paragraph = new ArrayList<String>();
        var lines = markdown.lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.stripLeading().startsWith("```")) {
                paragraph(paragraph);
                i = fence(lines, i + 1);
            } else if (ITEM.matcher(line).find()) {
                paragraph(paragraph);
                i = list(lines, i);
            } else if (line.isBlank()) {
                paragraph(paragraph);
            } else {
                paragraph.add(line.strip());
            }
        }
        paragraph(paragraph);
    }

    private void paragraph(List<String> lines) {
        if (!lines.isEmpty()) {
            html.open("p");
            inline(String.join(" ", lines));
            html.close();
            lines.clear();
        }
    }

    /** Writes the code up to the closing fence and returns that line's index. */
    private int fence(List<String> lines, int from) {
        var end = from;
        while (end < lines.size() && !lines.get(end).stripLeading().startsWith("```")) {
            end++;
        }
        html.element("pre", String.join("\n", lines.subList(from, end)), "tabindex", "0");
        return end;
    }

    /** Writes the items that follow each other and returns the index of the last line. */
    private int list(List<String> lines, int from) {
        var first = ITEM.matcher(lines.get(from));
        html.open(first.find() && first.group(1) != null ? "ol" : "ul");
        var at = from;
        while (at < lines.size() && ITEM.matcher(lines.get(at)).find()) {
            var item = new StringBuilder(ITEM.matcher(lines.get(at)).replaceFirst(""));
            while (at + 1 < lines.size() && isContinuation(lines.get(at + 1))) {
                item.append(' ').append(lines.get(++at).strip());
            }
            html.open("li");
            inline(item.toString());
            html.close();
            at++;
        }
        html.close();
        return at - 1;
    }

    private static boolean isContinuation(String line) {
        return line.startsWith("  ") && !line.isBlank() && !ITEM.matcher(line).find();
    }

    /** A line that may quote the target: code is shown as such, but nothing becomes a link. */
    void words(String text) {
        var parts = text.split("`", -1);
        // An odd number of marks does not pair up, so it is shown as it is.
        if (parts.length % 2 == 0) {
            html.text(text);
            return;
        }
        for (var i = 0; i < parts.length; i++) {
            if (i % 2 == 1) {
                html.element("code", parts[i]);
            } else {
                html.text(parts[i]);
            }
        }
    }

    private void inline(String text) {
        var matcher = INLINE.matcher(text);
        var end = 0;
        while (matcher.find()) {
            html.text(text.substring(end, matcher.start()));
            var found = matcher.group();
            if (matcher.group("code") != null) {
                html.element("code", found.substring(1, found.length() - 1));
            } else if (matcher.group("strong") != null) {
                html.element("strong", found.substring(2, found.length() - 2));
            } else if (matcher.group("em") != null) {
                html.element("em", found.substring(1, found.length() - 1));
            } else if (matcher.group("link") != null) {
                var middle = found.indexOf("](");
                link(found.substring(1, middle), found.substring(middle + 2, found.length() - 1));
            } else {
                link(found, found);
            }
            end = matcher.end();
        }
        html.text(text.substring(end));
    }

    private void link(String text, String url) {
        html.element("a", text, "href", url, "rel", "noopener noreferrer");
    }
}
