package dev.postern.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.http.Answer.Failure;
import dev.postern.forge.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is concluded from which answers: a row each, what was seen, where it is said, and the remedy. */
class DiagnosisTest {

    private static final String TARGET = """
            target: stage
            baseUrl: https://api.example.test/v1
            schemes:
              tokens:
                type: bearer-jwt
                issuer: https://id.example.test
                audience: orders
                tokenEndpoint: https://id.example.test/token
              partner:
                type: api-key
                in: header
                name: X-API-Key
              web:
                type: session
                cookie: SESSION
            identities:
              alice:
                scheme: tokens
                tenant: a
                scopes: [read, write]
                roles: [admin]
                with: {id: 17}
                obtain: {token: given-elsewhere-0123456789}
              bob:
                scheme: tokens
                tenant: b
                scopes: [read, write]
                with: {id: 23}
                obtain:
                  grant: client_credentials
                  clientId: bob
                  clientSecret: s3cret
                  scope: read
              partnerOne:
                scheme: partner
                obtain: {key: key-of-partner-one-0123}
              wendy:
                scheme: web
                obtain:
                  login:
                    - call: POST /login
                      form: {username: wendy, password: s3cret-of-wendy}
            operations:
              list:
                call: GET /tenants/{tenant}/orders
                requires: {scheme: tokens, scopes: [read], tenant: path.tenant}
              get:
                call: GET /orders/{id}
                requires: {scheme: tokens, scopes: [read]}
              create:
                call: POST /orders
                requires: {scheme: tokens, scopes: [write]}
                destructive: false
              users:
                call: GET /users
                requires: {scheme: tokens, roles: [admin]}
              report:
                call: GET /report
                requires: {scheme: partner}
              page:
                call: GET /page
                requires: {scheme: web}
              health:
                call: GET /health
                public: true
            """;

    private static final String INVALID_TOKEN = "WWW-Authenticate: Bearer error=\"invalid_token\"";

    @TempDir
    private static Path folder;

    /**
     * What was seen, and what must be said.
     *
     * @param lines each complaint as {@code where: causes in order}
     * @param texts what the texts must hold
     */
    record Row(String name, Consumer<Visit> seen, List<String> lines, List<String> texts) {
        static Row of(String name, Consumer<Visit> seen, String... expected) {
            return new Row(name, seen, List.of(expected), List.of());
        }

        Row says(String... words) {
            return new Row(name, seen, lines, List.of(words));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> credentials() {
        return Stream.of(
                Row.of(
                                "a token that has run out",
                                v -> v.claim("alice", "exp", Visit.NOW.minusSeconds(90000))
                                        .toIdentity("alice", 401, INVALID_TOKEN),
                                "alice: expired-token")
                        .says("ran out at 2026-05-03T09:00:00Z", "give a fresh one, or let Postern obtain it"),
                Row.of(
                                "the same, where the target gives no hint at all",
                                v -> v.claim("alice", "exp", Visit.NOW.minusSeconds(90000))
                                        .toIdentity("alice", 401),
                                "alice: expired-token")
                        .says("ran out at"),
                Row.of(
                                "the same, refused with 403",
                                v -> v.claim("alice", "exp", Visit.NOW.minusSeconds(90000))
                                        .toIdentity("alice", 403),
                                "alice: expired-token")
                        .says("ran out at"),
                Row.of(
                                "the same, concealed as 404 like all that has no credential",
                                v -> v.claim("alice", "exp", Visit.NOW.minusSeconds(90000))
                                        .toIdentity("alice", 404)
                                        .toIdentity("", 404)
                                        .answer("health", "", 200),
                                "alice: expired-token")
                        .says("ran out at"),
                Row.of(
                                "a token that has run out by the target's clock only",
                                v -> v.claim("alice", "exp", Visit.NOW.minusSeconds(60))
                                        .clockAhead(Duration.ofMinutes(10))
                                        .toIdentity("alice", 401),
                                "(all: clock-differs)",
                                "alice: expired-token")
                        .says("by the target's clock, which is 10 min ahead", "set the clocks"),
                Row.of(
                                "a token of the future",
                                v -> v.claim("alice", "nbf", Visit.NOW.plusSeconds(3600))
                                        .toIdentity("alice", 401),
                                "alice: token-not-yet-valid")
                        .says("60 min from now", "set the clocks"),
                Row.of(
                                "another audience than the file declares",
                                v -> v.claim("alice", "aud", List.of("billing", "crm"))
                                        .toIdentity("alice", 401),
                                "alice: wrong-audience")
                        .says("for audience billing crm", "is orders", "give a token for audience orders"),
                Row.of(
                                "no audience, of an obtained token",
                                v -> v.without("bob", "aud").toIdentity("bob", 401),
                                "bob: wrong-audience")
                        .says("for no audience", "have the issuer make tokens for audience orders"),
                Row.of(
                                "an audience unlike the file's that another is granted with is no cause",
                                v -> v.claim("alice", "aud", "shop")
                                        .claim("bob", "aud", "shop")
                                        .toIdentity("alice", 401),
                                "alice: unknown-credential")
                        .says("does not know the token"),
                Row.of(
                                "another issuer",
                                v -> v.claim("alice", "iss", "https://staging.example.test")
                                        .toIdentity("alice", 401),
                                "alice: wrong-issuer")
                        .says("https://staging.example.test", "give a token from https://id.example.test"),
                Row.of(
                                "a token that no published key has signed",
                                v -> v.keySet(keySet(
                                                SigningKey.generateLike("ES256").withKid("other")))
                                        .toIdentity("alice", 401)
                                        .toIdentity("bob", 401),
                                "all: key-not-trusted")
                        .says("no key of `jwks` has signed the token (kid k1, ES256)"),
                Row.of(
                                "a key of the right name that is another",
                                v -> v.keySet(keySet(
                                                SigningKey.generateLike("ES256").withKid("k1")))
                                        .toIdentity("alice", 401)
                                        .toIdentity("bob", 401),
                                "all: key-not-trusted")
                        .says("no key of `jwks`"),
                Row.of(
                        "where the published key has signed it, it is something else",
                        v -> v.keySet(keySet(Visit.KEY))
                                .toIdentity("alice", 401, INVALID_TOKEN)
                                .toIdentity("bob", 401, INVALID_TOKEN),
                        "alice: unknown-credential",
                        "bob: unknown-credential"),
                Row.of("a key set that is not there", v -> v.noKeySet(404), "all: key-set-unusable")
                        .says("correct `jwks:`"),
                Row.of(
                                "an ID token",
                                v -> v.claim("alice", "at_hash", "x").toIdentity("alice", 401),
                                "alice: no-access-token, unknown-credential")
                        .says("an ID token", "`access_token`"),
                Row.of(
                                "the word Bearer before the token",
                                v -> v.credential("alice", "Bearer abc.def.ghi").toIdentity("alice", 401),
                                "alice: malformed-credential")
                        .says("which Postern adds itself"),
                Row.of(
                                "a token broken over two lines",
                                v -> v.credential("alice", "abc.def\n.ghi").toIdentity("alice", 400),
                                "alice: malformed-credential")
                        .says("on one line"),
                Row.of(
                                "a target that asks for another scheme",
                                v -> v.toIdentity("alice", 401, "WWW-Authenticate: Basic realm=\"x\"")
                                        .toIdentity("bob", 401, "WWW-Authenticate: Basic realm=\"x\""),
                                "alice: wrong-scheme, unknown-credential",
                                "bob: wrong-scheme, unknown-credential")
                        .says("asks for basic", "correct `type:` of scheme `tokens`"),
                Row.of(
                                "the target's own word, where the file declares nothing",
                                v -> v.credential("alice", "opaque-token-of-alice")
                                        .toIdentity(
                                                "alice",
                                                401,
                                                "WWW-Authenticate: Bearer error=\"invalid_token\","
                                                        + " error_description=\"The aud claim is not valid\""),
                                "alice: wrong-audience, unknown-credential")
                        .says(
                                "the target says that the token's audience is wrong",
                                "it says \"The aud claim is not valid\""),
                Row.of(
                                "a key that is answered like none",
                                v -> v.toIdentity("partnerOne", 401, "WWW-Authenticate: Bearer"),
                                "partnerOne: credential-not-read, wrong-scheme, unknown-credential")
                        .says("sends it in header X-API-Key"),
                Row.of(
                                "a session that is sent to the login",
                                v -> v.toIdentity("wendy", 302, "Location: /login"),
                                "wendy: unknown-credential")
                        .says("look whether the `login:` has all its steps"));
    }

    static Stream<Row> rights() {
        return Stream.of(
                Row.of(
                                "a scope that the identity has by the file, and the token has not",
                                v -> v.claim("bob", "scope", "read")
                                        .answer(
                                                "create",
                                                "bob",
                                                403,
                                                "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write\""),
                                "create: missing-scope")
                        .says(
                                "the token lacks scope write, though `scopes:` of the identity names it (it has: read)",
                                "ask for it: `scope: read write`"),
                Row.of(
                                "the same, where the target gives no hint",
                                v -> v.claim("bob", "scope", "read").answer("create", "bob", 403),
                                "create: missing-scope")
                        .says("the token lacks scope write"),
                Row.of(
                                "the same, where scopes are a list in scp",
                                v -> v.without("bob", "scope")
                                        .claim("bob", "scp", List.of("read"))
                                        .answer("create", "bob", 403),
                                "create: missing-scope")
                        .says("(it has: read)"),
                Row.of(
                                "a scope of which the file knows nothing",
                                v -> v.answer(
                                        "create",
                                        "bob",
                                        403,
                                        "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders:create\""),
                                "create: missing-scope")
                        .says(
                                "wants scope orders:create, of which the target file knows nothing",
                                "`requires: scopes:`"),
                Row.of(
                                "a role that the token lacks",
                                v -> v.claim("alice", "roles", List.of("clerk")).answer("users", "alice", 403),
                                "users: missing-role")
                        .says("the token has role clerk, and the operation wants admin"),
                Row.of(
                                "roles in another claim",
                                v -> v.without("alice", "roles").answer("users", "alice", 403),
                                "users: missing-role, right-not-declared")
                        .says("has no claim `roles`", "name it: `claims: roles:`"),
                Row.of(
                                "another tenant than the file says",
                                v -> v.claim("bob", "tenant", "c").answer("list", "bob", 403),
                                "list: wrong-tenant")
                        .says("is of tenant c, but the target file says b"),
                Row.of(
                                "a right that only those have who are granted",
                                v -> v.answer("get", "bob", 403),
                                "get: right-not-declared, no-such-object")
                        .says("those who are granted (alice) have role admin"),
                Row.of(
                                "401 for a credential that is granted elsewhere",
                                v -> v.answer("get", "alice", 401).answer("get", "bob", 401),
                                "get: wrong-scheme")
                        .says("correct `requires: scheme:`"));
    }

    static Stream<Row> requests() {
        return Stream.of(
                Row.of(
                                "one's own object that is not there",
                                v -> v.answer("get", "bob", 404),
                                "get: no-such-object, right-not-declared")
                        .says("id 23 (that of alice is found)", "`with:` of identity `bob`"),
                Row.of(
                                "a path that is not there, behind a credential that is let through",
                                v -> v.answer("users", "alice", 404),
                                "users: no-such-path")
                        .says("correct the path in `call:`"),
                Row.of("404 on everything, with and without credential", v -> v.toAll(404), "all: base-path")
                        .says("below https://api.example.test/v1", "correct the path of `baseUrl`"),
                Row.of("403 on everything, with and without credential", v -> v.toAll(403), "all: all-refused")
                        .says("`headers:`"),
                Row.of("401 on everything, also on what is public", v -> v.toAll(401), "all: all-refused"),
                Row.of("the method", v -> v.answer("users", "alice", 405, "Allow: POST"), "users: wrong-method")
                        .says("does not know GET, but POST"),
                Row.of(
                                "a body that is missing",
                                v -> v.answer("create", "alice", 422).answer("create", "bob", 422),
                                "create: request-rejected")
                        .says("it has no body", "`body:` and `contentType:`"),
                Row.of(
                                "a media type",
                                v -> v.answer("create", "alice", 415).answer("create", "bob", 415),
                                "create: request-rejected")
                        .says("wants a body"),
                Row.of("a crash", v -> v.answer("users", "alice", 500), "users: server-error")
                        .says("look at its log"),
                Row.of("a limit", v -> v.toAll(429, "Retry-After: 30"), "all: rate-limited")
                        .says("(Retry-After: 30)", "`limits: rate:` (now 50"),
                Row.of("a gateway", v -> v.toAll(502), "all: gateway").says("start the target behind it"),
                Row.of("a filter", v -> v.toAll(403, "cf-mitigated: challenge"), "all: edge-block")
                        .says("have the filter let this machine through"),
                Row.of(
                                "another address",
                                v -> v.answer("users", "alice", 301, "Location: https://www.api.example.test/users"),
                                "users: moved")
                        .says("write `baseUrl:` with https://www.api.example.test"),
                Row.of(
                                "an error in a 200",
                                v -> v.answer(
                                        "users",
                                        "alice",
                                        200,
                                        "Content-Type: application/json",
                                        "",
                                        "{\"error\":\"no such year\"}"),
                                "users: hidden-error")
                        .says("it says \"no such year\"", "`denial: errors:`"),
                Row.of("what is declared public and is not", v -> v.answer("health", "", 401), "health: not-public")
                        .says("take away `public: true`"),
                Row.of("what is open", v -> v.toNobody("users", 200), "(users: open-operation)")
                        .says("the audit will report it", "write `public: true`"),
                Row.of("what cannot be told apart", v -> v.toNobody("create", 400), "create: request-rejected")
                        .says("so that only the credential is missing"));
    }

    static Stream<Row> silences() {
        return Stream.of(
                Row.of(
                                "a host that does not answer",
                                v -> v.silent(
                                        Failure.CONNECTION_REFUSED, "nothing listens at https://api.example.test"),
                                "all: host-unreachable")
                        .says("start what should answer there, or correct host and port in `baseUrl`"),
                Row.of(
                                "a host that there is not",
                                v -> v.silent(Failure.UNKNOWN_HOST, "the host name api.example.test has no address"),
                                "all: unknown-host")
                        .says("correct the host in `baseUrl`"),
                Row.of(
                                "a certificate of one's own",
                                v -> v.silent(
                                        Failure.TLS, "the certificate is not trusted; name it under `tls: trust:`"),
                                "all: tls")
                        .says("the certificate is not trusted", "name it under `tls: trust:`"),
                Row.of(
                                "https where http is spoken",
                                v -> v.silent(
                                        Failure.TLS,
                                        "no TLS connection could be agreed; does it speak TLS at this port?"),
                                "all: tls")
                        .says("write `http:` in `baseUrl`"),
                Row.of("a time-out", v -> v.silent(Failure.TIMEOUT, "no answer"), "all: timeout")
                        .says("`limits: deadline:`"));
    }

    static Stream<Row> issuing() {
        return Stream.of(
                Row.of(
                                "a client's secret",
                                v -> v.refused("bob", 401, "", "{\"error\":\"invalid_client\"}"),
                                "bob: client-refused")
                        .says("correct `clientId:` and `clientSecret:`"),
                Row.of(
                        "a grant that is not enabled",
                        v -> v.refused("bob", 400, "", "{\"error\":\"unsupported_grant_type\"}"),
                        "bob: grant-not-enabled"),
                Row.of(
                                "a scope that the issuer does not know",
                                v -> v.refused("bob", 400, "", "{\"error\":\"invalid_scope\"}"),
                                "bob: scope-unknown")
                        .says("correct `scope:`"),
                Row.of("no token endpoint there", v -> v.refused("bob", 404), "bob: token-endpoint-wrong")
                        .says("`tokenEndpoint` of scheme `tokens`", "from the root of the host"),
                Row.of("a page in its place", v -> v.refused("bob", 200, "", "<html>"), "bob: token-endpoint-wrong"),
                Row.of("a failure of the issuer", v -> v.refused("bob", 500), "bob: server-error"),
                Row.of("a login that refuses", v -> v.refused("wendy", 401), "wendy: login-failed")
                        .says("correct user name and password in `login:`"),
                Row.of(
                                "a cookie of another name",
                                v -> v.refused("wendy", 302, "Set-Cookie: sid=s3cret; Path=/"),
                                "wendy: login-failed")
                        .says("sets no cookie SESSION; its last answer sets sid"));
    }

    private static String keySet(SigningKey key) {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("keys", List.of(key.publicJwk())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource({"credentials", "rights", "requests", "silences", "issuing"})
    void each_cause_is_named_where_it_belongs_with_its_remedy(Row row) {
        var diagnosis = Visit.at(folder, TARGET).with(row.seen()).diagnosis();

        assertThat(Visit.lines(diagnosis)).containsExactlyElementsOf(row.lines());
        assertThat(row.texts()).allSatisfy(text -> assertThat(texts(diagnosis)).contains(text));
        assertThat(texts(diagnosis)).doesNotContain("s3cret");
        assertThat(diagnosis.isWell()).isEqualTo(row.lines().stream().allMatch(l -> l.startsWith("(")));
    }

    @Test
    void where_all_is_as_it_must_be_there_is_nothing_to_say() {
        var diagnosis = Visit.at(folder, TARGET).diagnosis();

        assertThat(Visit.lines(diagnosis)).isEmpty();
        assertThat(diagnosis.isWell()).isTrue();
    }

    private static String texts(Diagnosis diagnosis) {
        var all = new ArrayList<String>();
        diagnosis.complaints().forEach(c -> {
            all.add(c.seen());
            c.causes().forEach(cause -> all.add(cause.words() + "\n" + cause.remedy()));
        });
        return all.stream().collect(Collectors.joining("\n")) + DiagnosisJson.of(diagnosis);
    }
}
