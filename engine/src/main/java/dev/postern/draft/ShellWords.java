package dev.postern.draft;

import dev.postern.api.target.Position;
import dev.postern.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes command lines apart as a POSIX shell does (POSIX.1-2024, 2.2 and 2.3), and bash for {@code $'…'}. Variables become
 * {@linkplain Marks marks}; nothing is run or looked up. Messages quote no word: it may be a secret.
 */
final class ShellWords {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern EXPANSION = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(:-[^{}$`\"'\\\\]*)?");
    private static final Pattern CMD = Pattern.compile("\\^(?=\\s*\\n|\\^?\")");
    private static final Pattern POWERSHELL =
            Pattern.compile("`(?=[ \\t]*\\n)|(?i)^\\s*(invoke-webrequest|invoke-restmethod|iwr|irm)\\b");

    private final String text;
    private final String name;
    private final Problems problems;
    private final List<List<Word>> commands = new ArrayList<>();
    private List<Word> command = new ArrayList<>();
    private StringBuilder word;
    private int wordStart;
    private int at;

    private ShellWords(String text, String name, Problems problems) {
        this.text = text;
        this.name = name;
        this.problems = problems;
    }

    /** A word of a command; not a record, since its text may be a secret. */
    static final class Word {
        final String text;
        final Position position;

        Word(String text, Position position) {
            this.text = text;
            this.position = position;
        }
    }

    /** The text cannot be taken apart; the problem is noted. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * The commands in a text, each as its words; none where the text cannot be taken apart, which is noted.
     *
     * @param name what messages call the text
     */
    static List<List<Word>> commands(String text, String name, Problems problems) {
        var words = new ShellWords(Marks.plain(text.replace("\r\n", "\n")), name, problems);
        try {
            words.read();
            return words.commands;
        } catch (Unreadable e) {
            return List.of();
        }
    }

    private void read() throws Unreadable {
        refuse(
                CMD,
                "this is written for the Windows command prompt, which quotes by \"^\"",
                "copy it \"as cURL (bash)\"");
        refuse(POWERSHELL, "this is written for PowerShell", "copy it \"as cURL (bash)\"");
        while (at < text.length()) {
            step();
        }
        endCommand();
    }

    private void refuse(Pattern foreign, String message, String hint) throws Unreadable {
        var match = foreign.matcher(text);
        if (match.find()) {
            throw unreadable(match.start(), message, hint);
        }
    }

    private void step() throws Unreadable {
        var c = text.charAt(at);
        switch (c) {
            case ' ', '\t' -> {
                endWord();
                at++;
            }
            case '\n', ';', '|' -> {
                endCommand();
                at++;
            }
            case '&' -> ampersand();
            case '<', '>' -> redirection();
            case '\'' -> single();
            case '"' -> {
                at++;
                quoted();
            }
            case '\\' -> escaped();
            case '$' -> dollar(false);
            case '`' -> throw substitution(at);
            case '#' -> comment();
            default -> {
                open().append(c);
                at++;
            }
        }
    }

    private StringBuilder open() {
        if (word == null) {
            word = new StringBuilder();
            wordStart = at;
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            command.add(new Word(word.toString(), place(wordStart)));
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!command.isEmpty()) {
            commands.add(command);
            command = new ArrayList<>();
        }
    }

    private void ampersand() throws Unreadable {
        if (word != null && word.indexOf("?") >= 0) {
            throw unreadable(
                    at,
                    "an \"&\" outside of quotes ends the command",
                    "put the URL into double quotes: \"https://…?a=1&b=2\"");
        }
        endCommand();
        at++;
    }

    /** Where the answer goes is no part of the request; where the body comes from is. */
    private void redirection() throws Unreadable {
        if (text.charAt(at) == '<') {
            throw unreadable(
                    at, "the command reads from a file or a here-document", "give the body by --data, or --data @file");
        }
        if (word != null && word.toString().matches("[0-9&]")) {
            word = null;
        }
        endWord();
        while (at < text.length() && " \t>&".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        var before = command.size();
        while (at < text.length() && " \t\n;|&".indexOf(text.charAt(at)) < 0) {
            step();
        }
        endWord();
        command.subList(before, command.size()).clear();
    }

    private void comment() {
        if (word != null) {
            word.append('#');
            at++;
            return;
        }
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void single() throws Unreadable {
        var start = at;
        var end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw unclosed(start);
        }
        open().append(text, at + 1, end);
        at = end + 1;
    }

    /** From behind the quote that opens. */
    private void quoted() throws Unreadable {
        var start = at - 1;
        open();
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                word.append(text.charAt(at + 1) == '\n' ? "" : text.charAt(at + 1));
                at += 2;
            } else if (c == '$') {
                dollar(true);
            } else if (c == '`') {
                throw substitution(at);
            } else {
                word.append(c);
                at++;
            }
        }
        throw unclosed(start);
    }

    private void escaped() throws Unreadable {
        if (at + 1 >= text.length()) {
            at++; // a line that was to be continued
            return;
        }
        if (text.charAt(at + 1) == '\n') {
            at += 2;
            return;
        }
        var rest = text.substring(at + 1);
        if (rest.matches("(?s)[ \\t]+\\n.*")) {
            throw unreadable(
                    at,
                    "a blank stands between the backslash and the end of the line",
                    "remove it, so that the line goes on");
        }
        open().appendCodePoint(text.codePointAt(at + 1));
        at += 1 + Character.charCount(text.codePointAt(at + 1));
    }

    private void dollar(boolean inQuotes) throws Unreadable {
        var rest = text.substring(at + 1);
        if (rest.startsWith("(")) {
            throw substitution(at);
        }
        if (rest.startsWith("'") && !inQuotes) {
            open();
            var start = at;
            at = new AnsiQuotes(text, at + 2).appendTo(word).orElseThrow(() -> unclosed(start));
        } else if (rest.startsWith("\"") && !inQuotes) {
            open();
            at += 2;
            quoted();
        } else if (rest.startsWith("{")) {
            braces(rest);
        } else {
            var match = NAME.matcher(rest);
            open().append(match.lookingAt() ? Marks.variable(match.group()) : "$");
            at += 1 + (match.lookingAt() ? match.end() : 0);
        }
    }

    private void braces(String rest) throws Unreadable {
        var end = rest.indexOf('}');
        var match = EXPANSION.matcher(end < 0 ? "" : rest.substring(1, end));
        if (!match.matches()) {
            throw unreadable(
                    at,
                    "a \"${\" of the shell that is more than ${NAME} or ${NAME:-default}",
                    "write the value itself, or ${NAME}");
        }
        // what follows ":-" may be a secret
        open().append(Marks.variable(match.group(1)));
        at += 1 + end + 1;
    }

    private Unreadable substitution(int place) {
        return unreadable(
                place,
                "a command stands in the command, and is not run",
                "put it into a variable, and write ${NAME} here");
    }

    private Unreadable unclosed(int start) {
        return unreadable(
                start, "a quote is opened here and never closed", "close it, or quote the whole command anew");
    }

    private Unreadable unreadable(int place, String message, String hint) {
        problems.error(place(place), message, hint);
        return new Unreadable();
    }

    private Position place(int index) {
        var before = text.substring(0, index);
        var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(name, line, index - before.lastIndexOf('\n'));
    }
}
