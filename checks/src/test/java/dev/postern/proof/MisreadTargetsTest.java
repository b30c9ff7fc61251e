package dev.postern.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.proof.SmallApi.Reply;
import dev.postern.proof.SmallApi.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets whose answers were misread once. */
class MisreadTargetsTest {

    private static final String JWT = """
            schemes:
              tokens: {type: bearer-jwt, issuer: "https://id.test", audience: all, signingKey: "${file:issuer.jwk}", algorithms: [RS256]}
            identities:
              ann: {scheme: tokens, tenant: a, roles: [admin], obtain: {claims: {sub: ann, tenant: a, roles: [admin]}}}
            """;

    private static RSAKey key;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void keys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k-1").generate();
        Files.writeString(folder.resolve("issuer.jwk"), key.toJSONString());
    }

    /** The claims of a token that the key has signed. */
    private static Optional<Map<String, Object>> claims(Request request) {
        try {
            var token = SignedJWT.parse(request.bearer().orElse(""));
            var right = token.getHeader().getAlgorithm().getName().equals("RS256")
                    && token.verify(new RSASSAVerifier(key.toRSAPublicKey()));
            return right ? Optional.of(token.getJWTClaimsSet().getClaims()) : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void assertAll(List<CaseResult> results, Outcome outcome) {
        assertThat(results).isNotEmpty();
        assertThat(results.stream()
                        .filter(r -> r.verdict().outcome() != outcome)
                        .map(r -> r.planned().id() + ": " + r.verdict()))
                .isEmpty();
    }

    @Test
    void who_lacks_a_right_is_denied_by_an_empty_list() throws Exception {
        assertAll(filtered("roles"), Outcome.PASS);
    }

    @Test
    void who_is_shown_the_items_by_a_claim_in_the_wrong_place_is_not_denied() throws Exception {
        assertThat(filtered("permissions"))
                .filteredOn(r -> r.planned().checkId().equals("jwt.role-claim-source"))
                .singleElement()
                .satisfies(r -> assertThat(r.verdict().outcome()).isEqualTo(Outcome.FAIL));
    }

    private List<CaseResult> filtered(String claim) throws Exception {
        try (var api = SmallApi.answering(request -> claims(request)
                .map(claims -> {
                    var isAdmin = List.of("roles", claim).stream()
                            .anyMatch(name -> String.valueOf(claims.get(name)).contains("admin"));
                    var isOfTenant = "a".equals(claims.get("tenant"));
                    return switch (request.path()) {
                        case "/staff" ->
                            Reply.ok(
                                    isAdmin
                                            ? "{\"users\":[{\"name\":\"ann of a\"},{\"name\":\"zoe of a\"}]}"
                                            : "{\"users\":[]}");
                        case "/units/a/bills" ->
                            Reply.ok(
                                    isOfTenant
                                            ? "{\"bills\":[{\"no\":\"bill-1\"},{\"no\":\"bill-2\"}]}"
                                            : "{\"bills\":[]}");
                        default -> Reply.notFound();
                    };
                })
                .orElseGet(Reply::unauthorized))) {
            return api.audit(folder, JWT + """
                            operations:
                              staff: {call: GET /staff, requires: {scheme: tokens, roles: [admin]}}
                              bills: {call: "GET /units/{tenant}/bills", requires: {scheme: tokens, tenant: path.tenant}}
                            """, "jwt.role-claim-source", "jwt.tenant-claim");
        }
    }

    @Test
    void a_list_that_grew_by_the_audits_own_writes_is_shown_to_a_token_that_is_junk() throws Exception {
        var rows = new AtomicInteger();
        try (var api = SmallApi.answering(request -> {
            if (request.bearer().isEmpty()) {
                return Reply.unauthorized();
            }
            if (request.is("POST /reports")) {
                if (claims(request).isEmpty()) {
                    return Reply.unauthorized();
                }
                return new Reply(201, "{\"id\":" + rows.incrementAndGet() + "}", Map.of());
            }
            var all = new StringBuilder("[{\"id\":\"first\",\"title\":\"ink\"},{\"id\":\"second\",\"title\":\"pen\"}");
            for (var i = 0; i < rows.get(); i++) {
                all.append(",{\"number\":").append(i).append(",\"by\":{\"name\":\"ann\",\"at\":\"now\"}}");
            }
            return request.is("GET /reports") ? Reply.ok(all + "]") : Reply.notFound();
        })) {
            var results =
                    api.audit(folder, JWT + """
                            operations:
                              read: {call: GET /reports, requires: {scheme: tokens}}
                              write: {call: POST /reports, requires: {scheme: tokens}, body: {a: 1}, destructive: false}
                            """, "jwt.expired", "auth.invalid-credential", "auth.malformed-credential");

            assertThat(results)
                    .filteredOn(r -> r.planned().operation().equals("read"))
                    .filteredOn(r -> r.planned().checkId().startsWith("auth."))
                    .hasSize(2)
                    .allSatisfy(r -> assertThat(r.verdict().outcome())
                            .as(r.verdict().words())
                            .isEqualTo(Outcome.FAIL));
        }
    }

    @Test
    void a_parser_of_tokens_on_all_routes_is_the_target_itself() throws Exception {
        try (var api = SmallApi.answering(request -> {
            var token = request.bearer();
            if (token.isPresent() && !isForm(token.get())) {
                return new Reply(400, "{\"error\":\"invalid_request\"}", Map.of());
            }
            if (request.path().equals("/health")) {
                return Reply.ok("{\"up\":true}");
            }
            return claims(request).isEmpty()
                    ? Reply.unauthorized()
                    : request.path().equals("/orders")
                            ? Reply.ok("{\"orders\":[{\"id\":4711001,\"item\":\"ink\"}]}")
                            : Reply.notFound();
        })) {
            assertAll(
                    api.audit(
                            folder,
                            JWT + """
                                    operations:
                                      health: {call: GET /health, public: true}
                                      list: {call: GET /orders, requires: {scheme: tokens}}
                                    """,
                            "jwt.blank-secret",
                            "jwt.kid-traversal",
                            "jwt.kid-injection",
                            "jwt.embedded-jwk",
                            "jwt.alg-not-allowed",
                            "jwt.alg-none"),
                    Outcome.PASS);
        }
    }

    private static boolean isForm(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getAlgorithm().getName().equals("RS256");
        } catch (ParseException e) {
            return false;
        }
    }

    @Test
    void a_crash_of_whatever_has_two_parts_is_the_answer_to_that_form() throws Exception {
        try (var api = SmallApi.answering(request -> {
            if (request.bearer().filter(token -> token.split("\\.").length == 2).isPresent()) {
                return new Reply(500, "{\"error\":\"unknown_error\"}", Map.of());
            }
            return claims(request).isEmpty()
                    ? Reply.unauthorized()
                    : request.path().equals("/orders")
                            ? Reply.ok("{\"orders\":[{\"id\":4711001,\"item\":\"ink\"}]}")
                            : Reply.notFound();
        })) {
            assertAll(
                    api.audit(folder, JWT + """
                                    operations:
                                      list: {call: GET /orders, requires: {scheme: tokens}}
                                    """, "jwt.alg-none", "jwt.signature-stripped", "auth.malformed-credential"),
                    Outcome.PASS);
        }
    }

    private static final String ROLES = """
            schemes: {keys: {type: api-key, in: header, name: X-API-Key}}
            identities:
              root: {scheme: keys, roles: [admin], obtain: {key: key-of-root-0123456789}}
              uma: {scheme: keys, roles: [user], obtain: {key: key-of-uma-0123456789}}
            operations:
              mine: {call: GET /me, requires: {scheme: keys}}
              report: {call: GET /report, requires: {scheme: keys, roles: [admin]}}
              change: {call: PATCH /settings, requires: {scheme: keys, roles: [admin]}, body: {note: ci}, destructive: false}
            """;

    @Test
    void what_is_granted_without_an_addition_is_not_granted_by_it_on_writes_either() throws Exception {
        try (var api = SmallApi.answering(request -> {
            var who = request.header("X-API-Key")
                    .filter(key -> key.startsWith("key-of-"))
                    .map(key -> key.replaceAll("^key-of-|-.*$", ""));
            if (who.isEmpty()) {
                return Reply.unauthorized();
            }
            return switch (request.path()) {
                case "/me" -> Reply.ok("{\"name\":\"" + who.get() + "\"}");
                case "/report" -> Reply.ok("{\"rows\":[{\"id\":9911001,\"secret\":\"all-turnover-2026\"}]}");
                case "/settings" ->
                    Reply.ok("{\"note\":\"ci\",\"owner\":\"company-4711\",\"by\":\"" + who.get() + "\"}");
                default -> Reply.notFound();
            };
        })) {
            var results = api.audit(folder, ROLES, "role.admin-denied", "role.client-claim-ignored", "tenant.admin-id");

            assertThat(results)
                    .filteredOn(r -> r.planned().checkId().equals("role.admin-denied"))
                    .hasSize(2)
                    .allSatisfy(r -> assertThat(r.verdict().outcome()).isEqualTo(Outcome.FAIL));
            assertThat(results)
                    .filteredOn(r -> !r.planned().checkId().equals("role.admin-denied"))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(r -> assertThat(r.verdict().reason())
                            .as(r.planned().id() + ": " + r.verdict())
                            .isEqualTo(Reason.PLAINER_GRANTED));
        }
    }

    @Test
    void a_half_finished_login_that_may_write_is_found() throws Exception {
        assertThat(halfLogin(true)).containsExactlyInAnyOrder("read PASS", "write FAIL");
        assertThat(halfLogin(false)).containsExactlyInAnyOrder("read PASS", "write PASS");
    }

    private List<String> halfLogin(boolean writesAreLeftAlone) throws Exception {
        try (var api = SmallApi.answering(request -> {
            if (request.is("POST /login")) {
                return new Reply(204, "", Map.of("Set-Cookie", "sid=half-0123456789"));
            }
            if (request.is("POST /code")) {
                return new Reply(204, "", Map.of("Set-Cookie", "sid=whole-0123456789"));
            }
            var session = request.header("Cookie").orElse("");
            var isIn = session.contains("whole-0123456789")
                    || (writesAreLeftAlone && request.method().equals("POST") && session.contains("half-0123456789"));
            return !isIn
                    ? Reply.unauthorized()
                    : !request.path().equals("/papers")
                            ? Reply.notFound()
                            : request.method().equals("POST")
                                    ? new Reply(201, "{\"id\":4711001,\"title\":\"a paper\"}", Map.of())
                                    : Reply.ok("{\"papers\":[{\"id\":4711001,\"title\":\"a paper\"}]}");
        })) {
            return api.audit(folder, """
                            schemes: {web: {type: session, cookie: sid}}
                            identities:
                              wes:
                                scheme: web
                                obtain:
                                  login:
                                    - {call: POST /login, form: {user: wes, password: password-of-wes}}
                                    - {call: POST /code, form: {code: "123456"}, factor: second}
                            operations:
                              read: {call: GET /papers, requires: {scheme: web}}
                              write: {call: POST /papers, requires: {scheme: web}, body: {title: x}, destructive: false}
                              more: {call: GET /papers, query: {page: 1}, requires: {scheme: web}}
                            """, "mfa.required").stream()
                    .map(r -> r.planned().operation() + " " + r.verdict().outcome())
                    .toList();
        }
    }

    @Test
    void an_opaque_token_that_is_a_text_nobody_signed_is_found() throws Exception {
        assertThat(textToken(Map.of("sub", "ann", "iat", 1796000000))).isEqualTo(Outcome.FAIL);
        assertThat(textToken(Map.of("sub", "ann", "sid", "9944b09199c62bcf9418ad846dd0e4bb")))
                .isEqualTo(Outcome.PASS);
    }

    /** The server believes the text, unless it has a session id, by which it looks the rest up. */
    private Outcome textToken(Map<String, Object> says) throws Exception {
        var json = new ObjectMapper();
        var valid = Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(says));
        try (var api = SmallApi.answering(request -> {
            try {
                var text = json.readTree(
                        Base64.getUrlDecoder().decode(request.bearer().orElse("")));
                var isIn = says.containsKey("sid")
                        ? text.path("sid").asText().equals(says.get("sid"))
                        : Set.of("ann", "ben").contains(text.path("sub").asText());
                return !isIn
                        ? Reply.unauthorized()
                        : request.path().equals("/me")
                                ? Reply.ok("{\"mail\":\"ann@example.test\",\"since\":\"2024\"}")
                                : Reply.notFound();
            } catch (IOException | IllegalArgumentException e) {
                return Reply.unauthorized();
            }
        })) {
            return api.audit(folder, """
                            schemes: {tokens: {type: bearer-opaque}}
                            identities:
                              ann: {scheme: tokens, obtain: {token: %s}}
                              ben: {scheme: tokens, obtain: {token: another}}
                            operations:
                              me: {call: GET /me, requires: {scheme: tokens}}
                            """.formatted(valid), "auth.invalid-credential")
                    .get(0)
                    .verdict()
                    .outcome();
        }
    }

    @Test
    void a_search_that_believes_the_tenant_in_its_body_is_found() throws Exception {
        assertThat(search(true)).containsOnly(Outcome.FAIL);
        assertThat(search(false)).containsOnly(Outcome.PASS);
    }

    private List<Outcome> search(boolean believesBody) throws Exception {
        try (var api = SmallApi.answering(request -> {
            var own = request.bearer()
                    .filter(token -> token.startsWith("token-of-"))
                    .map(token -> token.substring(9, 10));
            if (own.isEmpty()) {
                return Reply.unauthorized();
            }
            var tenant = believesBody && request.body().contains("\"tenant\":\"")
                    ? request.body().replaceAll("(?s).*\"tenant\":\"(.).*", "$1")
                    : own.get();
            return request.is("POST /search")
                    ? Reply.ok("{\"hits\":[{\"text\":\"a pen of tenant-" + tenant + "\"}]}")
                    : Reply.notFound();
        })) {
            return api.audit(folder, """
                            schemes: {tokens: {type: bearer-opaque}}
                            identities:
                              ann: {scheme: tokens, tenant: a, markers: [tenant-a], obtain: {token: token-of-a-0123456789}}
                              ben: {scheme: tokens, tenant: b, markers: [tenant-b], obtain: {token: token-of-b-0123456789}}
                            operations:
                              search:
                                call: POST /search
                                requires: {scheme: tokens}
                                body: {text: pen}
                                destructive: false
                            """, "tenant.parameter-ignored").stream()
                    .map(r -> r.verdict().outcome())
                    .toList();
        }
    }

    @Test
    void an_issuer_that_gives_no_refresh_token_has_nothing_to_refresh() throws Exception {
        try (var api = SmallApi.answering(request -> request.is("POST /token")
                ? Reply.ok(
                        "{\"access_token\":\"token-of-ann-0123456789\",\"token_type\":\"Bearer\",\"expires_in\":300}")
                : request.bearer().filter("token-of-ann-0123456789"::equals).isEmpty()
                        ? Reply.unauthorized()
                        : request.path().equals("/me")
                                ? Reply.ok("{\"mail\":\"ann@example.test\"}")
                                : Reply.notFound())) {
            var results = api.audit(
                    folder, """
                    schemes: {tokens: {type: bearer-opaque, tokenEndpoint: /token}}
                    identities:
                      ann: {scheme: tokens, obtain: {grant: password, clientId: app, username: ann, password: password-of-ann}}
                    operations:
                      me: {call: GET /me, requires: {scheme: tokens}}
                    """, "refresh.works", "refresh.rotation", "refresh.replayed", "refresh.as-access-token");

            assertAll(results, Outcome.NOT_APPLICABLE);
            assertThat(results)
                    .hasSize(4)
                    .allSatisfy(r -> assertThat(r.verdict().words()).contains("has no `refresh_token`"));
        }
    }

    private static final String LOGOUT_AMONG_READS = """
            schemes: {tokens: {type: bearer-opaque, tokenEndpoint: /token}}
            identities:
              ann: {scheme: tokens, obtain: %s}
            operations:
              orders: {call: GET /orders, requires: {scheme: tokens}}
              logout: {call: GET /logout, requires: {scheme: tokens}, destructive: false}
              more: {call: GET /more, requires: {scheme: tokens}}
            """;

    private List<CaseResult> logoutAmongReads(String obtain) throws Exception {
        var issued = new AtomicInteger();
        var ended = ConcurrentHashMap.<String>newKeySet();
        try (var api = SmallApi.answering(request -> {
            if (request.is("POST /token")) {
                return Reply.ok("{\"access_token\":\"token-" + issued.incrementAndGet()
                        + "-0123456789\",\"token_type\":\"Bearer\",\"expires_in\":300}");
            }
            var token = request.bearer().filter(t -> t.matches("token-\\d+-0123456789") && !ended.contains(t));
            if (token.isEmpty()) {
                return Reply.unauthorized();
            }
            return switch (request.path()) {
                case "/orders", "/more" -> Reply.ok("{\"orders\":[{\"id\":4711001,\"item\":\"ink\"}]}");
                case "/logout" -> {
                    ended.add(token.get());
                    yield Reply.ok("{\"bye\":\"see you later, ann\"}");
                }
                default -> Reply.notFound();
            };
        })) {
            return api.audit(folder, LOGOUT_AMONG_READS.formatted(obtain), "auth.missing-credential");
        }
    }

    @Test
    void where_a_credential_is_lost_the_words_name_where_it_was_granted_before() throws Exception {
        assertThat(logoutAmongReads("{token: token-0-0123456789}"))
                .filteredOn(r -> r.planned().operation().equals("more"))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.verdict().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
                    assertThat(r.verdict().words()).contains("granted on GET /logout", "`destructive: true`");
                });
    }

    @Test
    void a_credential_that_was_lost_is_obtained_anew_where_that_can_be() throws Exception {
        assertThat(logoutAmongReads("{grant: client_credentials, clientId: app, clientSecret: secret-of-app-0123}"))
                .filteredOn(r -> !r.planned().operation().equals("logout"))
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.verdict().outcome())
                        .as(r.verdict().words())
                        .isEqualTo(Outcome.PASS));
    }
}
