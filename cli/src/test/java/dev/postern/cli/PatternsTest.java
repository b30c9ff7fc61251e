package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No regular expression takes stack by the length of what it is applied to. Java matches a group that repeats by recursion,
 * one call an iteration, unless the repetition is possessive: a text of some thousand words ends in a
 * StackOverflowError.
 */
class PatternsTest {

    /** Repetitions, up to which the stack surely suffices. */
    private static final int FEW = 100;

    @Test
    void no_group_repeats_without_bound_unless_possessively() {
        var classes = new ClassFileImporter(List.of(new DoNotIncludeTests())).importPackages("dev.postern");

        var patterns = classes.stream()
                .filter(c -> !c.getPackageName().startsWith("dev.postern.samples")) // targets, which read what we send
                .flatMap(c -> c.getFields().stream())
                .filter(f -> f.getRawType().isEquivalentTo(Pattern.class)
                        && f.getModifiers().contains(JavaModifier.STATIC))
                .toList();

        assertThat(patterns).hasSizeGreaterThan(50);
        assertThat(patterns.stream()
                        .filter(f -> isRecursive(pattern(f).pattern()))
                        .map(f -> f.getFullName() + " " + pattern(f)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(a|b)*; true",
                "(?:a|b)+x; true",
                "(ab){2,}; true",
                "(ab){0,2000}; true",
                "(?:a|b)*+; false",
                "(?:a|b)++; false",
                "(ab){2,}+; false",
                "(ab){0,20}; false",
                "(ab)?; false",
                "[(a)*]; false",
                "\\)*; false",
            })
    void rule_knows_what_repeats(String pattern, boolean isRecursive) {
        assertThat(isRecursive(pattern)).isEqualTo(isRecursive);
    }

    private static Pattern pattern(JavaField field) {
        try {
            var reflected = field.reflect();
            reflected.setAccessible(true);
            return (Pattern) reflected.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static boolean isRecursive(String pattern) {
        var inClass = 0;
        for (var i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass++;
                case ']' -> inClass = Math.max(0, inClass - 1);
                case ')' -> {
                    if (inClass == 0 && repeatsRecursively(pattern.substring(i + 1))) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean repeatsRecursively(String rest) {
        if (rest.startsWith("*") || rest.startsWith("+")) {
            return !rest.startsWith("+", 1);
        }
        var count = Pattern.compile("\\{\\d+,(\\d*)}(\\+?).*", Pattern.DOTALL).matcher(rest);
        return count.matches()
                && count.group(2).isEmpty()
                && (count.group(1).isEmpty() || Integer.parseInt(count.group(1)) > FEW);
    }
}
