package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.http.Header;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Position;
import dev.postern.api.target.Revocation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.api.target.Target.Limits;
import dev.postern.api.target.TokenPromises;
import dev.postern.target.TargetFile.Secrets;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFileTest {

    /** Self-signed, of a key that nobody has kept. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBgDCCASWgAwIBAgIUQ4A9p+psF3IWDAfkO03QSUJIKCAwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTIwMTA2MjYzNVoYDzIxMjYxMTA3
            MDYyNjM1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAASrgZcWTltDSJKAmu5ZAGLRJdwxfpiCk/x+P3KmGhliXSkNYAv/JsfN
            lBXnTbhT8J/L8rT/4eE+Qjo7urxjCKh6o1MwUTAdBgNVHQ4EFgQU6K2mLSqjYfbn
            +WXpU0u02tMurm8wHwYDVR0jBBgwFoAU6K2mLSqjYfbn+WXpU0u02tMurm8wDwYD
            VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEArFq3bUQkXf2piUKMhihs
            u9fLV5a3pOu5vFKDqIF9R/4CIQCAOfaxp57kzzexKjZJ4Ba8WQ6QJ7azAR6s6gkJ
            wjqTIw==
            -----END CERTIFICATE-----
            """;

    private static final String PRIVATE_JWK =
            "{\"crv\":\"Ed25519\",\"d\":\"UVGP63X33iBOQDTyadHAkJhkcWOtw7JgtiCYSIUjtDs\",\"x\":\"RzvC2W2XBtgAMTQ2efiQ-sj4Y6JhQ5P7iN8yt4-9Mxc\",\"kty\":\"OKP\"}";

    @TempDir
    Path folder;

    /** Every value of the environment holds the word "hidden"; no message may. */
    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("target/mistakes.txt")
                .tests(c -> new Workbench(folder)
                        .spoilt(c.get("replace"), c.get("by"))
                        .told());
    }

    @Test
    void a_good_file_gives_no_warning() {
        var loaded = new Workbench(folder).good().load();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.target().operations()).containsOnlyKeys("listOrders", "getOrder", "health");
        assertThat(loaded.target().limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once_in_the_order_of_the_lines() {
        var bench = new Workbench(folder)
                .write(
                        "orders-api.yaml",
                        Workbench.GOOD
                                .replace("localhost:8443\nschemes", "localhost:port\nschemes")
                                .replace("scopes: [orders:read]\n    obtain", "scops: []\n    obtain")
                                .replace("${env:ALICE_TOKEN}", "${env:ABSENT}")
                                .replace("public: true", "public: 1"));

        assertThatThrownBy(bench::load)
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        e -> assertThat(e.problems())
                                .extracting(p -> p.at().line())
                                .containsExactly(2, 21, 23, 39));
    }

    @Test
    void an_absent_file_is_told() {
        assertThat(new Workbench(folder).told())
                .isEqualTo("orders-api.yaml: the file does not exist\n   looked for orders-api.yaml");
    }

    @Test
    void an_empty_file_is_told() {
        assertThat(new Workbench(folder)
                        .write("orders-api.yaml", "# nothing yet\n")
                        .told())
                .isEqualTo("orders-api.yaml: the file is empty");
    }

    @Test
    void secrets_are_collected_and_what_is_no_secret_is_not() {
        var bench = new Workbench(folder)
                .write("key.txt", "hidden-key\r\n")
                .write(
                        "orders-api.yaml",
                        Workbench.GOOD
                                .replace(
                                        "baseUrl: https://localhost:8443\n",
                                        "baseUrl: ${env:BASE}\nheaders:\n  X-Gateway: key-${env:GATEWAY}\n")
                                .replace("token: ${env:ALICE_TOKEN}", "token: pre.${env:ALICE_TOKEN}")
                                .replace(
                                        "scheme: tokens\n    with:\n      id: 17",
                                        "scheme: tokens\n    with:\n      id: ${file:key.txt}"));
        bench.environment.put("BASE", "https://hidden.test/v1/");
        bench.environment.put("GATEWAY", "gateway-secret");
        var loaded = bench.load();

        assertThat(loaded.target().baseUrl()).isEqualTo(URI.create("https://hidden.test/v1"));
        assertThat(loaded.target().headers()).containsExactly(new Header("X-Gateway", "key-gateway-secret"));
        assertThat(loaded.target().operations().get("getOrder").with()).containsEntry("id", "hidden-key");
        assertThat(loaded.secrets())
                .extracting(Secret::reveal)
                .containsExactlyInAnyOrder(
                        "gateway-secret",
                        "hidden-key",
                        "hidden.alice.token",
                        "pre.hidden.alice.token",
                        "{\"kty\":\"oct\",\"k\":\"aGlkZGVu\"}");
        assertThat(loaded.toString()).doesNotContain("hidden.alice");
    }

    @Test
    void a_default_stands_in_for_a_variable_that_is_unset_or_empty() {
        var bench = new Workbench(folder).spoilt("https://localhost:8443\n", "${env:BASE:-https://localhost:9443}\n");
        assertThat(bench.load().target().baseUrl()).hasPort(9443);

        bench.environment.put("BASE", "");
        assertThat(bench.load().target().baseUrl()).hasPort(9443);

        bench.environment.put("BASE", "http://localhost:1");
        assertThat(bench.load().target().baseUrl()).hasPort(1);
    }

    @Test
    void a_doubled_dollar_sign_keeps_the_text_as_it_is() {
        var bench = new Workbench(folder).spoilt("public: true", "public: true\n    query:\n      q: a$${env:X}b");

        assertThat(bench.load().target().operations().get("health").query()).containsEntry("q", "a${env:X}b");
    }

    @Test
    void a_plan_can_be_made_without_secrets() {
        var bench = new Workbench(folder).good();
        bench.environment.clear();

        var loaded = bench.load(Secrets.OPTIONAL);

        assertThat(loaded.secrets()).isEmpty();
        assertThat(loaded.target().identities().get("alice").obtain()).isInstanceOf(Obtain.Given.class);
        assertThat(((Scheme.BearerJwt) loaded.target().schemes().get("tokens")).signingKey())
                .isPresent();
        assertThatThrownBy(bench::load).hasMessageContainingAll("ALICE_TOKEN", "SIGNING_KEY");
    }

    @Test
    void even_a_plan_needs_a_base_url() {
        var bench = new Workbench(folder).spoilt("https://localhost:8443\n", "${env:ABSENT}\n");

        assertThatThrownBy(() -> bench.load(Secrets.OPTIONAL)).hasMessageContaining("ABSENT, which is not set");
    }

    @Test
    void methods_that_are_not_safe_are_destructive_unless_the_file_says_otherwise() {
        var operations = """
              a:
                call: POST /a
                requires:
                  scheme: tokens
              b:
                call: POST /b
                requires:
                  scheme: tokens
                destructive: false
              c:
                call: GET /c
                requires:
                  scheme: tokens
                destructive: true
            """;
        var target = new Workbench(folder)
                .write("orders-api.yaml", Workbench.GOOD + operations)
                .load()
                .target();

        assertThat(target.operations().get("a").destructive()).isTrue();
        assertThat(target.operations().get("b").destructive()).isFalse();
        assertThat(target.operations().get("c").destructive()).isTrue();
        assertThat(target.operations().get("getOrder").destructive()).isFalse();
    }

    @Test
    void places_are_kept() {
        var file = folder.resolve("orders-api.yaml").toString();
        var target = new Workbench(folder).good().load().target();

        assertThat(target.operations().get("health").position()).isEqualTo(new Position(file, 37, 3));
        assertThat(target.identities().get("alice").position()).isEqualTo(new Position(file, 18, 3));
        assertThat(target.file()).isEqualTo(new Position(file, 0, 0));
    }

    @Test
    void what_is_promised_of_tokens_is_read_and_the_tokens_are_secrets() {
        var bench = new Workbench(folder).spoilt("type: bearer-jwt\n", """
                        type: bearer-jwt
                            algorithms: [RS256, PS256]
                            profile: at+jwt
                            futureIat: refused
                            refused:
                              idToken: ${env:ID_TOKEN}
                        """);
        bench.environment.put("ID_TOKEN", "an.id.token");

        var loaded = bench.load();
        var promises = ((Scheme.BearerJwt) loaded.target().schemes().get("tokens")).promises();

        assertThat(promises.algorithms()).containsExactlyInAnyOrder("RS256", "PS256");
        assertThat(promises.atJwt()).isTrue();
        assertThat(promises.futureIatRefused()).isTrue();
        assertThat(promises.refused(TokenPromises.Refused.ID_TOKEN))
                .hasValueSatisfying(secret -> assertThat(secret.reveal()).isEqualTo("an.id.token"));
        assertThat(promises.refused(TokenPromises.Refused.EXPIRED)).isEmpty();
        assertThat(loaded.secrets()).extracting(Secret::reveal).contains("an.id.token");
    }

    @Test
    void words_that_may_not_be_the_secret_come_from_a_file_beside_it_and_are_not_redacted() {
        var loaded = new Workbench(folder)
                .spoilt("type: bearer-jwt\n", """
                        type: bearer-jwt
                            weakSecrets: words.txt
                        """)
                .write("words.txt", "one\ntwo\n")
                .load();

        var scheme = (Scheme.BearerJwt) loaded.target().schemes().get("tokens");
        assertThat(scheme.promises().weakSecrets()).contains(Secret.of("one\ntwo\n"));
        assertThat(loaded.secrets()).doesNotContain(Secret.of("one\ntwo\n"));
        assertThat(loaded.target().toString()).doesNotContain("two");
    }

    @Test
    void what_hooks_send_in_the_place_of_a_secret_is_one_and_other_hosts_may_be_asked() {
        var bench = new Workbench(folder)
                .write("orders-api.yaml", Workbench.GOOD.replace("      token: ${env:ALICE_TOKEN}\n", """
                                      token: ${env:ALICE_TOKEN}
                                    with:
                                      session: a/b
                                    logout:
                                      call: DELETE https://id.example.test:8443/sessions/{session}?all=true
                                      json:
                                        adminPassword: plain-password
                                        token: "{credential}"
                                """));

        var loaded = bench.load();

        var hooks = loaded.target().identities().get("alice").hooks();
        assertThat(hooks.addresses())
                .containsExactly(URI.create("https://id.example.test:8443/sessions/a%2Fb?all=true"));
        assertThat(loaded.secrets()).extracting(Secret::reveal).contains("plain-password");
        assertThat(hooks.toString()).doesNotContain("plain-password");
        assertThat(loaded.warnings()).singleElement().asString().contains("logout of identity");
        assertThat(loaded.target().endsCredentials()).isTrue();
    }

    @Test
    void a_listener_has_a_free_port_and_two_seconds_of_patience_unless_the_file_says_otherwise() {
        var bench = new Workbench(folder).spoilt("target: orders-api\n", """
                target: orders-api
                listener:
                  host: 127.0.0.1
                """);

        assertThat(bench.load().target().listening())
                .contains(new Target.Listening("127.0.0.1", 0, Optional.empty(), Duration.ofSeconds(2)));
    }

    @Test
    void a_listener_may_be_reached_by_another_address_than_it_listens_at() {
        var bench = new Workbench(folder).spoilt("target: orders-api\n", """
                target: orders-api
                listener:
                  host: 0.0.0.0
                  port: 8099
                  url: http://host.example.test:8099/
                  wait: PT5S
                """);

        var target = bench.load().target();

        var listening = new Target.Listening(
                "0.0.0.0", 8099, Optional.of(URI.create("http://host.example.test:8099")), Duration.ofSeconds(5));
        assertThat(target.listening()).contains(listening);
        assertThat(target.at(URI.create("http://localhost:1")).listening()).contains(listening);
    }

    @Test
    void an_algorithm_that_no_token_has_is_a_mistake() {
        var bench = new Workbench(folder).spoilt("type: bearer-jwt\n", """
                        type: bearer-jwt
                            algorithms: [RSA256]
                            profile: rfc9068
                            refused:
                              idtoken: x
                        """);

        assertThatThrownBy(bench::load)
                .hasMessageContainingAll(
                        "\"RSA256\" is no signature algorithm of JWTs",
                        "write it as tokens do: RS256",
                        "must be \"at+jwt\", but is \"rfc9068\"",
                        "did you mean \"idToken\"?");
    }

    /** The page is what users copy from. */
    @Test
    void the_example_in_the_documentation_is_read_as_it_says() throws IOException {
        var page = Files.readString(Path.of("../docs/target-file.md"));
        var start = page.indexOf("```yaml\n", page.indexOf("<!-- This example is read by a test. -->"))
                + "```yaml\n".length();
        var bench = new Workbench(folder)
                .write("orders-api.yaml", page.substring(start, page.indexOf("```", start)))
                .write("server.pem", CERTIFICATE)
                .write("issuer.jwk", PRIVATE_JWK)
                .write("secrets/lena", "x\n")
                .write("secrets/id-token", "x\n")
                .write("secrets/expired-token", "x\n");
        for (var name : new String[] {
            "GATEWAY_KEY",
            "TOKEN_FOR_ANOTHER_API",
            "ALICE_SECRET",
            "BOB_REFRESH",
            "OLGA_PASSWORD",
            "PARTNER_KEY",
            "WENDY_PASSWORD",
            "WILL_SESSION"
        }) {
            bench.environment.put(name, "x");
        }
        bench.environment.put("BOB_TOKEN", "a.b.c");
        bench.environment.put("WENDY_SEED", "JBSWY3DPEHPK3PXP");

        var loaded = bench.load();
        var target = loaded.target();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(target.limits())
                .isEqualTo(new Limits(5000, 50, 4, Duration.ofSeconds(10), Duration.ofSeconds(90), true, 3));
        assertThat(target.trust()).contains(folder.resolve("server.pem"));
        assertThat(target.schemes()).containsOnlyKeys("tokens", "opaque", "partner", "legacy", "web");
        assertThat(target.schemes().get("partner").limit())
                .hasValueSatisfying(l -> assertThat(l.requests()).isEqualTo(5));
        assertThat(target.identities().values())
                .extracting(i -> i.obtain().getClass().getSimpleName())
                .containsExactly(
                        "ClientCredentials",
                        "Given",
                        "Minted",
                        "PasswordGrant",
                        "Given",
                        "UserPassword",
                        "Login",
                        "Given");
        var login = (Obtain.Login) target.identities().get("wendy").obtain();
        assertThat(login.steps().get(0).body().fill("").text()).isEqualTo("username=wendy&password=x");
        assertThat(login.steps().get(1).body().fill("123456").text()).isEqualTo("{\"code\":\"123456\"}");
        assertThat(login.steps()).extracting(Obtain.Step::secondFactor).containsExactly(false, true);
        assertThat(target.schemes().get("opaque").revocation())
                .isEqualTo(new Revocation(
                        Optional.of(URI.create("https://localhost:8443/revoke")), Optional.of(Duration.ofSeconds(5))));
        var hooks = target.identities().get("olga").hooks();
        assertThat(hooks.logout())
                .hasValueSatisfying(hook -> assertThat(hook.body()
                                .fill(hook.contentType(), "at", Optional.of("r t"))
                                .text())
                        .isEqualTo("refresh_token=r%20t"));
        assertThat(hooks.disabling()).hasValueSatisfying(disabling -> {
            assertThat(disabling.disabledBy()).isEqualTo("dora");
            assertThat(disabling.disable().body().written().text()).isEqualTo("{\"enabled\":false}");
            assertThat(disabling.enable().method() + " " + disabling.enable().address())
                    .isEqualTo("PUT /users/olga");
        });
        assertThat(target.operations().get("listOrders").requires().tenant())
                .contains(new ParameterRef(In.PATH, "tenant"));
        assertThat(target.operations().get("createOrder").body().text()).isEqualTo("{\"item\":\"pen\"}");
        assertThat(target.operations().get("report").requires().schemes())
                .containsExactly("opaque", "partner", "legacy", "web");
        assertThat(target.operations().get("health").open()).isTrue();
        assertThat(target.denial().errors()).hasSize(1);
    }

    @Test
    void keys_and_certificates_that_cannot_be_read_are_mistakes_at_their_lines() {
        var bench = new Workbench(folder)
                .write("orders-api.yaml", """
                        target: keys
                        baseUrl: https://localhost:1
                        tls: {trust: broken.pem}
                        schemes:
                          a: {type: bearer-jwt, signingKey: "${file:encrypted.pem}"}
                          b: {type: bearer-jwt, signingKey: "${file:openssh.pem}"}
                          c: {type: bearer-jwt, publicKey: "${file:damaged.pem}"}
                        identities: {alice: {scheme: a, obtain: {claims: {sub: alice}}}}
                        operations: {list: {call: GET /a, requires: {scheme: a}}}
                        """)
                .write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
                .write(
                        "encrypted.pem",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
                .write("openssh.pem", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")
                .write("damaged.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");

        assertThatThrownBy(bench::load)
                .hasMessageContainingAll(
                        "orders-api.yaml:3:",
                        "holds a certificate that cannot be read",
                        "orders-api.yaml:5:",
                        "openssl pkcs8 -topk8 -nocrypt",
                        "orders-api.yaml:6:",
                        "ssh-keygen -p -m PKCS8",
                        "orders-api.yaml:7:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_byte_order_mark_is_no_part_of_a_secret(String charset) throws IOException {
        var bench = new Workbench(folder).write("orders-api.yaml", """
                target: marks
                baseUrl: https://localhost:1
                schemes: {k: {type: api-key, in: header, name: X-API-Key}}
                identities: {alice: {scheme: k, obtain: {key: "${file:key.txt}"}}}
                operations: {list: {call: GET /a, requires: {scheme: k}}}
                """);
        Files.write(folder.resolve("key.txt"), "\uFEFFk-alice-0123456789\r\n".getBytes(Charset.forName(charset)));

        var loaded = bench.load();

        assertThat(loaded.secrets()).extracting(Secret::reveal).containsExactly("k-alice-0123456789");
    }
}
