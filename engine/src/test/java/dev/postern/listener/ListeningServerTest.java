package dev.postern.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Listener.Call;
import dev.postern.api.check.Listener.Place;
import dev.postern.api.target.Target.Listening;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListeningServerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ListeningServer server = listeningFor(Duration.ZERO);

    private static ListeningServer listeningFor(Duration patience) {
        return new ListeningServer(new Listening("127.0.0.1", 0, Optional.empty(), patience), LONG);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> send(URI url, String method) throws Exception {
        var request = HttpRequest.newBuilder(url)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "a client " + "x".repeat(200));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void what_is_offered_is_there_and_shows_who_came() throws Exception {
        var place = server.offer("jwks.json", "application/jwk-set+json", "{\"keys\":[]}");

        var answer = send(place.url(), "GET");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
        assertThat(place.awaitCalls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.from()).isEqualTo("127.0.0.1");
            assertThat(call.userAgent().orElseThrow())
                    .startsWith("a client xxx")
                    .hasSize(101);
        });
    }

    @Test
    void other_methods_and_a_path_with_a_prefix_and_a_query_are_calls_too() throws Exception {
        var place = server.offer("jwks.json", "application/json", "{}");
        var prefixed = URI.create(place.url().toString().replaceFirst("(:\\d+)/", "$1/proxy/") + "?v=1");

        assertThat(send(place.url(), "HEAD").statusCode()).isEqualTo(200);
        assertThat(send(place.url(), "POST").statusCode()).isEqualTo(405);
        assertThat(send(prefixed, "GET").statusCode()).isEqualTo(200);

        assertThat(place.calls()).extracting(Call::method).containsExactly("HEAD", "POST", "GET");
    }

    @Test
    void whoever_does_not_know_the_address_finds_nothing_and_is_no_call() throws Exception {
        var place = server.offer("jwks.json", "application/json", "{}");
        var other = server.offer("jwks.json", "application/json", "{}");

        assertThat(send(place.url().resolve("/jwks.json"), "GET").statusCode()).isEqualTo(404);
        assertThat(send(place.url().resolve("/"), "GET").statusCode()).isEqualTo(404);
        assertThat(send(other.url(), "GET").statusCode()).isEqualTo(200);

        assertThat(place.awaitCalls()).isEmpty();
    }

    @Test
    void what_a_stranger_says_of_himself_cannot_spoil_a_report() {
        assertThat(OpenPlace.plain("curl\u001b[31m\n")).isEqualTo("curl?[31m?");
    }

    @Test
    void a_call_that_comes_late_is_waited_for() throws Exception {
        try (var patient = listeningFor(LONG)) {
            var place = patient.offer("jwks.json", "application/json", "{}");
            var waiting = CompletableFuture.supplyAsync(() -> awaited(place));

            send(place.url(), "GET");

            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void nobody_is_waited_for_longer_than_a_scenario_may_wait() throws Exception {
        var where = new Listening("127.0.0.1", 0, Optional.empty(), Duration.ofDays(1));
        try (var hurried = new ListeningServer(where, Duration.ofMillis(1))) {
            assertThat(hurried.offer("jwks.json", "application/json", "{}").awaitCalls())
                    .isEmpty();
        }
    }

    @Test
    void closing_ends_waits_and_lets_nothing_more_be_offered() {
        var patient = listeningFor(LONG);
        var place = patient.offer("jwks.json", "application/json", "{}");
        var waiting = CompletableFuture.supplyAsync(() -> awaited(place));

        patient.close();

        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> send(place.url(), "GET")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> patient.offer("jwks.json", "application/json", "{}"))
                .isInstanceOf(CannotTryException.class);
    }

    @Test
    void a_public_address_stands_in_the_place_of_its_own() {
        var where = new Listening("127.0.0.1", 0, Optional.of(URI.create("https://tunnel.example.test/p")), LONG);
        try (var tunnelled = new ListeningServer(where, LONG)) {
            assertThat(tunnelled.offer("a.pem", "text/plain", "").url().toString())
                    .matches("https://tunnel\\.example\\.test/p/[0-9a-f]{40}/a\\.pem");
        }
    }

    @Test
    void where_it_cannot_listen_the_case_is_told_so() throws Exception {
        try (var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var where = new Listening("127.0.0.1", occupied.getLocalPort(), Optional.empty(), LONG);
            var late = new ListeningServer(where, LONG);

            assertThatThrownBy(() -> late.offer("jwks.json", "application/json", "{}"))
                    .isInstanceOfSatisfying(
                            CannotTryException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.SETUP_FAILED))
                    .hasMessageContaining("cannot listen at 127.0.0.1:" + occupied.getLocalPort());
        }
    }

    @Test
    void what_is_too_much_is_not_offered() {
        assertThatThrownBy(() -> server.offer("a", "text/plain", "x".repeat(65 * 1024)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.offer("a/../b", "text/plain", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int awaited(Place place) {
        try {
            return place.awaitCalls().size();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
