package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to obtain a credential, each against a server that grants nothing else. */
class CredentialsTest {

    private static final String SECRET = "s3cret of the client/1";

    @TempDir
    private Path folder;

    private static String target(String scheme, String obtain) {
        return """
                target: stage
                baseUrl: %s
                limits: {rate: 10000}
                schemes:
                  main:
                """ + scheme.indent(4) + """
                identities:
                  alice:
                    scheme: main
                    tenant: a
                    scopes: [orders:write, orders:read]
                    roles: [clerk]
                    obtain:
                """ + obtain.indent(6) + """
                operations:
                  listOrders:
                    call: GET /orders
                    requires: {scheme: main}
                  listNotes:
                    call: GET /notes
                    requires: {scheme: main}
                """;
    }

    private Rehearsal rehearsal(Stage stage, String scheme, String obtain) {
        return Rehearsal.of(folder, target(scheme, obtain).formatted(stage.url()), new StageChecks.NoCredential());
    }

    /** Grants what is accepted, and answers other calls as the script does. */
    private static Function<Request, Reply> api(Predicate<Request> accepted, Function<Request, Reply> others) {
        return request -> switch (request.path()) {
            case "/orders", "/notes" -> accepted.test(request) ? Reply.orders() : Reply.UNAUTHORIZED;
            default -> others.apply(request);
        };
    }

    private void assertGranted(Predicate<Request> accepted, String scheme, String obtain) {
        try (var stage = Stage.open(api(accepted, r -> Reply.NOT_FOUND))) {
            assertPassed(rehearsal(stage, scheme, obtain).run().with(Outcome.PASS));
        }
    }

    private static void assertPassed(List<CaseResult> passed) {
        assertThat(passed).hasSize(2).allMatch(r -> r.verdict().reason() == Reason.HELD);
    }

    @Test
    void a_given_token_is_sent() {
        assertGranted(
                r -> r.bearer().equals("given-token-0123456789"),
                "type: bearer-opaque",
                "token: given-token-0123456789");
    }

    @Test
    void user_and_password_are_sent_as_basic() {
        var expected = "Basic "
                + Base64.getEncoder().encodeToString("alice:pass:wörd-0123456".getBytes(StandardCharsets.UTF_8));
        assertGranted(
                r -> r.header("Authorization").filter(expected::equals).isPresent(),
                "type: basic",
                "username: alice\npassword: pass:wörd-0123456");
    }

    @Test
    void a_key_is_sent_in_a_header() {
        assertGranted(
                r -> r.header("x-api-key").filter("key-0123456789/+"::equals).isPresent(),
                "type: api-key\nin: header\nname: X-API-Key",
                "key: key-0123456789/+");
    }

    @Test
    void a_key_is_sent_encoded_in_the_query() {
        assertGranted(
                r -> r.query().equals("api%20key=key-0123456789%2F%2B"),
                "type: api-key\nin: query\nname: api key",
                "key: key-0123456789/+");
    }

    @Test
    void a_key_is_sent_in_a_cookie() {
        assertGranted(
                r -> r.header("Cookie").filter("KEY=key-0123456789"::equals).isPresent(),
                "type: api-key\nin: cookie\nname: KEY",
                "key: key-0123456789");
    }

    private static final String OPAQUE = "type: bearer-opaque\ntokenEndpoint: /token";
    private static final String CLIENT = "grant: client_credentials\nclientId: alice app\nclientSecret: " + SECRET;
    private static final String ISSUED = "issued-token-0123456789";

    private static Reply token(String more) {
        return Reply.json(200, "{\"access_token\":\"" + ISSUED + "\",\"token_type\":\"Bearer\"" + more + "}");
    }

    private static boolean isIssued(Request request) {
        return request.bearer().equals(ISSUED);
    }

    @Test
    void a_client_authenticates_by_basic_with_both_parts_encoded() {
        var basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                "alice%20app:s3cret%20of%20the%20client%2F1".getBytes(StandardCharsets.US_ASCII));
        try (var stage = Stage.open(api(
                CredentialsTest::isIssued,
                r -> r.is("POST /token")
                                && r.header("Authorization")
                                        .filter(basic::equals)
                                        .isPresent()
                                && fields(r).containsAll(List.of("grant_type=client_credentials", "scope=a%20b"))
                        ? token("")
                        : Reply.NOT_FOUND))) {
            assertPassed(rehearsal(stage, OPAQUE, CLIENT + "\nscope: a b").run().with(Outcome.PASS));

            assertThat(stage.count("POST /token")).isOne();
        }
    }

    private static List<String> fields(Request request) {
        return Arrays.asList(request.body().split("&", -1));
    }

    @Test
    void a_client_that_is_refused_by_basic_sends_its_secret_in_the_body() {
        try (var stage = Stage.open(api(
                CredentialsTest::isIssued,
                r -> fields(r).contains("client_secret=s3cret%20of%20the%20client%2F1")
                                && r.header("Authorization").isEmpty()
                        ? token("")
                        : Reply.json(401, "{\"error\":\"invalid_client\"}")))) {
            assertPassed(rehearsal(stage, OPAQUE, CLIENT).run().with(Outcome.PASS));

            assertThat(stage.count("POST /token")).isEqualTo(2);
        }
    }

    private static final String PASSWORD =
            "grant: password\nclientId: app\nusername: alice@example.test\npassword: pass word/1";

    @Test
    void a_password_grant_sends_user_and_password_and_a_public_client_only_its_id() {
        try (var stage = Stage.open(api(
                CredentialsTest::isIssued,
                r -> fields(r)
                                .containsAll(List.of(
                                        "grant_type=password",
                                        "username=alice%40example.test",
                                        "password=pass%20word%2F1",
                                        "client_id=app"))
                        ? token(",\"refresh_token\":\"refresh-0123456789\"")
                        : Reply.json(400, "{\"error\":\"invalid_grant\"}")))) {
            assertPassed(rehearsal(stage, OPAQUE, PASSWORD).run().with(Outcome.PASS));
        }
    }

    @Test
    void a_refusal_is_told_with_its_code_and_asked_for_once_for_all_cases() {
        try (var stage =
                Stage.open(api(CredentialsTest::isIssued, r -> Reply.json(400, "{\"error\":\"invalid_grant\"}")))) {
            var audit = rehearsal(stage, OPAQUE, PASSWORD + "\nclientSecret: " + SECRET)
                    .run();

            assertThat(audit.with(Outcome.INCONCLUSIVE)).hasSize(2).allSatisfy(r -> {
                assertThat(r.verdict().reason()).isEqualTo(Reason.NO_CREDENTIAL);
                assertThat(r.verdict().words())
                        .isEqualTo("No credential for \"alice\": the token endpoint answered 400 (invalid_grant).");
            });
            // a wrong password sent twice may lock an account
            assertThat(stage.count("POST /token")).isOne();
            assertThat(stage.requests()).hasSize(1);
        }
    }

    @Test
    void a_token_is_obtained_anew_when_it_is_about_to_run_out() throws Exception {
        try (var stage = Stage.open(api(CredentialsTest::isIssued, r -> token(",\"expires_in\":2")))) {
            var rehearsal = rehearsal(stage, OPAQUE, CLIENT);
            var run = rehearsal.start();

            run.run(rehearsal.at("listOrders"));
            assertThat(stage.count("POST /token")).isOne();
            Thread.sleep(1100);
            run.run(rehearsal.at("listNotes"));

            assertThat(stage.count("POST /token")).isEqualTo(2);
            assertPassed(run.finish().audit().with(Outcome.PASS));
        }
    }

    @Test
    void a_token_that_lives_long_is_shared() {
        try (var stage = Stage.open(api(CredentialsTest::isIssued, r -> token(",\"expires_in\":\"3600\"")))) {
            assertPassed(rehearsal(stage, OPAQUE, CLIENT).run().with(Outcome.PASS));

            assertThat(stage.count("POST /token")).isOne();
        }
    }

    private void assertMinted(JWK key, String algorithm, JWSVerifier verifier) throws Exception {
        Files.writeString(folder.resolve("issuer.jwk"), key.toJSONString());
        try (var stage = Stage.open(api(r -> verifies(r, verifier), r -> Reply.NOT_FOUND))) {
            var scheme = """
                    type: bearer-jwt
                    issuer: https://id.example.test
                    audience: orders
                    maxLifetime: PT5M
                    signingKey: ${file:issuer.jwk}
                    claims: {roles: realm_access/roles}
                    """;
            var before = Instant.now();
            assertPassed(rehearsal(stage, scheme, "claims: {sub: a-1, amr: [pwd, otp]}")
                    .run()
                    .with(Outcome.PASS));

            var jwt = SignedJWT.parse(stage.requests().stream()
                    .map(Request::bearer)
                    .filter(t -> !t.isEmpty())
                    .findFirst()
                    .orElseThrow());
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
            assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
            var claims = jwt.getJWTClaimsSet();
            assertThat(claims.getIssuer()).isEqualTo("https://id.example.test");
            assertThat(claims.getAudience()).containsExactly("orders");
            assertThat(claims.getSubject()).isEqualTo("a-1");
            assertThat(claims.getStringClaim("scope")).isEqualTo("orders:read orders:write");
            assertThat(claims.getJSONObjectClaim("realm_access")).containsEntry("roles", List.of("clerk"));
            assertThat(claims.getStringClaim("tenant")).isEqualTo("a");
            assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp");
            assertThat(claims.getExpirationTime()).isBetween(at(before, 295), at(before, 310));
        }
    }

    private static Date at(Instant before, int seconds) {
        return Date.from(before.plusSeconds(seconds));
    }

    private static boolean verifies(Request request, JWSVerifier verifier) {
        try {
            return !request.bearer().isEmpty()
                    && SignedJWT.parse(request.bearer()).verify(verifier);
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            return false;
        }
    }

    @Test
    void a_token_is_minted_with_an_rsa_key() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertMinted(key, "RS256", new RSASSAVerifier(key));
    }

    @Test
    void a_token_is_minted_with_an_ec_key() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        assertMinted(key, "ES256", new ECDSAVerifier(key));
    }

    @Test
    void a_token_is_minted_with_a_symmetric_key() throws Exception {
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).keyID("k1").generate();
        assertMinted(key, "HS256", new MACVerifier(key));
    }

    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String LOGIN = """
            login:
              - call: POST /login
                form: {user: alice, password: pass-0123456789}
              - call: POST /login/code
                json: {code: "{totp}"}
                factor: second
            totpSeed: %s
            """.formatted(SEED);

    private static Reply login(Request request) {
        if (request.is("POST /login") && request.body().equals("user=alice&password=pass-0123456789")) {
            return Reply.json(200, "{}")
                    .with("Set-Cookie", "SESSION=half-0123456789; Path=/; HttpOnly")
                    .with("Set-Cookie", "theme=dark");
        }
        // the step may fall into the next 30 s
        var codes = List.of(
                Totp.code(SEED, Instant.now()), Totp.code(SEED, Instant.now().minusSeconds(30)));
        return request.is("POST /login/code")
                        && request.header("Cookie")
                                .filter("SESSION=half-0123456789; theme=dark"::equals)
                                .isPresent()
                        && codes.stream().anyMatch(code -> request.body().equals("{\"code\":\"" + code + "\"}"))
                ? Reply.json(200, "{}").with("Set-Cookie", "SESSION=whole-0123456789; Path=/")
                : Reply.UNAUTHORIZED;
    }

    @Test
    void a_login_with_a_second_factor_leads_to_a_session() {
        try (var stage = Stage.open(api(
                r -> r.header("Cookie")
                        .filter("SESSION=whole-0123456789"::equals)
                        .isPresent(),
                CredentialsTest::login))) {
            assertPassed(rehearsal(stage, "type: session\ncookie: SESSION", LOGIN)
                    .run()
                    .with(Outcome.PASS));

            assertThat(stage.count("POST /login")).isOne();
        }
    }

    @Test
    void a_login_that_is_refused_names_its_step() {
        try (var stage = Stage.open(api(r -> false, r -> Reply.UNAUTHORIZED))) {
            var audit =
                    rehearsal(stage, "type: session\ncookie: SESSION", LOGIN).run();

            assertThat(audit.with(Outcome.INCONCLUSIVE))
                    .hasSize(2)
                    .allSatisfy(
                            r -> assertThat(r.verdict().words())
                                    .isEqualTo(
                                            "No credential for \"alice\": step /login of its login answered 401 (unauthorized)."));
        }
    }
}
