package dev.postern.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.postern.api.target.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {

    @TestFactory
    Stream<DynamicTest> every_mistake_in_the_form_of_a_file_is_told_with_its_place() {
        return ApprovedCases.in("yaml/forms.txt")
                .tests(c -> c.containsKey("json")
                        ? told("orders-api.json", c.get("json"))
                        : told(
                                "orders-api.yaml",
                                c.get("yaml").replace("<tab>", "\t").replace("<bell>", "\u0007")));
    }

    private static String told(String name, String text) {
        return told(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String told(String name, byte[] bytes) {
        var problems = new Problems();
        SourceFile.parse(name, bytes, problems);
        try {
            problems.throwIfAny();
            return "";
        } catch (InvalidFileException e) {
            return e.getMessage();
        }
    }

    private static Value read(String name, String text) {
        var problems = new Problems();
        var root = SourceFile.parse(name, text.getBytes(StandardCharsets.UTF_8), problems);
        problems.throwIfAny();
        return root.orElseThrow();
    }

    @Test
    void deep_nesting_is_refused_and_does_not_overflow_the_stack() {
        var deep = "[".repeat(100_000);

        assertThat(told("deep.yaml", deep)).isEqualTo("deep.yaml:1:101: nested more than 100 levels deep");
        assertThat(told("deep.json", deep)).isEqualTo("deep.json:1:101: nested more than 100 levels deep");
        assertThat(told("deep.yaml", "{a: ".repeat(100_000))).contains("nested more than 100 levels deep");
        assertThat(told("deep.yaml", "- ".repeat(100_000))).contains("nested more than 100 levels deep");
    }

    @Test
    void a_file_of_more_than_2_MB_is_refused_unread() {
        assertThat(told("big.yaml", "a".repeat(2 * 1024 * 1024 + 1)))
                .isEqualTo("big.yaml: the file has more than 2 MB");
    }

    @Test
    void a_file_that_is_not_UTF_8_is_refused() {
        assertThat(told("latin.yaml", new byte[] {'a', ':', ' ', (byte) 0xE9}))
                .isEqualTo("latin.yaml: the file is not UTF-8\n   save it as UTF-8");
    }

    @Test
    void a_byte_order_mark_is_passed_over() {
        assertThat(read("bom.yaml", "\uFEFFa: 1").get("a")).isPresent();
    }

    @Test
    void what_cannot_be_opened_is_told(@TempDir Path folder) throws IOException {
        var problems = new Problems();
        var loop = Files.createSymbolicLink(folder.resolve("loop.yaml"), folder.resolve("loop.yaml"));
        var large = Files.write(folder.resolve("large.yaml"), new byte[SourceFile.MAX_BYTES + 1]);

        SourceFile.read(folder, "folder", problems);
        SourceFile.read(folder.resolve("absent.yaml"), "absent.yaml", problems);
        SourceFile.read(loop, "loop.yaml", problems);
        SourceFile.read(large, "large.yaml", problems);

        assertThatCode(problems::throwIfAny)
                .hasMessageContaining("folder: the file is a directory\n   name the file in it")
                .hasMessageContaining(
                        "absent.yaml: the file does not exist\n   looked for " + folder.resolve("absent.yaml"))
                .hasMessageContaining("loop.yaml: the file cannot be read: too many levels of symbolic links")
                .hasMessageContaining("large.yaml: the file has more than 2 MB");
    }

    @Test
    void keys_and_items_have_their_places_in_YAML_and_in_JSON() {
        var yaml = read("a.yaml", "orders:\n  - id: 17\n    tags: [x, y]\n");
        var json = read("a.json", "{\"orders\":\n [ {\"id\": 17,\n\t\"tags\": [\"x\", \"y\"]} ]}");

        assertThat(yaml.at("/orders/0/id").orElseThrow().position()).isEqualTo(new Position("a.yaml", 2, 5));
        assertThat(yaml.at("/orders/0/tags/1").orElseThrow().position()).isEqualTo(new Position("a.yaml", 3, 15));
        assertThat(json.at("/orders/0/id").orElseThrow().position()).isEqualTo(new Position("a.json", 2, 5));
        assertThat(json.at("/orders/0/tags/1").orElseThrow().position()).isEqualTo(new Position("a.json", 3, 16));
        assertThat(json.json()).isEqualTo(yaml.json());
        assertThat(yaml.at("/orders/1")).isEmpty();
        assertThat(yaml.at("orders")).isEmpty();
    }

    @Test
    void scalars_are_those_of_YAML_1_2_and_keep_their_spelling() {
        var root = read("a.yaml", "[no, on, 010, 1_0, 1.10, true, null, '17', 2027-01-31, 0x10, 9999999999999999999]");

        assertThat(root.items())
                .extracting(Value::text)
                .containsExactly(
                        "no",
                        "on",
                        "010",
                        "1_0",
                        "1.10",
                        "true",
                        "",
                        "17",
                        "2027-01-31",
                        "0x10",
                        "9999999999999999999");
        assertThat(root.json().toString())
                .isEqualTo(
                        "[\"no\",\"on\",\"010\",\"1_0\",1.1,true,null,\"17\",\"2027-01-31\",\"0x10\",9999999999999999999]");
    }

    @Property(tries = 500)
    void no_text_makes_the_reader_throw(@ForAll String text) {
        assertThatCode(() -> told("any.yaml", text)).doesNotThrowAnyException();
        assertThatCode(() -> told("any.json", text)).doesNotThrowAnyException();
    }

    @Property(tries = 500)
    void no_bytes_make_the_reader_throw(@ForAll byte[] bytes) {
        assertThatCode(() -> told("any.yaml", bytes)).doesNotThrowAnyException();
    }
}
