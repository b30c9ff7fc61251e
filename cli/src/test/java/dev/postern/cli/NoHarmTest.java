package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands must not do to an API that may be somebody's production. */
class NoHarmTest {

    private static final String TOKEN = "3f9d0c71b2e84a56a1c7";

    @TempDir
    private Path folder;

    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        called.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        var granted = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        var body = (granted ? "{\"jobs\": [\"nightly\"]}" : "{\"error\": \"unauthorized\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(granted ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Path draft() throws IOException {
        Files.writeString(folder.resolve("api.yaml"), """
                openapi: 3.0.3
                info: {title: Jobs, version: "1"}
                security: [{tokens: []}]
                paths:
                  /jobs: {get: {operationId: listJobs, responses: {"200": {description: ok}}}}
                  /jobs/stop: {get: {responses: {"200": {description: ok}}}}
                  /maintenance: {get: {operationId: maintenance, summary: Restarts the server, responses: {"200": {description: ok}}}}
                  /logout: {get: {operationId: leave, security: [], responses: {"200": {description: ok}}}}
                components: {securitySchemes: {tokens: {type: http, scheme: bearer}}}
                """);
        var draft = folder.resolve("target.yaml");
        var run = CommandRun.of(
                "init",
                folder.resolve("api.yaml").toString(),
                "--base-url",
                "http://localhost:" + server.getAddress().getPort(),
                "-o",
                draft.toString());
        assertThat(run.status()).as(run.err()).isZero();
        Files.writeString(draft, Files.readString(draft).replaceAll("\\$\\{env:[A-Z_]*TOKEN[A-Z_]*\\}", TOKEN));
        return draft;
    }

    @Test
    void reads_that_act_by_their_name_are_called_by_no_command() throws IOException {
        var draft = draft();

        var doctor = CommandRun.of("doctor", draft.toString());
        var audit = CommandRun.of(
                "audit",
                draft.toString(),
                "--only",
                "auth.*",
                "--output",
                folder.resolve("reports").toString());

        assertThat(doctor.err() + doctor.out()).contains("listJobs");
        assertThat(called).contains("GET /jobs").doesNotContain("GET /jobs/stop", "GET /maintenance", "GET /logout");
        assertThat(audit.out() + audit.err())
                .contains("get-jobs-stop\" (\"stop\")", "maintenance\" (\"restarts\")", "leave\" (\"logout\")");
    }

    @Test
    void the_draft_says_which_reads_act_and_why() throws IOException {
        assertThat(Files.readString(draft()).replaceAll("\\s+#?\\s*", " "))
                .contains("whose name or summary says that they act: get-jobs-stop, maintenance, leave.")
                .contains("it is not called, since \"stop\" says that it acts; false if it only reads");
    }

    @Test
    void what_is_declared_harmless_is_called() throws IOException {
        var draft = draft();
        var text = Files.readString(draft);
        Files.writeString(
                draft,
                text + "\n" + (text.contains("\noperations:") ? "" : "operations:\n")
                        + "  maintenance:\n    destructive: false\n");

        CommandRun.of("doctor", draft.toString());

        assertThat(called).contains("GET /maintenance").doesNotContain("GET /jobs/stop");
        assertThat(List.copyOf(called)).noneMatch(call -> call.endsWith("/logout"));
    }

    @Test
    void the_doctor_asks_the_address_that_it_is_given() throws IOException {
        var draft = draft();
        var there = "http://localhost:" + server.getAddress().getPort();
        Files.writeString(draft, Files.readString(draft).replace(there, "http://localhost:9"));

        CommandRun.of("doctor", draft.toString(), "--base-url", there);

        assertThat(called).contains("GET /jobs");
    }

    @Test
    void an_account_that_five_failed_logins_lock_is_not_locked() throws IOException {
        var locking = new LockingApi(5);
        server.createContext("/locking", locking);
        var target = target("/locking", "");

        var audit = CommandRun.of(
                "audit",
                target.toString(),
                "--checklist",
                everyCheck().toString(),
                "--parallelism",
                "8",
                "--output",
                folder.resolve("reports").toString());

        assertThat(locking.failed).as(audit.out()).isGreaterThan(3);
        assertThat(locking.mostInARow).isLessThanOrEqualTo(3);
        assertThat(audit.status()).as(audit.out()).isEqualTo(Postern.PASSED);
    }

    @Test
    void an_audit_that_may_not_fail_a_login_says_what_it_was_kept_from() throws IOException {
        var locking = new LockingApi(1);
        server.createContext("/locking", locking);
        var target = target("/locking", "limits: {failedLogins: 0}\n");

        var audit = CommandRun.of(
                "audit",
                target.toString(),
                "--only",
                "basic.wrong-password",
                "--output",
                folder.resolve("reports").toString());

        assertThat(locking.failed).isZero();
        assertThat(audit.status()).isEqualTo(Postern.FAILED);
        assertThat(audit.out()).contains("raise `limits: failedLogins` in the target file");
    }

    @Test
    void an_account_that_the_audit_has_locked_is_said_to_be_so() throws IOException {
        server.createContext("/locking", new LockingApi(2));
        var target = target("/locking", "");

        var audit = CommandRun.of(
                "audit",
                target.toString(),
                "--only",
                "basic.wrong-password",
                "--output",
                folder.resolve("reports").toString());

        assertThat(audit.out()).contains("The likely cause is this audit: it sent");
    }

    private Path target(String path, String more) throws IOException {
        return Files.writeString(
                folder.resolve("target.yaml"), """
                target: locking
                baseUrl: http://localhost:%d
                %sschemes:
                  basic: {type: basic}
                identities:
                  ann: {scheme: basic, obtain: {username: Ann, password: %s}}
                operations:
                  listJobs: {call: GET %s, requires: {scheme: basic}}
                """.formatted(server.getAddress().getPort(), more, TOKEN, path));
    }

    private Path everyCheck() throws IOException {
        return Files.writeString(folder.resolve("every.yaml"), """
                checklist: every
                title: Every check
                controls:
                  every: {title: Every check, checks: ['auth.*', 'basic.*', 'cache.*']}
                """);
    }

    /** Locks the account after so many wrong passwords in a row; a right one begins the count again. */
    private static final class LockingApi implements HttpHandler {

        private final int threshold;
        private int inARow;
        private int mostInARow;
        private int failed;

        LockingApi(int threshold) {
            this.threshold = threshold;
        }

        @Override
        public synchronized void handle(HttpExchange exchange) throws IOException {
            var field = exchange.getRequestHeaders().getFirst("Authorization");
            var pair = pair(field);
            var isAnn = pair.split(":", 2)[0].equalsIgnoreCase("ann");
            var isRight = pair.equals("Ann:" + TOKEN) && field.startsWith("Basic ") && inARow < threshold;
            if (isAnn) {
                inARow = isRight ? 0 : inARow + 1;
                mostInARow = Math.max(mostInARow, inARow);
                failed += isRight ? 0 : 1;
            }
            var body = (isRight ? "{\"jobs\": [\"nightly\"]}" : "{\"error\": \"unauthorized\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (!isRight) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"jobs\"");
            }
            exchange.sendResponseHeaders(isRight ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        private static String pair(String authorization) {
            try {
                return authorization == null
                        ? ""
                        : new String(
                                Base64.getDecoder().decode(authorization.replaceFirst("^.* ", "")),
                                StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }
}
