package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a server that is none of Postern's own, started apart. */
class SpringResourceServerTest {

    @TempDir
    private Path folder;

    @Test
    void a_server_set_up_by_the_guide_passes() throws Exception {
        try (var api = NotesApi.start(NotesApi.Setup.SOUND)) {
            assertThat(audit(api)).isEqualTo(Postern.PASSED);

            assertThat(checksWith("FAIL")).isEmpty();
            assertThat(checksWith("INCONCLUSIVE")).isEmpty();
            assertThat(checksWith("PASS"))
                    .contains(
                            "auth.missing-credential",
                            "jwt.alg-none",
                            "jwt.alg-confusion",
                            "jwt.expired",
                            "jwt.wrong-issuer",
                            "jwt.wrong-audience",
                            "scope.enforced",
                            "role.admin-denied",
                            "tenant.isolated");
        }
    }

    @Test
    void claims_that_nobody_validates_are_found_and_nothing_else() throws Exception {
        try (var api = NotesApi.start(NotesApi.Setup.CLAIMS_NOT_VALIDATED)) {
            assertThat(audit(api)).isEqualTo(Postern.FAILED);

            assertThat(checksWith("FAIL"))
                    .contains("jwt.expired", "jwt.wrong-issuer", "jwt.wrong-audience")
                    .doesNotContain("jwt.alg-none", "jwt.signature-tampered", "scope.enforced", "tenant.isolated");
        }
    }

    @Test
    void a_signature_that_nobody_verifies_is_found() throws Exception {
        try (var api = NotesApi.start(NotesApi.Setup.SIGNATURE_NOT_VERIFIED)) {
            assertThat(audit(api)).isEqualTo(Postern.FAILED);

            assertThat(checksWith("FAIL"))
                    .contains("jwt.signature-tampered", "jwt.foreign-key")
                    .doesNotContain("auth.missing-credential");
        }
    }

    @Test
    void an_api_that_lets_everybody_in_has_one_finding_and_no_pass_that_proves_nothing() throws Exception {
        try (var api = NotesApi.start(NotesApi.Setup.EVERYTHING_PERMITTED)) {
            assertThat(audit(api)).isEqualTo(Postern.FAILED);

            assertThat(checksWith("FAIL")).containsExactly("auth.missing-credential");
            assertThat(checksWith("PASS")).doesNotContain("jwt.alg-none", "scope.enforced", "tenant.isolated");
        }
    }

    private int audit(NotesApi api) throws Exception {
        Files.writeString(folder.resolve("issuer.jwk"), api.signingKey());
        var target = Files.writeString(
                folder.resolve("notes.yaml"), """
                target: notes
                baseUrl: %s
                limits: {rate: 1000}
                schemes:
                  tokens:
                    type: bearer-jwt
                    issuer: %s
                    audience: %s
                    signingKey: ${file:issuer.jwk}
                identities:
                  alice:
                    scheme: tokens
                    tenant: a
                    scopes: [notes:read]
                    roles: [clerk]
                    obtain:
                      claims: {sub: alice}
                  bob:
                    scheme: tokens
                    tenant: b
                    scopes: [notes:read]
                    roles: [clerk]
                    obtain:
                      claims: {sub: bob}
                  carol:
                    scheme: tokens
                    tenant: a
                    scopes: [notes:write]
                    roles: [admin]
                    obtain:
                      claims: {sub: carol}
                operations:
                  notes:
                    call: GET /tenants/{tenant}/notes
                    requires:
                      scheme: tokens
                      scopes: [notes:read]
                      tenant: path.tenant
                  users:
                    call: GET /admin/users
                    requires:
                      scheme: tokens
                      roles: [admin]
                """.formatted(api.url(), NotesApi.ISSUER, NotesApi.AUDIENCE));
        return Postern.run(
                "audit",
                target.toString(),
                "--checklist",
                "api-authentication-essentials",
                "--output",
                folder.resolve("reports").toString());
    }

    private Set<String> checksWith(String outcome) throws Exception {
        var ids = new TreeSet<String>();
        var journal = folder.resolve("reports").resolve("notes").resolve("journal.jsonl");
        for (var line : Files.readAllLines(journal)) {
            JsonNode result = new ObjectMapper().readTree(line).path("result");
            if (result.path("verdict").path("outcome").asText().equals(outcome)) {
                ids.add(result.path("planned").path("checkId").asText());
            }
        }
        return ids;
    }
}
