package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.HostileApi.Fault;
import dev.postern.cli.HostileApi.When;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sound API whose answers go wrong in every way that a network, a proxy or an attacker can think of: no finding is false,
 * no request leaves uncounted, no report is lost, and the audit ends.
 */
@Timeout(60)
class HostileTargetTest {

    private static final String TARGET = """
            target: hostile
            baseUrl: %s
            limits: {rate: 1000, deadline: PT0.3S, maxWait: PT1S, requests: 200}
            schemes: {tokens: {type: bearer-opaque, tokenEndpoint: /token}}
            identities:
              alice:
                scheme: tokens
                obtain: {grant: client_credentials, clientId: alice, clientSecret: "${env:NO_SUCH_SECRET:-s3cret-0123456789}"}
            operations: {list: {call: GET /things, requires: {scheme: tokens}}}
            """;

    @TempDir
    private Path folder;

    private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

    private static void row(String name, Fault fault) {
        FAULTS.put(name, fault);
    }

    /** The answer with a text replaced. */
    private static Fault edited(String old, String other) {
        return (answer, out, socket) -> out.write(bytes(answer.replace(old, other)));
    }

    /** The first part of the answer, and then the end of the connection. */
    private static Fault cutAt(double share) {
        return (answer, out, socket) -> {
            out.write(bytes(answer.substring(0, (int) (answer.length() * share))));
            out.flush();
            socket.close();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var coded = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static void coded(String answer, byte[] body, java.io.OutputStream out) throws IOException {
        out.write(bytes(head(answer).replaceAll("Content-Length: \\d+", "Content-Length: " + body.length)
                + "\r\nContent-Encoding: gzip\r\n\r\n"));
        out.write(body);
    }

    static {
        for (var share : new double[] {0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98}) {
            row("cut at " + share, cutAt(share));
        }
        row("Content-Length too long", edited("Content-Length: ", "Content-Length: 9"));
        row(
                "Content-Length too short",
                (answer, out, socket) ->
                        out.write(bytes(answer.replaceAll("Content-Length: \\d+", "Content-Length: 3"))));
        row("Content-Length twice", edited("Content-Length: ", "Content-Length: 1\r\nContent-Length: "));
        row("Content-Length negative", edited("Content-Length: ", "Content-Length: -"));
        row(
                "Content-Length and Transfer-Encoding",
                edited("Content-Length: ", "Transfer-Encoding: chunked\r\nContent-Length: "));
        row(
                "chunk size that is none",
                (answer, out, socket) ->
                        out.write(bytes(head(answer).replaceAll("Content-Length: \\d+", "Transfer-Encoding: chunked")
                                + "\r\n\r\nzz\r\n")));
        row("chunks without end", (answer, out, socket) -> {
            out.write(bytes(head(answer).replaceAll("Content-Length: \\d+", "Transfer-Encoding: chunked")
                    + "\r\n\r\n2\r\n{}\r\n"));
            out.flush();
            socket.close();
        });
        row("two answers", (answer, out, socket) -> out.write(bytes(answer + answer)));
        row(
                "two answers, the other one first",
                (answer, out, socket) ->
                        out.write(bytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" + answer)));
        row("a late second answer", (answer, out, socket) -> {
            out.write(bytes(answer));
            out.flush();
            Thread.sleep(5);
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        });
        row(
                "twenty interim answers",
                (answer, out, socket) -> out.write(bytes("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20) + answer)));
        row("switching protocols", edited("HTTP/1.1 200 OK", "HTTP/1.1 101 Switching Protocols"));
        row("HTTP/0.9", (answer, out, socket) -> {
            out.write(bytes(body(answer)));
            out.flush();
            socket.close();
        });
        row(
                "no reason phrase",
                (answer, out, socket) -> out.write(bytes(answer.replaceFirst("(HTTP/1.1 \\d+) .*\r\n", "$1\r\n"))));
        row("status of four digits", edited("HTTP/1.1 ", "HTTP/1.1 9"));
        row("HTTP/2.0 in the status line", edited("HTTP/1.1 ", "HTTP/2.0 "));
        row("a head of 200 KB", edited("Content-Type: ", "X-Long: " + "x".repeat(200_000) + "\r\nContent-Type: "));
        row("a thousand fields", edited("Content-Type: ", "X-Many: x\r\n".repeat(1000) + "Content-Type: "));
        row("NUL in a field", edited("Content-Type: ", "X-Nul: a\u0000b\r\nContent-Type: "));
        row("bare line feeds", (answer, out, socket) -> out.write(bytes(answer.replace("\r\n", "\n"))));
        row("noise before the answer", (answer, out, socket) -> out.write(bytes("\u0001\u0002\u0003" + answer)));
        row("a byte every 20 ms", (answer, out, socket) -> {
            for (var b : bytes(answer)) {
                out.write(b);
                out.flush();
                Thread.sleep(20);
            }
        });
        row("hangs in the body", (answer, out, socket) -> {
            out.write(bytes(answer.substring(0, answer.length() - 4)));
            out.flush();
            Thread.sleep(1000);
        });
        row("reset", (answer, out, socket) -> {
            out.write(bytes(answer.substring(0, 20)));
            socket.setSoLinger(true, 0);
            socket.close();
        });
        row("gzip cut", (answer, out, socket) -> {
            var whole = gzip(bytes(body(answer)));
            coded(answer, Arrays.copyOf(whole, whole.length - 10), out);
        });
        row("gzip bomb", (answer, out, socket) -> coded(answer, gzip(new byte[20 << 20]), out));
        row("a coding that nobody knows", edited("Content-Type: ", "Content-Encoding: zz\r\nContent-Type: "));
        row("bytes that are no text", edited("\"", "\u00ff\u00fe"));
        row(
                "a redirect to itself",
                (answer, out, socket) -> out.write(
                        bytes("HTTP/1.1 307 Temporary Redirect\r\nLocation: /things\r\nContent-Length: 0\r\n\r\n")));
        row(
                "a redirect to another port",
                (answer, out, socket) -> out.write(
                        bytes(
                                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:9/things\r\nContent-Length: 0\r\n\r\n")));
        row(
                "a redirect with line breaks",
                (answer, out, socket) -> out.write(
                        bytes(
                                "HTTP/1.1 307 Temporary Redirect\r\nLocation: /x%0d%0aDELETE%20/y\r\nContent-Length: 0\r\n\r\n")));
        row(
                "Retry-After of a year",
                (answer, out, socket) -> out.write(
                        bytes("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n")));
        row("a Date of last year", edited("Content-Type: ", "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: "));
    }

    static Stream<Arguments> faults() {
        return FAULTS.keySet().stream().flatMap(name -> Stream.of(When.values()).map(when -> Arguments.of(name, when)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faults")
    void an_answer_that_goes_wrong_is_no_finding_and_costs_no_report(String name, When when) throws IOException {
        try (var api = new HostileApi(FAULTS.get(name), when)) {
            audited(api);
        }
    }

    static Stream<String> tokens() {
        var controls = IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
                .mapToObj(c -> "c1a5e0f2" + (char) c + "7b9d48d3a6e1");
        return Stream.concat(
                controls,
                Stream.of(
                        "a\r\n\r\nDELETE /things HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "a\nX-Role: admin",
                        "a\rX-Role: admin"));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void a_control_character_in_a_token_is_sent_to_nobody(String token) throws IOException {
        try (var api = HostileApi.issuing(token)) {
            var audit = audited(api);

            assertThat(api.writes).as("what the token smuggled").hasValue(0);
            assertThat(audit.cases())
                    .allSatisfy(c -> assertThat(c.outcome()).isIn("inconclusive", "not-applicable"))
                    .anySatisfy(
                            c -> assertThat(c.words())
                                    .contains(
                                            "the access token that the token endpoint gave holds a line break or another control"));
        }
    }

    private AuditFile audited(HostileApi api) throws IOException {
        var target = Files.writeString(folder.resolve("hostile.yaml"), TARGET.formatted(api.url()));

        var run = CommandRun.of(
                "audit",
                target.toString(),
                "--only",
                "auth.missing-credential,auth.invalid-credential",
                "--output",
                folder.resolve("reports").toString());

        assertThat(run.status()).as(run.err()).isIn(Postern.PASSED, Postern.FAILED);
        assertThat(folder.resolve("reports/hostile/report.html")).isNotEmptyFile();
        var audit = AuditFile.in(folder.resolve("reports/hostile"));
        assertThat(audit.cases("fail")).as(run.out()).isEmpty();
        assertThat(audit.root().at("/requests").asInt())
                .as("requests that the door counted")
                .isGreaterThanOrEqualTo(api.requests.get());
        return audit;
    }
}
