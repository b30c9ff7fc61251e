package dev.postern.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.draft.TargetDraft.Setting;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the command, it is drafted or refused in words, and its secrets are in neither. */
class CurlPropertyTest {

    private static final Setting SETTING = new Setting(Path.of("target.yaml"), Optional.empty(), Optional.empty());

    /** Places of a secret in a command; {@code 🔑} stands for it. */
    private static final List<String> PLACES = List.of(
            "curl https://a.example.com/x -H 'Authorization: Bearer 🔑'",
            "curl https://a.example.com/x -H 'authorization: 🔑'",
            "curl https://a.example.com/x -H 'Authorization: ApiKey 🔑'",
            "curl https://a.example.com/x -H 'X-API-Key: 🔑' -H 'X-Other-Token: 🔑'",
            "curl https://a.example.com/x -H 'Authorization: Bearer other' -H 'Ocp-Apim-Subscription-Key: 🔑'",
            "curl https://a.example.com/x -u 'ada:🔑'",
            "curl https://a.example.com/x -u '🔑:'",
            "curl 'https://ada:🔑@a.example.com/x'",
            "curl https://a.example.com/x --oauth2-bearer '🔑' -d 'copy=🔑'",
            "curl https://a.example.com/x -b 'sid=🔑; theme=🔑'",
            "curl https://a.example.com/x -H 'Cookie: _ga=🔑; a=🔑'",
            "curl 'https://a.example.com/x?api_key=🔑&token=🔑'",
            "curl https://a.example.com/x -d 'user=ada&password=🔑'",
            "curl https://a.example.com/x --json '{\"user\":\"ada\",\"password\":\"🔑\",\"in\":[{\"apiKey\":\"🔑\"}]}'",
            "curl https://a.example.com/x -d '{\"password\":\"🔑\"'",
            "curl https://a.example.com/x -F 'password=🔑'",
            "curl https://a.example.com/x --proxy-user 'me:🔑' --cert 'a.pem:🔑' --pass '🔑'",
            "TOKEN=🔑 curl https://a.example.com/x -H \"Authorization: Bearer ${TOKEN:-🔑}\"",
            "curl https://a.example.com/x -H 'Authorization: Bearer 🔑",
            "curl --hedder 'Authorization: Bearer 🔑' https://a.example.com",
            "curl '-H: 🔑' '--🔑' '🔑' ftp://🔑@a.example.com 'https://🔑 x'",
            "curl -H '🔑' https://a.example.com",
            "curl -X 'GET 🔑' https://a.example.com",
            "curl https://a.example.com/x -H \"Authorization: Basic $(echo 🔑)\"");

    @Property(tries = 2000)
    void any_text_is_drafted_or_refused(@ForAll("commands") String command) {
        try {
            assertThat(TargetDraft.ofCurl(List.of(command), SETTING).yaml()).isNotEmpty();
        } catch (InvalidFileException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    @Property(tries = 1000)
    void any_draft_can_be_read(@ForAll("commands") String command) throws IOException {
        var folder = Files.createTempDirectory("postern");
        try {
            var draft = TargetDraft.ofCurl(
                    List.of(command), new Setting(folder.resolve("target.yaml"), Optional.empty(), Optional.empty()));
            if (!draft.yaml().contains("${file:") && !draft.yaml().matches("(?s).*\nbaseUrl: \\S*\\$\\{env.*")) {
                assertThat(new DraftBench(folder).load(draft)).isNotNull();
            }
        } catch (InvalidFileException e) {
            assertThat(e.getMessage()).as(command).contains("--from-curl");
        } finally {
            Files.deleteIfExists(folder.resolve("target.yaml"));
            Files.delete(folder);
        }
    }

    @Property(tries = 1000)
    void a_secret_is_in_nothing_that_is_written_or_said(
            @ForAll("places") String place, @ForAll("secrets") String secret) {
        var command = place.replace("🔑", secret);

        var said = said(command);

        assertThat(said).doesNotContain(secret);
        assertThat(said).doesNotContain(base64(":" + secret)).doesNotContain(base64(secret + ":"));
    }

    @Property(tries = 1000)
    void a_word_in_single_quotes_is_read_as_it_is(@ForAll("words") String word) {
        var quoted = "'" + word.replace("'", "'\\''") + "'";

        assertThat(words("curl " + quoted + " x")).containsExactly("curl", word, "x");
    }

    @Property(tries = 1000)
    void a_word_in_double_quotes_is_read_as_it_is(@ForAll("words") String word) {
        var quoted = "\"" + word.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"";

        assertThat(words("curl " + quoted + " x")).containsExactly("curl", word, "x");
    }

    @Property(tries = 1000)
    void a_word_in_quotes_of_bash_is_read_as_it_is(@ForAll("words") String word) {
        var escaped = new StringBuilder();
        for (var b : word.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format("\\x%02x", b));
        }

        assertThat(words("curl $'" + escaped + "' x")).containsExactly("curl", word, "x");
    }

    private static List<String> words(String command) {
        return ShellWords.commands(command, "test", new Problems()).get(0).stream()
                .map(w -> w.text)
                .toList();
    }

    private static String said(String command) {
        try {
            var draft = TargetDraft.ofCurl(List.of(command), SETTING);
            return draft.yaml() + draft.variables() + draft.notes();
        } catch (InvalidFileException e) {
            return e.getMessage();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    static Arbitrary<String> places() {
        return Arbitraries.of(PLACES);
    }

    @Provide
    static Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("-._~")
                .ofMinLength(12)
                .ofMaxLength(40)
                .map(s -> "q7Z" + s);
    }

    @Provide
    static Arbitrary<String> commands() {
        var pieces = Arbitraries.of(
                "curl",
                " ",
                "-H",
                "'",
                "\"",
                "\\",
                "\n",
                "$",
                "{",
                "}",
                "`",
                "https://a.example.com/",
                "/x/17",
                "?a=b",
                "&c",
                "#",
                "-d",
                "{\"a\":[1,null]}",
                "--json",
                "-u",
                "a:b",
                "-b",
                "c=d",
                "-X",
                "POST",
                "-G",
                ":",
                ";",
                "|",
                "<",
                ">",
                "^",
                "Authorization: Bearer x",
                "@file",
                "--",
                "--next",
                "-I",
                "%41",
                "[1-2]",
                "é",
                "\u0000",
                "$'\\x",
                "${A}",
                "=");
        var odd =
                pieces.list().ofMinSize(1).ofMaxSize(12).map(p -> "curl https://a.example.com/x " + String.join("", p));
        var spoilt = Arbitraries.of(PLACES)
                .flatMap(p -> pieces.flatMap(piece -> Arbitraries.integers()
                        .between(0, p.length() - 1)
                        .map(at -> p.substring(0, at) + piece + p.substring(at))));
        return Arbitraries.oneOf(odd, spoilt, Arbitraries.strings().map(s -> "curl https://a.example.com/ " + s));
    }

    @Provide
    static Arbitrary<String> words() {
        // a "^" before a quote is a sign of Windows
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(w -> StandardCharsets.UTF_8.newEncoder().canEncode(w))
                .filter(w ->
                        w.codePoints().noneMatch(c -> c == '^' || c == '`' || c == '\r' || c == 0xFDD0 || c == 0xFDD1));
    }
}
