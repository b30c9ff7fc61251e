package dev.postern.target;

import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is in the files, the reader says what is wrong; it never breaks. */
class TargetFilePropertyTest {

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("postern");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void read() {
        var bench = new Workbench(folder);
        for (var mode : TargetFile.Secrets.values()) {
            try {
                bench.load(mode);
            } catch (InvalidFileException e) {
                assert !e.problems().isEmpty();
            }
        }
    }

    @Property(tries = 200)
    void any_text_is_read_or_refused(@ForAll String text) {
        new Workbench(folder).write("orders-api.yaml", text);
        read();
    }

    @Property(tries = 400)
    void a_good_file_with_a_piece_replaced_is_read_or_refused(
            @ForAll("pieces") String piece, @ForAll int from, @ForAll("lengths") int length) {
        new Workbench(folder).write("orders-api.yaml", mutated(LARGE, piece, from, length));
        read();
    }

    @Property(tries = 400)
    void a_good_document_with_a_piece_replaced_is_read_or_refused(
            @ForAll("pieces") String piece, @ForAll int from, @ForAll("lengths") int length) {
        new Workbench(folder)
                .write("orders-api.yaml", "openapi: openapi.yaml\n" + Workbench.GOOD)
                .write("openapi.yaml", mutated(OpenApiTest.DOCUMENT, piece, from, length));
        read();
    }

    private static String mutated(String good, String piece, int from, int length) {
        var start = Math.floorMod(from, good.length());
        return good.substring(0, start) + piece + good.substring(Math.min(good.length(), start + length));
    }

    private static final String LARGE = Workbench.GOOD + """
              makeOrder:
                call: POST /orders
                requires:
                  scheme: [tokens, partner]
                  roles: [admin]
                query: {dry: true}
                headers:
                  Accept: text/plain
                body: {item: pen, n: [1, 2.5, null]}
                contentType: application/json
                destructive: false
            limits:
              rate: 5
              deadline: PT1S
            allow: [id.example.test]
            denial:
              login: /login
              errors:
                - pointer: /success
                  value: false
              ignore: [/x]
            headers:
              X-Key: ${env:HIDDEN}
            destructive: allow
            """;

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of(
                        "",
                        "~",
                        "[]",
                        "{}",
                        "{a: b}",
                        "[[x]]",
                        "1",
                        "true",
                        "null",
                        "\"",
                        "'",
                        "\n",
                        "  ",
                        "\t",
                        ": ",
                        "- ",
                        "#",
                        "&a ",
                        "*a",
                        "!!x ",
                        "---\n",
                        "${env:X}",
                        "${file:.}",
                        "${file:\\0}",
                        "\"\\0\"",
                        "PT1S",
                        "https://x",
                        "https://",
                        "$ref: '#'",
                        "$ref: '#/paths'",
                        "$ref: openapi.yaml",
                        "1e99999",
                        "-0",
                        "\uFEFF",
                        "{totp}",
                        "|",
                        "||",
                        "%",
                        "/",
                        "{",
                        "}",
                        "//",
                        "?")),
                Arbitraries.strings().ofMaxLength(8));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, 30);
    }
}
