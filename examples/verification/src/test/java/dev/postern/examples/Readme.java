package dev.postern.examples;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fenced blocks of a README, in order. */
record Readme(List<Block> blocks) {

    private static final Pattern FENCE =
            Pattern.compile("(?ms)(?:^`([^`\n]+)`[^\n]*(?:\n[^\n`]+[^\n]*)*\n\n)?^```(\\w+)\n(.*?)^```$");

    /**
     * One block.
     *
     * @param file the file that the paragraph before it begins with; empty where it begins with none
     */
    record Block(String file, String language, String text) {}

    static Readme of(Consumer project) {
        return of(project.text("README.md"));
    }

    static Readme of(String markdown) {
        return new Readme(FENCE.matcher(markdown)
                .results()
                .map(match -> new Block(match.group(1) == null ? "" : match.group(1), match.group(2), match.group(3)))
                .toList());
    }

    /** What the README says to expect of an output: each line as it is, but that {@code …} stands for any text. */
    List<Pattern> expectations() {
        return blocks.stream()
                .filter(block -> block.language().equals("text"))
                .map(block -> expectation(block.text()))
                .toList();
    }

    static Pattern expectation(String text) {
        return Pattern.compile(text.lines()
                .map(line -> line.equals("…")
                        ? "(.*\\R)*?"
                        : Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))
                                + "\\s*\\R")
                .collect(Collectors.joining()));
    }
}
