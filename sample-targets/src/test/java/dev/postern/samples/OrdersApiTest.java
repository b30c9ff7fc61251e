package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersApiTest {
    private static final String REFRESH_FAILED = "{\"error\":\"invalid_grant\"}";

    @TempDir
    static Path folder;

    static OrdersApi api;
    static Auditor auditor;

    @BeforeAll
    static void start() {
        api = OrdersApi.hardened();
        auditor = new Auditor(api, folder);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, /tenants/a/orders, 200",
        "alice, /orders/1101,      200",
        "alice, /me,               200",
        "alice, /tenants/b/orders, 403",
        "alice, /orders/2201,      404",
        "alice, /admin/users,      403",
        "bob,   /tenants/b/orders, 200",
        "bob,   /orders/2201,      200",
        "bob,   /tenants/a/orders, 403",
        "carol, /tenants/a/orders, 200",
        "dora,  /admin/users,      200",
        "frank, /tenants/a/orders, 403",
        "frank, /me,               200",
        "dora,  /tenants/b/orders, 403",
        "erin,  /tenants/a/orders, 200",
        "olga,  /opaque/orders,    200",
        "oscar, /opaque/orders,    200",
        "olga,  /me,               401",
        "alice, /opaque/orders,    401",
    })
    void a_token_opens_what_its_scopes_roles_and_tenant_allow(String name, String path, int status) {
        assertThat(auditor.getAs(name, path).status()).isEqualTo(status);
    }

    @Test
    void writing_needs_the_scope_and_the_refusal_names_it() {
        String order = "{\"item\":\"ink\"}";

        assertThat(auditor.post("/orders", order, bearer("alice")).status()).isEqualTo(201);
        assertThat(auditor.post("/orders", order, bearer("frank")).status()).isEqualTo(201);
        Auditor.Reply refused = auditor.post("/orders", order, bearer("carol"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"orders\", error=\"insufficient_scope\", scope=\"orders:write\"");
    }

    @Test
    void a_new_order_is_billed_to_the_account_of_its_tenant() {
        String order = "{\"item\":\"ink\"}";

        var first = auditor.post("/orders", order, bearer("alice")).json();
        var second = auditor.post("/orders", order, bearer("frank")).json();
        var foreign = auditor.post("/orders", order, bearer("bob")).json();

        assertThat(first.path("billedTo").asText()).startsWith("account-");
        assertThat(second.path("billedTo")).isEqualTo(first.path("billedTo"));
        assertThat(foreign.path("billedTo")).isNotEqualTo(first.path("billedTo"));
    }

    @Test
    void hundreds_of_new_orders_leave_the_list_as_it_was() {
        Orders orders = new Orders("area");
        List<Orders.Order> before = orders.firstPage("a");

        for (int i = 0; i < 3000; i++) {
            orders.create("a", "ink", 1);
        }

        assertThat(orders.firstPage("a")).isEqualTo(before);
        assertThat(orders.find(9001)).isEmpty();
        assertThat(orders.find(9001 + 2999)).isPresent();
    }

    @Test
    void deleting_is_for_admins_of_the_tenant_and_may_be_repeated() {
        assertThat(auditor.delete("/orders/1104", bearer("alice")).status()).isEqualTo(403);
        assertThat(auditor.delete("/orders/2204", bearer("dora")).status()).isEqualTo(404);
        assertThat(auditor.delete("/orders/1104", bearer("dora")).status()).isEqualTo(204);
        assertThat(auditor.delete("/orders/1104", bearer("dora")).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tenants/a/orders",
                "/orders/1101",
                "/me",
                "/admin/users",
                "/opaque/orders",
                "/reports",
                "/metered/report",
                "/legacy/orders",
                "/web/orders"
            })
    void without_a_credential_every_guarded_operation_answers_401_with_a_challenge(String path) {
        Auditor.Reply reply = auditor.get(path);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("realm=\"orders\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(auditor.head(path).status()).isEqualTo(401);
        assertThat(auditor.getInPlaintext(path).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer null",
                "Bearer a.b",
                "Bearer a.b.c.d",
                "Bearer e30.e30.",
                "Bearer bnVsbA.bnVsbA.bnVsbA",
                "Bearer \u00e9",
                "Basic x",
                "Foo x",
                "Basic OmE=",
                "Basic ####"
            })
    void malformed_credentials_are_refused_without_a_crash(String value) {
        for (String path : List.of("/me", "/opaque/orders", "/legacy/orders")) {
            assertThat(auditor.get(path, "Authorization", value).status()).isIn(400, 401);
        }
    }

    @Test
    void a_token_that_came_with_a_second_one_is_refused() {
        String token = auditor.tokenOf("alice");

        assertThat(auditor.get("/me", "Authorization", "Bearer " + token, "Authorization", "Bearer x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void an_honest_twin_signed_by_the_declared_key_is_granted() {
        Draft twin = Draft.of(auditor.tokenOf("alice")).claim("jti", "twin").claim("aud", List.of("other", "orders"));

        assertThat(auditor.getWith(twin.signedBy(auditor.signingKey()), "/tenants/a/orders")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_tampered_signature_or_payload_is_refused() {
        String token = auditor.tokenOf("alice");
        Draft draft = Draft.of(token);

        assertThat(auditor.getWith(draft.claim("sub", "dora").signatureKept(), "/me")
                        .status())
                .isEqualTo(401);
        assertThat(auditor.getWith(token + "A", "/me").status()).isEqualTo(401);
        assertThat(auditor.getWith(token + "==", "/me").status()).isEqualTo(401);
        assertThat(auditor.getWith(token.substring(0, token.length() - 1), "/me")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4102444799\"", "null", "true", "[]", "1e308", "1e20", "-1", "0"})
    void an_odd_expiry_is_refused(String json) throws IOException {
        Object odd = new ObjectMapper().readValue(json, Object.class);
        Draft draft = Draft.of(auditor.tokenOf("alice")).claim("exp", odd);

        assertThat(auditor.getWith(draft.signedBy(auditor.signingKey()), "/me").status())
                .isEqualTo(401);
    }

    @Test
    void a_search_comes_as_a_form() {
        Auditor.Reply found = auditor.postForm("/orders/search", bearer("alice"), "item", "pen");

        assertThat(found.body()).contains("order-a-").doesNotContain("order-b-");
        assertThat(auditor.postForm("/orders/search", bearer("frank"), "item", "pen")
                        .status())
                .isEqualTo(403);
        assertThat(auditor.postForm("/orders/search", bearer("alice"), "other", "pen")
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id-token", "warehouse-token", "expired-token"})
    void genuine_tokens_for_somebody_else_are_refused(String file) {
        assertThat(auditor.getWith(auditor.secretOf(file), "/me").status()).isEqualTo(401);
    }

    @Test
    void a_used_refresh_token_takes_its_whole_family_down() {
        for (Map.Entry<String, String> user :
                Map.of("erin", "orders-app", "olga", "orders-kiosk").entrySet()) {
            String client = user.getValue();
            String first = refreshToken(auditor.passwordGrant(user.getKey(), client));
            String second = refreshToken(auditor.refresh(first, client));

            assertThat(second).isNotEqualTo(first);
            assertThat(auditor.refresh(first, client).body()).isEqualTo(REFRESH_FAILED);
            assertThat(auditor.refresh(second, client).body()).isEqualTo(REFRESH_FAILED);
        }
    }

    @Test
    void a_refreshed_access_token_is_granted_and_its_scopes_cannot_grow() {
        String first = refreshToken(auditor.passwordGrant("erin", "orders-app"));

        Auditor.Reply grown = auditor.tokenRequest(
                "grant_type",
                "refresh_token",
                "refresh_token",
                first,
                "client_id",
                "orders-app",
                "scope",
                "orders:read orders:admin");
        Auditor.Reply refreshed = auditor.refresh(first, "orders-app");

        assertThat(grown.body()).isEqualTo("{\"error\":\"invalid_scope\"}");
        assertThat(auditor.getWith(refreshed.json().path("access_token").asText(), "/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refresh_tokens_serve_one_client_and_no_api() {
        String jwt = refreshToken(auditor.passwordGrant("erin", "orders-app"));
        String opaque = refreshToken(auditor.passwordGrant("olga", "orders-kiosk"));

        assertThat(auditor.refresh(jwt, "orders-kiosk").body()).isEqualTo(REFRESH_FAILED);
        assertThat(auditor.getWith(jwt, "/me").status()).isEqualTo(401);
        assertThat(auditor.getWith(opaque, "/opaque/orders").status()).isEqualTo(401);
    }

    @Test
    void the_token_endpoint_accepts_client_authentication_by_header_and_forbids_storing() {
        Auditor.Reply reply = auditor.postForm(
                "/token",
                new String[] {"Authorization", Auditor.basic("alice:" + auditor.secretOf("alice"))},
                "grant_type",
                "client_credentials",
                "scope",
                "orders:read");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("scope").asText()).isEqualTo("orders:read");
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(900);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(auditor.get("/token").status()).isEqualTo(405);
    }

    @Test
    void keys_open_their_own_scheme_and_are_compared_whole() {
        String key = auditor.secretOf("partnerOne");

        assertThat(auditor.get("/reports", "X-API-Key", key).body()).contains("report-partnerOne-");
        assertThat(auditor.get("/reports", "X-API-Key", key + "x").status()).isEqualTo(401);
        assertThat(auditor.get("/reports", "X-API-Key", key.substring(1)).status())
                .isEqualTo(401);
        assertThat(auditor.get("/reports", "X-API-Key", auditor.secretOf("meteredOne"))
                        .status())
                .isEqualTo(401);
        assertThat(auditor.get("/reports?api_key=" + key).status()).isEqualTo(401);
    }

    @Test
    void the_eleventh_request_in_the_window_is_refused_for_that_key_alone_and_the_window_ends() throws Exception {
        String one = auditor.secretOf("meteredOne");
        for (int i = 0; i < 10; i++) {
            assertThat(auditor.get("/metered/report", "X-API-Key", one).status())
                    .isEqualTo(200);
        }

        Auditor.Reply refused = auditor.get("/metered/report", "X-API-Key", one);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 2);
        assertThat(auditor.get("/metered/report", "X-API-Key", auditor.secretOf("meteredTwo"))
                        .status())
                .isEqualTo(200);
        Thread.sleep(Duration.ofSeconds(Integer.parseInt(refused.header("Retry-After")))
                .toMillis());
        assertThat(auditor.get("/metered/report", "X-API-Key", one).status()).isEqualTo(200);
    }

    @Test
    void the_limit_has_no_race() throws Exception {
        RateLimit limit = RateLimit.declared();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> request = () -> limit.admit("key", "").isZero();
            List<Future<Boolean>> answers = threads.invokeAll(Collections.nCopies(200, request));
            int admitted = 0;
            for (Future<Boolean> answer : answers) {
                admitted += answer.get() ? 1 : 0;
            }

            assertThat(admitted).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void basic_needs_name_and_password_and_tls() {
        String password = auditor.secretOf("lena");

        assertThat(auditor.getAsUser("lena", password, "/legacy/orders").body()).contains("legacy-a-");
        assertThat(auditor.getAsUser("luis", auditor.secretOf("luis"), "/legacy/orders")
                        .body())
                .contains("legacy-b-");
        for (String wrong : List.of("lena:x", "lena:", "nobody:" + password, ":" + password, ":", "lena")) {
            assertThat(auditor.get("/legacy/orders", "Authorization", Auditor.basic(wrong))
                            .status())
                    .isEqualTo(401);
        }
        Auditor.Reply plain =
                auditor.getInPlaintext("/legacy/orders", "Authorization", Auditor.basic("lena:" + password));
        assertThat(plain.status()).isEqualTo(403);
        assertThat(plain.header("WWW-Authenticate")).isEmpty();
    }

    @Test
    void a_session_opens_after_the_second_factor_and_not_before() {
        String pending = auditor.pendingCookieOf("wendy");
        String complete = auditor.cookieOf("wendy");

        assertThat(auditor.get("/web/orders", "Cookie", pending).status()).isEqualTo(401);
        assertThat(auditor.get("/web/orders", "Cookie", complete).body()).contains("web-a-");
        assertThat(complete).isNotEqualTo(pending);
    }

    @Test
    void five_wrong_codes_end_a_log_in() {
        String[] pending = {"Cookie", auditor.pendingCookieOf("will")};
        for (int i = 0; i < 5; i++) {
            assertThat(auditor.postForm("/login/second-factor", pending, "code", "wrong")
                            .status())
                    .isEqualTo(401);
        }
        String right = Totp.of(auditor.secretOf("will.totp")).codeAt(Instant.now());

        assertThat(auditor.postForm("/login/second-factor", pending, "code", right)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_codes_are_those_of_rfc_6238() {
        Totp totp = Totp.of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

        assertThat(totp.codeAt(Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(totp.codeAt(Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
        assertThat(totp.codeAt(Instant.ofEpochSecond(20_000_000_000L))).isEqualTo("353130");
    }

    @Test
    void public_operations_answer_everybody_and_other_paths_nobody() {
        assertThat(auditor.get("/health").status()).isEqualTo(200);
        assertThat(auditor.get("/.well-known/jwks.json").body()).doesNotContain("\"d\"");
        assertThat(auditor.get("/nowhere").status()).isEqualTo(404);
        assertThat(auditor.get("/me/").status()).isEqualTo(404);
        assertThat(auditor.delete("/me").header("Allow")).isEqualTo("GET");
        assertThat(auditor.get("/__admin/mappings").status()).isEqualTo(401);
        assertThat(auditor.post("/__admin/reset", "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me?%", "/me?a=%zz&b", "/health?%c3%28", "/%", "/me%"})
    void a_request_that_cannot_be_read_gets_no_stack_trace(String target) throws IOException {
        String reply = rawGet(target);

        assertThat(reply).matches("(?s)HTTP/1.1 (400|404|200|401) .*").doesNotContain("\tat ", "jetty", "wiremock");
    }

    @Test
    void a_form_that_cannot_be_read_is_a_bad_request() {
        Auditor.Reply reply = auditor.postRawForm("/token", "grant_type=password&client_id=%zz");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"error\":\"bad_request\"}");
    }

    @Test
    void head_answers_what_get_would_without_the_body() {
        Auditor.Reply head = auditor.head("/me", bearer("alice"));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.response().headers().map().keySet())
                .containsExactlyInAnyOrder(
                        "cache-control", "content-length", "content-type", "date", "x-content-type-options");
    }

    @Test
    void answers_have_members_that_change_and_members_that_do_not() {
        String token = auditor.tokenOf("alice");

        var first = auditor.getWith(token, "/tenants/a/orders").json();
        var second = auditor.getWith(token, "/tenants/a/orders").json();

        assertThat(first.path("requestId")).isNotEqualTo(second.path("requestId"));
        assertThat(first.path("orders")).isEqualTo(second.path("orders")).hasSize(3);
    }

    @Test
    void the_target_file_names_existing_files_and_holds_no_secret() throws IOException {
        String file = Files.readString(folder.resolve("orders-api.yaml"));
        Matcher reference = Pattern.compile("\\$\\{file:([^}]+)}").matcher(file);
        int references = 0;

        while (reference.find()) {
            references++;
            assertThat(folder.resolve(reference.group(1))).isNotEmptyFile();
        }

        assertThat(references).isEqualTo(22);
        assertThat(file).contains(api.https().toString(), api.http().toString()).doesNotContain("<");
        assertThat(api.secrets()).noneMatch(file::contains);
        assertThat(Files.readString(folder.resolve("openapi.yaml"))).doesNotContain("<https>");
        assertThat(folder.resolve("server.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void every_secret_of_the_target_file_and_every_token_is_known_as_secret() throws Exception {
        String token = auditor.tokenOf("erin");
        String cookie = auditor.cookieOf("wendy").replace("SESSION=", "");
        Set<String> secrets = api.secrets();

        assertThat(secrets)
                .contains(
                        token, cookie, auditor.signingKey().getPrivateExponent().toString());
        try (var files = Files.list(folder.resolve("secrets"))) {
            for (Path file : files.filter(each -> !each.endsWith("issuer.jwk")).toList()) {
                assertThat(secrets).contains(Files.readString(file).strip());
            }
        }
    }

    @Test
    void each_start_has_secrets_of_its_own() {
        try (OrdersApi other = OrdersApi.hardened()) {
            assertThat(other.secrets()).isNotEmpty().doesNotContainAnyElementsOf(api.secrets());
        }
    }

    @Test
    void answers_can_be_delayed_and_requests_are_counted() {
        int before = api.requestCount();
        long started = System.nanoTime();

        api.delayEach(Duration.ofMillis(300));
        auditor.get("/health");
        api.delayEach(Duration.ZERO);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(api.requestCount()).isEqualTo(before + 1);
    }

    @Test
    void a_hundred_starts_leave_no_thread_behind() throws Exception {
        OrdersApi.hardened().stop();
        int before = Thread.activeCount();

        for (int i = 0; i < 100; i++) {
            OrdersApi sample = OrdersApi.hardened();
            sample.stop();
            sample.stop();
        }
        for (int i = 0; i < 50 && Thread.activeCount() > before + 5; i++) {
            Thread.sleep(100);
        }

        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 5);
    }

    /** Over a plain socket, since no client sends a lone percent sign; the weak API answers on its plaintext port. */
    private static String rawGet(String target) throws IOException {
        try (OrdersApi plain = OrdersApi.weakenedBy(Weakness.BASIC_OVER_PLAINTEXT);
                Socket socket = new Socket("localhost", plain.http().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String[] bearer(String name) {
        return new String[] {"Authorization", "Bearer " + auditor.tokenOf(name)};
    }

    private static String refreshToken(Auditor.Reply reply) {
        return reply.json().path("refresh_token").asText();
    }

    @Test
    void revocation_ends_an_access_token_at_once_and_says_200_to_anything() {
        String jwt = auditor.tokenOf("erin");
        String opaque = auditor.tokenOf("olga");

        assertThat(auditor.revoke(jwt, "orders-app").status()).isEqualTo(200);
        assertThat(auditor.revoke(opaque, "orders-kiosk").status()).isEqualTo(200);
        assertThat(auditor.revoke("unknown", "orders-app").status()).isEqualTo(200);

        assertThat(auditor.getWith(jwt, "/me").status()).isEqualTo(401);
        assertThat(auditor.getWith(opaque, "/opaque/orders").status()).isEqualTo(401);
        assertThat(auditor.revoke("unknown", "stranger").status()).isEqualTo(401);
    }

    @Test
    void another_client_cannot_revoke_a_token() {
        String token = auditor.tokenOf("erin");

        assertThat(auditor.revoke(token, "orders-kiosk").status()).isEqualTo(200);

        assertThat(auditor.getWith(token, "/me").status()).isEqualTo(200);
    }

    @Test
    void logout_ends_one_log_in_and_no_other() {
        String other = auditor.tokenOf("erin");
        var grant = auditor.passwordGrant("erin", "orders-app").json();
        String token = grant.path("access_token").asText();

        assertThat(auditor.postForm("/logout", new String[] {"Authorization", "Bearer " + token})
                        .status())
                .isEqualTo(204);

        assertThat(auditor.getWith(token, "/me").status()).isEqualTo(401);
        assertThat(auditor.refresh(grant.path("refresh_token").asText(), "orders-app")
                        .status())
                .isEqualTo(400);
        assertThat(auditor.getWith(other, "/me").status()).isEqualTo(200);
    }

    @Test
    void a_disabled_user_is_refused_until_enabled_again() {
        String token = auditor.tokenOf("erin");

        assertThat(auditor.administer("erin", "disable").status()).isEqualTo(204);

        assertThat(auditor.getWith(token, "/me").status()).isEqualTo(403);
        assertThat(auditor.passwordGrant("erin", "orders-app").status()).isEqualTo(400);
        assertThat(auditor.administer("erin", "enable").status()).isEqualTo(204);
        assertThat(auditor.getWith(token, "/me").status()).isEqualTo(200);
        assertThat(auditor.administer("bob", "disable").status()).isEqualTo(404);
    }
}
