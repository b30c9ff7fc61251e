package dev.postern.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target.Limits;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DoorTest {

    private static final Limits SHORT = limits(1000, 1_000_000, 4, 400);

    private static Limits limits(int requests, int rate, int concurrency, int deadlineMillis) {
        return new Limits(requests, rate, concurrency, Duration.ofMillis(deadlineMillis), Duration.ofSeconds(5));
    }

    private static WireRequest get(RecordingServer server) {
        return WireRequest.of(server.origin(), "GET", "/");
    }

    private static Exchange once(RecordingServer server) {
        return once(server, Targets.at(server.url()).with(SHORT));
    }

    private static Exchange once(RecordingServer server, Targets targets) {
        try (var door = Door.open(targets.target())) {
            return door.send(get(server));
        }
    }

    private static Failure failure(Exchange exchange) {
        assertThat(exchange.answer()).isInstanceOf(Unanswered.class);
        return ((Unanswered) exchange.answer()).failure();
    }

    private static String words(Exchange exchange) {
        return ((Unanswered) exchange.answer()).words();
    }

    private static String body(Exchange exchange) {
        return exchange.response().orElseThrow().body().text();
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void answerCoded(RecordingServer.Talk talk, String coding, byte[] body) throws Exception {
        talk.read();
        talk.send("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length + "\r\n\r\n");
        talk.send(body);
    }

    // --- answers

    @Test
    void status_headers_and_body_come_back_as_received() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send("HTTP/1.1 401 Nope\r\nwww-Authenticate: Bearer\r\nX: 1\r\nX: 2\r\nContent-Length: 3\r\n\r\nno!");
        })) {
            var response = once(server).response().orElseThrow();

            assertThat(response.status()).isEqualTo(401);
            assertThat(response.headers("X")).containsExactly("1", "2");
            assertThat(response.headers().get(0).name()).isEqualTo("www-Authenticate");
            assertThat(response.body().text()).isEqualTo("no!");
        }
    }

    @Test
    void chunked_answer_is_put_together() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n");
        })) {
            assertThat(body(once(server))).isEqualTo("abcde");
        }
    }

    @Test
    void answer_without_length_ends_with_the_connection() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
        })) {
            assertThat(body(once(server))).isEqualTo("until the end");
        }
    }

    @Test
    void interim_answers_are_passed_over() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
            talk.answer("200 OK", "real");
        })) {
            assertThat(body(once(server))).isEqualTo("real");
        }
    }

    @Test
    void answer_to_head_has_no_body_whatever_its_length_says() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    talk.read();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                    talk.read();
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            var response = door.send(get(server).withMethod("HEAD")).response().orElseThrow();

            assertThat(response.body().isEmpty()).isTrue();
        }
    }

    @Test
    void redirects_are_not_followed_and_cookies_not_kept() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    while (talk.read()) {
                        talk.send(
                                "HTTP/1.1 302 Found\r\nLocation: /login\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            assertThat(door.send(get(server)).hasStatus(302)).isTrue();
            door.send(get(server));

            assertThat(server.requests).hasSize(2).noneMatch(r -> r.contains("Cookie"));
        }
    }

    @Test
    void coded_answers_are_decoded() throws Exception {
        try (var server = new RecordingServer(talk -> answerCoded(talk, "gzip", gzip("plain".getBytes(ISO_8859_1))))) {
            assertThat(body(once(server))).isEqualTo("plain");
        }
        var zlib = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(zlib)) {
            out.write("plain".getBytes(ISO_8859_1));
        }
        try (var server = new RecordingServer(talk -> answerCoded(talk, "deflate", zlib.toByteArray()))) {
            assertThat(body(once(server))).isEqualTo("plain");
        }
    }

    @Test
    void what_is_no_gzip_although_it_says_so_is_kept_as_it_came() throws Exception {
        try (var server = new RecordingServer(talk -> answerCoded(talk, "gzip", "plain".getBytes(ISO_8859_1)))) {
            assertThat(body(once(server))).isEqualTo("plain");
        }
    }

    @Test
    void a_coded_body_that_is_cut_or_spoilt_is_no_answer() throws Exception {
        var whole = gzip("the whole answer, of some length".getBytes(ISO_8859_1));
        var spoilt = whole.clone();
        spoilt[whole.length / 2] ^= 0x55;
        for (var coded : List.of(Arrays.copyOf(whole, whole.length - 9), spoilt)) {
            try (var server = new RecordingServer(talk -> answerCoded(talk, "gzip", coded))) {
                assertThat(failure(once(server))).isEqualTo(Failure.RESET);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Ty",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n",
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
            })
    void an_answer_that_is_not_whole_is_none(String cut) throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send(cut);
        })) {
            assertThat(failure(once(server))).isEqualTo(Failure.RESET);
        }
    }

    @Test
    void who_answers_twice_gets_a_connection_for_each_request() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    while (talk.read()) {
                        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                                + "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            for (var i = 0; i < 5; i++) {
                assertThat(door.send(get(server)).hasStatus(200)).isTrue();
            }
            assertThat(server.connections).hasValue(5);
        }
    }

    @Test
    void what_is_sent_freshly_uses_no_connection_again() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(Targets.at(server.url()).target())) {
            door.send(get(server));
            door.freshly(() -> door.send(get(server)));

            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void who_hangs_is_asked_only_now_and_then() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    talk.read();
                    talk.read(); // never comes
                });
                var door = Door.open(Targets.at(server.url())
                        .with(limits(1000, 1_000_000, 4, 60))
                        .target())) {
            var refused = 0;
            for (var i = 0; i < 40; i++) {
                var exchange = door.send(get(server));
                assertThat(failure(exchange)).isEqualTo(Failure.TIMEOUT);
                refused += words(exchange).startsWith("not sent") ? 1 : 0;
            }

            assertThat(refused).isGreaterThan(25);
            assertThat(door.sent()).isEqualTo(40 - refused);
        }
    }

    @Test
    void gzip_bomb_is_cut_at_a_mebibyte() throws Exception {
        var bomb = gzip(new byte[100 << 20]);
        try (var server = new RecordingServer(talk -> answerCoded(talk, "gzip", bomb))) {
            var response = once(server, Targets.at(server.url())).response().orElseThrow();

            assertThat(response.truncated()).isTrue();
            assertThat(response.body().length()).isEqualTo(1 << 20);
        }
    }

    @Test
    void huge_body_is_cut_and_its_connection_given_up() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    while (talk.read()) {
                        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
                        for (var i = 0; i < 500; i++) {
                            talk.send(new byte[100_000]);
                        }
                    }
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            var response = door.send(get(server)).response().orElseThrow();
            door.send(get(server));

            assertThat(response.truncated()).isTrue();
            assertThat(response.body().length()).isEqualTo(1 << 20);
            assertThat(server.connections).hasValue(2);
        }
    }

    // --- connections

    @Test
    void hundred_requests_use_one_connection() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(Targets.at(server.url()).target())) {
            for (var i = 0; i < 100; i++) {
                assertThat(door.send(get(server)).hasStatus(200)).isTrue();
            }

            assertThat(server.connections).hasValue(1);
            assertThat(door.sent()).isEqualTo(100);
        }
    }

    @Test
    void a_connection_that_the_server_ended_while_idle_does_not_fail_the_next_read() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    talk.read();
                    talk.answer("200 OK", "ok");
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            for (var i = 0; i < 20; i++) {
                assertThat(door.send(get(server)).hasStatus(200)).isTrue();
            }
            assertThat(server.requests).hasSize(20);
        }
    }

    @Test
    void a_write_never_goes_out_on_a_used_connection_and_never_twice() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    talk.read();
                    talk.answer("200 OK", "ok");
                    talk.read();
                    talk.reset();
                });
                var door = Door.open(Targets.at(server.url()).with(SHORT).target())) {
            door.send(get(server));

            assertThat(door.send(get(server).withMethod("POST")).hasStatus(200)).isTrue();
            assertThat(server.requests).hasSize(2);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void a_surplus_answer_is_never_taken_for_the_next_one() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    while (talk.read()) {
                        talk.send(
                                "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            for (var i = 0; i < 10; i++) {
                assertThat(door.send(get(server)).hasStatus(401)).isTrue();
            }
        }
    }

    // --- failures

    @Test
    void reset_is_a_reset() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.reset();
        })) {
            assertThat(failure(once(server))).isEqualTo(Failure.RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
            })
    void half_an_answer_is_a_reset(String half) throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send(half);
        })) {
            assertThat(failure(once(server))).isEqualTo(Failure.RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "220 mail ESMTP\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void what_is_not_http_is_said_to_be_so(String garbage) throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send(garbage);
        })) {
            assertThat(failure(once(server))).isEqualTo(Failure.NOT_HTTP);
        }
    }

    @Test
    void silence_ends_at_the_deadline() throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.read();
        })) {
            assertThat(failure(once(server))).isEqualTo(Failure.TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"})
    void a_dripping_server_is_cut_off_at_the_deadline(String start) throws Exception {
        try (var server = new RecordingServer(talk -> {
            talk.read();
            talk.send(start);
            while (true) {
                talk.send("x");
                TimeUnit.MILLISECONDS.sleep(50);
            }
        })) {
            var exchange = once(server);

            assertThat(failure(exchange)).isEqualTo(Failure.TIMEOUT);
            assertThat(exchange.elapsed()).isBetween(Duration.ofMillis(390), Duration.ofMillis(1500));
        }
    }

    @Test
    void refused_connection_is_told_apart() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var url = URI.create("http://127.0.0.1:" + port);
        try (var door = Door.open(Targets.at(url).target())) {
            assertThat(failure(door.send(WireRequest.of(Origin.of(url), "GET", "/"))))
                    .isEqualTo(Failure.CONNECTION_REFUSED);
        }
    }

    @Test
    void unknown_host_is_told_apart() {
        var url = URI.create("http://no-such-host.invalid");
        try (var door = Door.open(Targets.at(url).target())) {
            assertThat(failure(door.send(WireRequest.of(Origin.of(url), "GET", "/"))))
                    .isEqualTo(Failure.UNKNOWN_HOST);
        }
    }

    @Test
    void words_of_a_failure_hold_nothing_that_was_sent() throws Exception {
        try (var server = new RecordingServer(talk -> {
                    talk.read();
                    talk.send("garbage with s3cr3t-value\r\n\r\n");
                });
                var door = Door.open(Targets.at(server.url()).target())) {
            var exchange = door.send(
                    get(server).withTarget("/?key=s3cr3t-value").plus("Authorization", "Bearer s3cr3t-value"));

            assertThat(words(exchange)).doesNotContain("s3cr3t");
        }
    }

    // --- limits

    @Test
    void sixteen_threads_keep_to_the_concurrency_cap() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        RecordingServer.Behaviour slow = talk -> {
            while (talk.read()) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                TimeUnit.MILLISECONDS.sleep(5);
                now.decrementAndGet();
                talk.answer("200 OK", "ok");
            }
        };
        try (var server = new RecordingServer(slow);
                var door = Door.open(Targets.at(server.url())
                        .with(limits(1000, 1_000_000, 3, 5000))
                        .target())) {
            fromThreads(16, 10, () -> door.send(get(server)).hasStatus(200));

            assertThat(most).hasValue(3);
            assertThat(server.requests).hasSize(160);
            assertThat(server.connections).hasValueLessThanOrEqualTo(3);
        }
    }

    private static void fromThreads(int threads, int times, Callable<Boolean> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < threads * times; i++) {
                tasks.add(task);
            }
            for (var done : pool.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void budget_is_not_exceeded_by_threads() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(Targets.at(server.url())
                        .with(limits(25, 1_000_000, 4, 5000))
                        .target())) {
            fromThreads(8, 10, () -> {
                door.send(get(server));
                return true;
            });
            var refused = door.send(get(server));

            assertThat(server.requests).hasSize(25);
            assertThat(door.sent()).isEqualTo(25);
            assertThat(failure(refused)).isEqualTo(Failure.BUDGET);
            assertThat(words(refused)).contains("limits: requests");
        }
    }

    @Test
    void rate_is_kept_after_a_burst() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(
                        Targets.at(server.url()).with(limits(1000, 50, 4, 5000)).target())) {
            var start = System.nanoTime();
            for (var i = 0; i < 24; i++) {
                door.send(get(server));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(380));
        }
    }

    @Test
    void pace_is_even() {
        var pace = new Pace(new Gate(), 10, 2);
        var now = System.nanoTime();

        assertThat(pace.reserve(now)).isZero();
        assertThat(pace.reserve(now)).isZero();
        assertThat(TimeUnit.NANOSECONDS.toMillis(pace.reserve(now))).isBetween(90L, 100L);
        assertThat(TimeUnit.NANOSECONDS.toMillis(pace.reserve(now))).isBetween(190L, 200L);
    }

    @Test
    void unpaced_requests_disregard_the_rate_and_nothing_else() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(
                        Targets.at(server.url()).with(limits(10, 1, 1, 5000)).target())) {
            var start = System.nanoTime();
            for (var i = 0; i < 10; i++) {
                assertThat(door.sendUnpaced(get(server)).hasStatus(200)).isTrue();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
            assertThat(failure(door.sendUnpaced(get(server)))).isEqualTo(Failure.BUDGET);
            assertThat(failure(door.sendUnpaced(get(server).to(new Origin("http", "other.test", 80)))))
                    .isEqualTo(Failure.HOST_NOT_ALLOWED);
        }
    }

    // --- hosts

    @Test
    void only_origins_of_the_target_file_are_asked() {
        var target = Targets.at(URI.create("https://api.test/v1"))
                .allowing("id.test", "log.test:8443")
                .with(
                        new Scheme.BearerOpaque(
                                "t",
                                Optional.of(URI.create("https://token.test/t")),
                                Duration.ofHours(1),
                                Optional.empty()),
                        new Scheme.Basic("b", Optional.of(URI.create("http://localhost:8080")), Optional.empty()))
                .target();
        var list = new AllowList(target);

        for (var allowed : new String[] {
            "https://api.test",
            "https://token.test",
            "http://localhost:8080",
            "http://id.test",
            "https://id.test",
            "https://log.test:8443"
        }) {
            assertThat(passes(list, allowed)).as(allowed).isTrue();
        }
        for (var refused : new String[] {
            "http://id.test:9",
            "https://id.test:8443",
            "http://api.test",
            "https://api.test:444",
            "http://127.0.0.1:8080",
            "https://log.test",
            "https://evil.test"
        }) {
            assertThat(passes(list, refused)).as(refused).isFalse();
        }
    }

    private static boolean passes(Link link, String origin) {
        var request = WireRequest.of(Origin.of(URI.create(origin)), "GET", "/");
        return link.pass(request, r -> Link.refusal(r, Failure.RESET, "passed")).answer()
                        instanceof Unanswered unanswered
                && unanswered.failure() == Failure.RESET;
    }

    @Test
    void a_host_that_is_not_allowed_is_not_even_connected_to() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(Targets.at(URI.create("http://other.test")).target())) {
            var exchange = door.send(get(server));

            assertThat(failure(exchange)).isEqualTo(Failure.HOST_NOT_ALLOWED);
            assertThat(words(exchange)).contains("allow:");
            assertThat(server.connections).hasValue(0);
            assertThat(door.sent()).isZero();
        }
    }

    // --- the end

    @Test
    void after_close_nothing_leaves() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK)) {
            var door = Door.open(Targets.at(server.url()).target());
            door.send(get(server));
            door.close();

            assertThat(failure(door.send(get(server)))).isEqualTo(Failure.STOPPED);
            assertThat(failure(door.sendUnpaced(get(server)))).isEqualTo(Failure.STOPPED);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void close_ends_what_is_under_way_and_what_waits_for_its_turn() throws Exception {
        var arrived = new CountDownLatch(1);
        try (var server = new RecordingServer(talk -> {
            talk.read();
            arrived.countDown();
            talk.read();
        })) {
            var door = Door.open(
                    Targets.at(server.url()).with(limits(1000, 1, 1, 20_000)).target());
            ExecutorService pool = Executors.newFixedThreadPool(3);
            try {
                var running = pool.submit(() -> door.send(get(server)));
                arrived.await();
                var waiting = pool.submit(() -> door.send(get(server)));
                door.close();

                assertThat(failure(running.get(2, TimeUnit.SECONDS))).isEqualTo(Failure.STOPPED);
                assertThat(failure(waiting.get(2, TimeUnit.SECONDS))).isEqualTo(Failure.STOPPED);
                assertThat(server.requests).hasSize(1);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void links_given_at_opening_see_the_request_before_all_others() throws Exception {
        try (var server = new RecordingServer(RecordingServer.OK);
                var door = Door.open(
                        Targets.at(server.url()).target(),
                        (request, onward) -> onward.send(request.with("Authorization", "Bearer swapped")))) {
            door.send(get(server).plus("Authorization", "Bearer forged"));

            assertThat(server.requests.get(0)).contains("swapped").doesNotContain("forged");
        }
    }
}
