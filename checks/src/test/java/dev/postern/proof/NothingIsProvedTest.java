package dev.postern.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.postern.api.audit.Outcome;
import dev.postern.plan.CheckCatalogue;
import dev.postern.proof.SmallApi.Reply;
import dev.postern.proof.SmallApi.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server answers proves nothing of a control where the references of the operation do not work, whatever the kind of check. */
class NothingIsProvedTest {

    private static final Set<String> CHECKS = Set.copyOf(CheckCatalogue.load().ids());

    /** Checks that read what the issuer or the target file says, and no answer of an operation. */
    private static final Set<String> OF_THE_ISSUER = Set.of(
            "jwks.https",
            "jwks.strength",
            "jwt.asymmetric",
            "jwt.lifetime",
            "token.lifetime",
            "token.no-store",
            // a refresh token that is taken is a weakness of the token endpoint, whoever reads its access tokens
            "refresh.after-logout",
            "refresh.replayed",
            "refresh.rotation",
            "revoke.refresh-token");

    private static final String EVERY_SCHEME = """
            listener: {host: 127.0.0.1}
            schemes:
              tokens: {type: bearer-jwt, issuer: "https://id.test", audience: all, signingKey: "${file:issuer.jwk}"}
              opaque: {type: bearer-opaque, tokenEndpoint: /token, revocationEndpoint: /revoke}
              keys: {type: api-key, in: header, name: X-API-Key, limit: {requests: 3, window: PT1S}}
              basic: {type: basic}
              web: {type: session, cookie: sid}
            identities:
              ann: {scheme: tokens, tenant: a, roles: [admin], scopes: [x], with: {id: 1}, obtain: {claims: {sub: ann, tenant: a, roles: [admin], scope: x}}}
              ben: {scheme: tokens, tenant: b, with: {id: 2}, obtain: {claims: {sub: ben, tenant: b}}}
              oli:
                scheme: opaque
                logout: {call: POST /logout}
                obtain: {grant: password, clientId: app, username: oli, password: password-of-oli}
              kim: {scheme: keys, obtain: {key: key-of-kim-0123456789}}
              kay: {scheme: keys, obtain: {key: key-of-kay-0123456789}}
              bob: {scheme: basic, obtain: {username: bob, password: password-of-bob}}
              wes:
                scheme: web
                logout: {call: POST /logout}
                obtain:
                  login:
                    - call: POST /login
                      form: {user: wes, password: password-of-wes}
                    - call: POST /login
                      form: {code: "{totp}"}
                      factor: second
                  totpSeed: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
            operations:
              item: {call: "GET /items/{id}", requires: {scheme: tokens, scopes: [x]}}
              admin: {call: GET /admin, requires: {scheme: tokens, roles: [admin]}}
              tenant: {call: "GET /t/{tenant}/list", requires: {scheme: tokens, tenant: path.tenant}}
              docs: {call: GET /docs, requires: {scheme: opaque}}
              report: {call: GET /report, requires: {scheme: keys}}
              legacy: {call: GET /legacy, requires: {scheme: basic}}
              page: {call: GET /page, requires: {scheme: web}}
              add: {call: POST /items, requires: {scheme: web}, body: {item: pen}, destructive: false}
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void keys() throws Exception {
        Files.writeString(folder.resolve("issuer.jwk"), key());
    }

    private static String key() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID("k-1").generate().toJSONString();
    }

    /** Gives whatever is asked for to everybody. */
    private static Reply everything(Request request) {
        if (request.is("POST /login")) {
            return new Reply(204, "", Map.of("Set-Cookie", "sid=a-session-of-somebody; Path=/"));
        }
        if (request.is("POST /token")) {
            return Reply.ok("{\"access_token\":\"an-access-token-0123456789\",\"token_type\":\"Bearer\","
                    + "\"refresh_token\":\"a-refresh-token-0123456789\",\"expires_in\":300}");
        }
        return Reply.ok("<!doctype html><html><body><div id=\"root\"></div></body></html>")
                .with("Content-Type", "text/html");
    }

    static Stream<String> parts() {
        return Stream.of("jwt.", "");
    }

    @ParameterizedTest
    @MethodSource("parts")
    void one_page_for_everything_fails_nothing_and_holds_nothing(String part) throws Exception {
        var checks = CHECKS.stream()
                .filter(id -> id.startsWith("jwt.") == part.equals("jwt."))
                .toList();
        try (var api = SmallApi.answering(NothingIsProvedTest::everything)) {
            var results = api.audit(folder, EVERY_SCHEME, checks.toArray(String[]::new));

            assertThat(results).hasSizeGreaterThan(checks.size() / 2);
            assertThat(results.stream()
                            .filter(r -> !OF_THE_ISSUER.contains(r.planned().checkId()))
                            .filter(r -> Set.of(Outcome.FAIL, Outcome.PASS)
                                    .contains(r.verdict().outcome()))
                            .map(r -> r.planned().id() + ": " + r.verdict()))
                    .isEmpty();
        }
    }

    private static final String DOCS = """
            schemes:
              tokens: {type: bearer-opaque}
            identities:
              ann: {scheme: tokens, scopes: [read, write], obtain: {token: token-of-ann-0123456789}}
              ben: {scheme: tokens, scopes: [read], obtain: {token: token-of-ben-0123456789}}
            operations:
              read: {call: GET /docs, requires: {scheme: tokens, scopes: [read]}}
              write: {call: POST /docs, requires: {scheme: tokens, scopes: [write]}, body: {a: 1}, destructive: false}
            """;

    private static Reply docs(Request request, Collection<String> alive, int refusal) {
        var token = request.bearer().orElse("");
        if (!alive.contains(token)) {
            return Reply.unauthorized();
        }
        return request.method().equals("POST") && token.contains("ben")
                ? new Reply(refusal, "{\"error\":\"insufficient_scope\"}", Map.of())
                : request.path().equals("/docs")
                        ? Reply.ok("{\"docs\":[{\"id\":4711001,\"title\":\"ink\"}]}")
                        : Reply.notFound();
    }

    private static Outcome insufficientScope(Collection<String> alive, int refusal) throws Exception {
        try (var api = SmallApi.answering(request -> docs(request, alive, refusal))) {
            return api.audit(folder, DOCS, "bearer.insufficient-scope").stream()
                    .filter(r -> r.planned().operation().equals("write"))
                    .findFirst()
                    .orElseThrow()
                    .verdict()
                    .outcome();
        }
    }

    @Test
    void a_dead_token_is_no_lacking_scope() throws Exception {
        var ann = "token-of-ann-0123456789";
        var ben = "token-of-ben-0123456789";

        assertThat(insufficientScope(Set.of(), 403)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(insufficientScope(Set.of(ann), 403)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(insufficientScope(Set.of(ann, ben), 401)).isEqualTo(Outcome.FAIL);
        assertThat(insufficientScope(Set.of(ann, ben), 403)).isEqualTo(Outcome.PASS);
    }
}
