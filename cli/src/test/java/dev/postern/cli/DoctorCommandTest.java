package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code postern doctor} against running servers: the usual mistakes are named, each with its remedy. */
class DoctorCommandTest {

    private static final Instant RAN_OUT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private static CommandRun doctor(Sample sample, String... options) {
        var arguments = new ArrayList<>(List.of("doctor", sample.targetFile().toString()));
        arguments.addAll(List.of(options));
        var run = CommandRun.of(arguments.toArray(String[]::new));
        assertNoSecretIn(sample, run);
        return run;
    }

    private static void assertNoSecretIn(Sample sample, CommandRun run) {
        var search = new SecretSearch(new HashSet<>(sample.api().secrets()));
        assertThat(search.in("standard output", run.out())).isEmpty();
        assertThat(search.in("standard error", run.err())).isEmpty();
    }

    @Test
    void a_target_that_is_well_needs_no_repair_and_destructive_operations_are_left_alone() {
        try (var sample = Sample.hardened(folder)) {
            var run = doctor(sample);

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);
            assertThat(run.out())
                    .contains("client_credentials, RS256, expires in 14 min, audience orders, scopes orders:read")
                    .contains("+ alice 200", "- (none) 401", "- frank 403")
                    .contains(". destructive", "1 operation is destructive and not tried", "`destructive: allow`")
                    .contains("nothing to repair.", "Next: postern audit " + sample.targetFile());
        }
    }

    @Test
    void a_scope_that_the_token_lacks_is_named_with_its_remedy() {
        try (var sample = Sample.hardened(folder)) {
            sample.edit(text ->
                    text.replaceFirst("(clientSecret: \\$\\{file:secrets/bob})", "$1\n      scope: orders:read"));

            assertOneThingToRepair(
                    doctor(sample),
                    "the token lacks scope orders:write, though `scopes:` of the identity names it (it has: orders:read)",
                    "ask for it: `scope: orders:read orders:write` in `obtain:`");
        }
    }

    @Test
    void a_token_that_has_run_out_is_named_with_its_remedy_once_and_not_for_each_operation() throws Exception {
        try (var sample = Sample.hardened(folder)) {
            aliceHasAToken(sample, "orders", RAN_OUT);

            assertOneThingToRepair(
                    doctor(sample),
                    "the token ran out at " + RAN_OUT,
                    "give a fresh one, or let Postern obtain it (`grant:` or `claims:` in `obtain:`)");
        }
    }

    @Test
    void a_token_for_another_audience_is_named_with_its_remedy() throws Exception {
        try (var sample = Sample.hardened(folder)) {
            aliceHasAToken(sample, "billing", Instant.now().plusSeconds(600));

            assertOneThingToRepair(
                    doctor(sample),
                    "the token is for audience billing, but `audience:` of scheme `tokens` is orders",
                    "give a token for audience orders, or correct `audience:`");
        }
    }

    @Test
    void a_host_that_does_not_answer_is_named_with_its_remedy_once() {
        try (var sample = Sample.hardened(folder)) {
            var url = sample.api().https();
            sample.api().stop();

            assertOneThingToRepair(
                    doctor(sample),
                    "nothing listens at " + url,
                    "start what should answer there, or correct host and port in `baseUrl`");
        }
    }

    @Test
    void a_certificate_that_is_not_trusted_is_named_with_its_remedy_once() {
        try (var sample = Sample.hardened(folder)) {
            sample.edit(text -> text.replace("tls:\n  trust: server.pem\n", ""));

            assertOneThingToRepair(
                    doctor(sample),
                    "the certificate of " + sample.api().https() + " is not trusted",
                    "under `tls: trust:`");
        }
    }

    @Test
    void a_base_path_that_is_wrong_is_named_once() {
        try (var sample =
                Sample.hardened(folder).without("wendy").without("will").without("listWebOrders")) {
            sample.edit(text -> text.replaceFirst("(?m)^(baseUrl: .*)$", "$1/api/v2"));

            assertOneThingToRepair(
                    doctor(sample), "there is nothing at any path below", "correct the path of `baseUrl`");
        }
    }

    @Test
    void a_client_that_the_issuer_refuses_is_named() throws IOException {
        try (var sample = Sample.hardened(folder)) {
            Files.writeString(folder.resolve("secrets/alice"), "not-the-secret-of-alice");

            assertOneThingToRepair(
                    doctor(sample), "does not know the client, or its secret is wrong", "`clientSecret:`");
        }
    }

    @Test
    void an_object_that_does_not_exist_and_a_role_of_the_file_only() {
        try (var sample = Sample.hardened(folder)) {
            sample.edit(text -> text.replaceFirst("id: 2201", "id: 999999")
                    .replaceFirst("(?s)(carol:.*?)roles: \\[clerk]", "$1roles: [clerk, admin]"));

            var run = doctor(sample);

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            assertThat(run.out())
                    .contains("id 999999 (that of alice is found)", "`with:` of identity `bob`")
                    .contains("the token has role clerk, and the operation wants admin")
                    .contains("2 things to repair");
        }
    }

    @Test
    void what_the_audit_will_report_is_no_mistake_of_the_file() {
        try (var sample = Sample.weakenedBy(folder, Weakness.values())) {
            var run = doctor(sample.without("whoAmI"));

            assertThat(run.out()).contains("* (none) 200", "the audit will report it", "write `public: true`");
            assertThat(run.out()).contains("nothing to repair.");
            assertThat(run.status()).isEqualTo(Postern.PASSED);
        }
    }

    @Test
    void as_json_it_has_codes() throws Exception {
        try (var sample = Sample.hardened(folder)) {
            aliceHasAToken(sample, "orders", RAN_OUT);

            var run = doctor(sample, "--format", "json");

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            JsonNode root = new ObjectMapper().readTree(run.out());
            assertThat(root.at("/well").asBoolean()).isFalse();
            assertThat(root.at("/identities/0/mark").asText()).isEqualTo("to-repair");
            assertThat(root.at("/identities/0/complaints/0/causes/0/code").asText())
                    .isEqualTo("expired-token");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 200, 500})
    void a_server_that_quotes_credentials_does_not_bring_them_into_the_listing(int status) throws Exception {
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (var sample = Sample.hardened(folder);
                var server = UniformServer.quoting(status, seen::add)) {
            sample.edit(text -> text.replaceFirst("(?m)^baseUrl: .*$", "baseUrl: " + server.url()));

            var text = doctor(sample);
            var json = doctor(sample, "--format", "json");

            assertThat(seen).hasSizeGreaterThan(5);
            seen.remove("");
            var search = new SecretSearch(seen);
            assertThat(search.in("text", text.out())).isEmpty();
            assertThat(search.in("json", json.out())).isEmpty();
        }
    }

    @Test
    void text_of_the_target_cannot_steer_the_terminal() throws Exception {
        try (var sample = Sample.hardened(folder);
                var server = UniformServer.answering(
                        403,
                        Map.of("Content-Type", "application/json"),
                        "{\"message\":\"\\u001b[2J\\u202egone\\nx\"}")) {
            sample.edit(text -> text.replaceFirst("(?m)^baseUrl: .*$", "baseUrl: " + server.url()));

            assertThat(doctor(sample).out()).contains("[2J", "gone x").doesNotContain("\u001b", "\u202e");
        }
    }

    @Test
    void a_resource_server_of_spring_security_is_well_and_its_audience_is_found_wrong() throws Exception {
        try (var api = NotesApi.start(NotesApi.Setup.SOUND)) {
            Files.writeString(folder.resolve("issuer.jwk"), api.signingKey());
            var target = Files.writeString(folder.resolve("notes.yaml"), """
                    target: notes
                    baseUrl: %s
                    schemes:
                      tokens:
                        type: bearer-jwt
                        issuer: %s
                        audience: notes
                        signingKey: ${file:issuer.jwk}
                    identities:
                      alice:
                        scheme: tokens
                        tenant: a
                        scopes: [notes:read]
                        obtain:
                          claims: {sub: alice}
                    operations:
                      notes:
                        call: GET /tenants/{tenant}/notes
                        requires:
                          scheme: tokens
                          scopes: [notes:read]
                          tenant: path.tenant
                    """.formatted(api.url(), NotesApi.ISSUER));

            var well = CommandRun.of("doctor", target.toString());
            Files.writeString(target, Files.readString(target).replace("{sub: alice}", "{sub: alice, aud: billing}"));
            var ill = CommandRun.of("doctor", target.toString());

            assertThat(well.status()).as(well.out()).isEqualTo(Postern.PASSED);
            assertOneThingToRepair(ill, "the token is for audience billing", "leave it out of `claims:`");
        }
    }

    private static void assertOneThingToRepair(CommandRun run, String cause, String remedy) {
        assertThat(run.status()).as(run.out()).isEqualTo(Postern.FAILED);
        assertThat(run.out()).containsOnlyOnce(cause).containsOnlyOnce(remedy).contains(": 1 thing to repair.");
        assertThat(run.err()).isEmpty();
    }

    private static void aliceHasAToken(Sample sample, String audience, Instant until) throws Exception {
        var key = RSAKey.parse(Files.readString(sample.folder().resolve("secrets/issuer.jwk")));
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://id.orders.test")
                        .audience(audience)
                        .subject("alice")
                        .claim("tenant", "a")
                        .claim("scope", "orders:read orders:write")
                        .issueTime(Date.from(until.minusSeconds(600)))
                        .expirationTime(Date.from(until))
                        .build());
        token.sign(new RSASSASigner(key));
        Files.writeString(sample.folder().resolve("secrets/alice"), token.serialize());
        sample.edit(text -> Pattern.compile("grant: client_credentials\n +clientId: alice\n +clientSecret: (.*)\n")
                .matcher(text)
                .replaceFirst("token: $1\n"));
    }
}
