package dev.postern.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any text can be written, and is read as what it was. */
class ScalarTest {

    @Property(tries = 2000)
    void any_text_is_the_same_after_it_was_written_and_read(@ForAll("texts") String text) {
        var inner = new Block().put(text, Scalar.filled(text), "remark " + text);
        var file = new Block()
                .remark("# " + text)
                .put("value", Scalar.filled(text), text)
                .put("list", List.of(Scalar.filled(text), Scalar.filled(text)), text)
                .put("mapping", inner)
                .put("items", new Node.Items(List.of(inner, new Node.Items(List.of(Scalar.filled(text))))))
                .suggest("suggestion", inner, text)
                .put("last", Scalar.bare("true"));

        var read = read(String.join("\n", file.lines()));

        assertThat(text(read, "/value")).isEqualTo(text);
        assertThat(text(read, "/list/0")).isEqualTo(text);
        assertThat(text(read, "/list/1")).isEqualTo(text);
        assertThat(read.at("/mapping").orElseThrow().entries()).containsOnlyKeys(text);
        assertThat(read.at("/mapping").orElseThrow().entries().get(text).text()).isEqualTo(text);
        assertThat(read.at("/items/0").orElseThrow().entries()).containsOnlyKeys(text);
        assertThat(text(read, "/items/1/0")).isEqualTo(text);
        assertThat(read.at("/last").orElseThrow().is(Value.Kind.BOOLEAN)).isTrue();
        assertThat(read.entries()).doesNotContainKey("suggestion");
    }

    @Property(tries = 500)
    void a_text_is_a_text_whatever_it_looks_like(@ForAll("texts") String text) {
        var read = read("value: " + Scalar.filled(text).inBlock());

        assertThat(read.at("/value").orElseThrow().is(Value.Kind.TEXT)).isTrue();
    }

    @Property(tries = 500)
    void what_is_suggested_can_be_taken_by_removing_the_comment_signs(@ForAll("texts") String text) {
        var suggested = new Block().suggest("key", new Block().put(text, Scalar.filled(text)), "");

        var taken = String.join("\n", suggested.lines()).replaceAll("(?m)^# ", "");

        assertThat(read(taken).at("/key").orElseThrow().entries().get(text).text())
                .isEqualTo(text);
    }

    private static String text(Value root, String pointer) {
        return root.at(pointer).orElseThrow().text();
    }

    private static Value read(String yaml) {
        var problems = new Problems();
        var root = SourceFile.parse("draft.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems);
        problems.throwIfAny();
        return root.orElseThrow();
    }

    @Provide
    static Arbitrary<String> texts() {
        var telling = Arbitraries.of(
                "",
                " ",
                "true",
                "No",
                "null",
                "~",
                "17",
                "1e3",
                "0x1F",
                "-",
                "- a",
                "? a",
                "a: b",
                "a #b",
                "#",
                "a:",
                ":a",
                "{a}",
                "[a]",
                "'",
                "\"",
                "\\",
                "&a",
                "*a",
                "!a",
                "|",
                ">",
                "%a",
                "@a",
                "`a",
                "---",
                "...",
                "\n",
                "a\nb",
                "\r\n",
                "\t",
                " a ",
                "${env:A}",
                "$${",
                "\u0000",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\u202E",
                "é",
                "日本",
                "\uD83D\uDE00",
                "=",
                "<<",
                "y");
        var any = Arbitraries.strings().ofMaxLength(40);
        var ascii = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20);
        var joined = telling.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        var longOnes =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(990).ofMaxLength(1300);
        return Arbitraries.frequencyOf(
                Tuple.of(4, telling), Tuple.of(6, joined), Tuple.of(4, any), Tuple.of(4, ascii), Tuple.of(1, longOnes));
    }
}
