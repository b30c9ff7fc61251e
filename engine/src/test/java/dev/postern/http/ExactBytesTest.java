package dev.postern.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactBytesTest {

    private static final RecordingServer.Behaviour KEEP_ALL = talk -> {
        talk.readAll();
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    };

    private static String wire(RecordingServer server, WireRequest request) {
        try (var door = Door.open(Targets.at(server.url()).target())) {
            assertThat(door.send(request).hasStatus(200)).isTrue();
        }
        return server.requests.get(0);
    }

    private static WireRequest get(RecordingServer server, String target) {
        return WireRequest.of(server.origin(), "GET", target);
    }

    @Test
    void nothing_but_host_is_added_to_a_plain_request() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK)) {
            assertThat(wire(server, get(server, "/orders?x=1")))
                    .isEqualTo("GET /orders?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n");
        }
    }

    @Test
    void a_body_is_framed_by_its_length_and_gets_no_content_type() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK)) {
            var request = WireRequest.of(server.origin(), "POST", "/").withBody(Content.of("{\"a\":\"é\"}"));

            assertThat(wire(server, request))
                    .endsWith("Content-Length: 10\r\n\r\n" + new String("{\"a\":\"é\"}".getBytes(UTF_8), ISO_8859_1))
                    .doesNotContainIgnoringCase("content-type");
        }
    }

    @Test
    void an_empty_post_says_that_it_is_empty() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK)) {
            assertThat(wire(server, WireRequest.of(server.origin(), "POST", "/")))
                    .contains("Content-Length: 0\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//a//b",
                "/a/./b/../c",
                "/%2e%2e/%2E/",
                "/a;x=1;y",
                "/a%2fb%252f%00",
                "/a?",
                "/a?x=1&y=2&x=3",
                "/a?x=a b",
                "/%zz",
                "/a|b{c}",
                "/a\\b",
                "/a#fragment",
                "*",
                "http://other.test/x",
                "/a b",
                "",
                "relative",
                "/x%c0%af"
            })
    void request_target_goes_out_as_written(String target) throws Exception {
        try (var server = new RecordingServer(KEEP_ALL)) {
            assertThat(wire(server, get(server, target))).startsWith("GET " + target + " HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "FOO", "TRACE", "CONNECT", "PROPFIND", "GE T", "GeT", "DELETE", "OPTIONS"})
    void method_goes_out_as_written(String method) throws Exception {
        try (var server = new RecordingServer(KEEP_ALL)) {
            assertThat(wire(server, WireRequest.of(server.origin(), method, "/")))
                    .startsWith(method + " / HTTP/1.1\r\n");
        }
    }

    static Stream<List<Header>> headers() {
        return Stream.of(
                List.of(new Header("Authorization", "Bearer a"), new Header("Authorization", "Bearer b")),
                List.of(new Header("authorization", "Bearer a"), new Header("AUTHORIZATION", "Bearer b")),
                List.of(new Header("Content-Type", "a/b"), new Header("Content-Type", "c/d")),
                List.of(new Header("X-A", "  two  spaces\tand tab ")),
                List.of(new Header("X-A", "")),
                List.of(new Header("X A", "name with space")),
                List.of(new Header("X-Ä", "é")),
                List.of(new Header("Connection", "X-Real-Ip, close")),
                List.of(new Header("Accept-Encoding", "br")),
                List.of(new Header("User-Agent", "mine")),
                List.of(new Header("Content-Length", "0"), new Header("Content-Length", "0")));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void header_fields_go_out_as_written_and_in_order(List<Header> headers) throws Exception {
        try (var server = new RecordingServer(KEEP_ALL)) {
            var request = new WireRequest(server.origin(), "GET", "/", headers, Content.NONE);
            var expected = new StringBuilder("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
            headers.forEach(h -> expected.append(h.name() + ": " + h.value() + "\r\n"));

            assertThat(wire(server, request)).isEqualTo(expected + "\r\n");
        }
    }

    @Test
    void own_host_fields_replace_the_added_one() throws Exception {
        try (var server = new RecordingServer(KEEP_ALL)) {
            var request = get(server, "/").plus("Host", "a.test").plus("Host", "b.test");

            assertThat(wire(server, request)).isEqualTo("GET / HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n");
        }
    }

    @Test
    void what_latin_1_cannot_say_goes_out_as_utf_8() throws Exception {
        try (var server = new RecordingServer(KEEP_ALL)) {
            assertThat(wire(server, get(server, "/").plus("X-A", "✓")))
                    .contains("X-A: " + new String("✓".getBytes(UTF_8), ISO_8859_1) + "\r\n");
        }
    }

    static Stream<WireRequest> twoInOne() {
        var origin = Origin.of(URI.create("http://127.0.0.1:1"));
        var get = WireRequest.of(origin, "GET", "/");
        return Stream.of(
                get.plus("Authorization", "Bearer a\r\n\r\nDELETE /orders HTTP/1.1\r\nHost: x\r\n"),
                get.plus("Authorization", "Bearer a\nX-B: 2"),
                get.plus("Authorization", "Bearer a\rX-B: 2"),
                get.plus("Cookie", "a=b\r\n"),
                get.plus("X-A\r\nX-B", "1"),
                get.withTarget("/a HTTP/1.1\r\nHost: x\r\n\r\nDELETE /b"),
                get.withMethod("GET / HTTP/1.1\r\n\r\nDELETE"),
                get.plus("Content-Length", "+0"),
                get.plus("Content-Length", "5"),
                get.plus("Transfer-Encoding", "xchunked"),
                WireRequest.of(origin, "POST", "/")
                        .plus("Transfer-Encoding", "chunked")
                        .plus("Content-Length", "4")
                        .withBody(Content.of("1\r\nx\r\n0\r\n\r\nGET /smuggled")),
                WireRequest.of(origin, "POST", "/").plus("Content-Length", "1").withBody(Content.of("xGET /smuggled")));
    }

    @ParameterizedTest
    @MethodSource("twoInOne")
    void what_would_be_more_than_one_request_does_not_leave(WireRequest request) throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(Targets.at(server.url()).target())) {
            var answer = (Unanswered) door.send(request.to(server.origin())).answer();

            assertThat(answer.failure()).isEqualTo(Failure.NOT_ONE_REQUEST);
            assertThat(answer.words()).contains("not").doesNotContain("smuggled", "DELETE");
            assertThat(server.connections).hasValue(0);
            assertThat(door.sent()).isZero();
        }
    }
}
