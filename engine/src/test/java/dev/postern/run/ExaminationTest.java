package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Decision;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import dev.postern.run.Examined.Why;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.target.TargetFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an examination sends, and what not. */
@Timeout(60)
class ExaminationTest {

    private static final String TARGET = """
            target: stage
            baseUrl: %s
            limits: {rate: 10000}
            schemes:
              main: {type: bearer-opaque, tokenEndpoint: /token}
            identities:
              alice:
                scheme: main
                scopes: [read]
                obtain: {token: token-of-alice-0123456789}
              bob:
                scheme: main
                obtain: {grant: client_credentials, clientId: bob, clientSecret: secret-of-bob-01234}
            operations:
              list:
                call: GET /orders
                requires: {scheme: main}
              read:
                call: GET /archive
                requires: {scheme: main, scopes: [read]}
              remove:
                call: DELETE /orders/1
                requires: {scheme: main}
              health:
                call: GET /health
                public: true
            """;

    private static final Reply ISSUED =
            Reply.json(200, "{\"access_token\":\"" + Stage.TOKEN + "-of-bob\",\"token_type\":\"Bearer\"}");

    @TempDir
    private Path folder;

    private Examined examine(URI url) throws IOException {
        var file = Files.writeString(folder.resolve("target.yaml"), TARGET.formatted(url));
        var loaded = TargetFile.load(file, name -> null);
        return Examination.of(loaded.target(), loaded.secrets(), "test");
    }

    private static Reply sound(Stage.Request request) {
        return switch (request.path()) {
            case "/token" -> ISSUED;
            case "/health" -> Reply.json(200, "{\"status\":\"UP\"}");
            case "/archive" -> request.bearer().endsWith("-of-bob") ? Reply.json(403, "{}") : ordersOr(request);
            default -> ordersOr(request);
        };
    }

    private static Reply ordersOr(Stage.Request request) {
        return request.bearer().isEmpty() ? Reply.UNAUTHORIZED : Reply.orders();
    }

    private static String of(Control control) {
        var how = control.outcome() instanceof Outcome.Sent sent
                ? sent.decision().getClass().getSimpleName()
                : ((Outcome.NotSent) control.outcome()).why().name();
        return control.operation().id() + " "
                + control.sender().map(i -> i.name()).orElse("-") + " " + how;
    }

    @Test
    void every_operation_is_tried_with_each_identity_and_with_none_but_not_what_is_destructive() throws IOException {
        try (var stage = Stage.open(ExaminationTest::sound)) {
            var examined = examine(stage.url());

            assertThat(examined.controls().stream().map(ExaminationTest::of))
                    .containsExactly(
                            "list alice Granted",
                            "list bob Granted",
                            "list - Denied",
                            "read alice Granted",
                            "read - Denied",
                            "read bob Denied",
                            "remove alice DESTRUCTIVE",
                            "remove bob DESTRUCTIVE",
                            "remove - DESTRUCTIVE",
                            "health - Granted");
            assertThat(stage.requests()).noneMatch(r -> r.method().equals("DELETE"));
            assertThat(stage.count("POST /token")).isEqualTo(1);
            assertThat(stage.requests().stream().filter(r -> r.bearer().isEmpty() && r.is("GET /orders")))
                    .hasSize(1);
            assertThat(examined.requests()).isEqualTo(stage.requests().size());
        }
    }

    @Test
    void a_host_that_nobody_listens_at_is_asked_once() throws IOException {
        URI free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = URI.create("http://localhost:" + socket.getLocalPort());
        }

        var examined = examine(free);

        assertThat(examined.requests()).isEqualTo(1);
        assertThat(examined.possessions().get("bob").credential()).isEmpty();
        assertThat(examined.controls())
                .filteredOn(c -> !c.operation().destructive())
                .allSatisfy(c -> assertThat(c.outcome()).isInstanceOfSatisfying(Outcome.NotSent.class, kept -> {
                    assertThat(kept.why()).isEqualTo(Why.SILENT);
                    assertThat(kept.before()).isPresent();
                }));
    }

    @Test
    void a_target_that_only_asks_to_come_back_later_is_left_alone_soon() throws IOException {
        try (var stage = Stage.open(request -> Reply.json(429, "{}").with("Retry-After", "3600"))) {
            var examined = examine(stage.url());

            assertThat(stage.requests()).hasSize(3);
            assertThat(examined.controls().stream().map(ExaminationTest::of)).contains("health - SILENT");
        }
    }

    @Test
    void an_identity_without_credential_is_tried_nowhere_and_the_refusal_is_kept() throws IOException {
        try (var stage =
                Stage.open(r -> r.is("POST /token") ? Reply.json(401, "{\"error\":\"invalid_client\"}") : sound(r))) {
            var examined = examine(stage.url());

            var bob = examined.possessions().get("bob");
            assertThat(bob.credential()).isEmpty();
            assertThat(bob.exchange().map(x -> x.hasStatus(401))).isEqualTo(Optional.of(true));
            assertThat(examined.controls().stream().map(ExaminationTest::of))
                    .contains("list bob NO_CREDENTIAL", "read bob NO_CREDENTIAL");
        }
    }

    @Test
    void without_anybody_who_is_granted_nothing_is_judged() throws IOException {
        try (var stage = Stage.open(r -> r.is("POST /token") ? ISSUED : Reply.UNAUTHORIZED)) {
            var examined = examine(stage.url());

            assertThat(examined.controls().stream()
                            .filter(c -> c.outcome() instanceof Outcome.Sent)
                            .map(c -> ((Outcome.Sent) c.outcome()).decision()))
                    .allMatch(Decision.Unclear.class::isInstance);
        }
    }

    @Test
    void what_it_prints_holds_no_credential() throws IOException {
        try (var stage = Stage.open(ExaminationTest::sound)) {
            var examined = examine(stage.url());

            var printed = Stream.concat(Stream.of(examined), examined.possessions().values().stream())
                    .map(Object::toString)
                    .collect(Collectors.joining());
            assertThat(List.of(Stage.TOKEN, "token-of-alice", "secret-of-bob")).noneMatch(printed::contains);
            assertThat(examined.redaction().apply("x secret-of-bob-01234 y")).isEqualTo("x *** y");
        }
    }
}
