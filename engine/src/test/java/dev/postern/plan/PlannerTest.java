package dev.postern.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.PlannedCase.Use;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.StageChecks;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which cases are planned, and what is said where none can be. */
class PlannerTest {

    private static final String SCHEMES = """
            target: stage
            baseUrl: http://localhost:1
            schemes:
              tokens:
                type: bearer-jwt
              keys:
                type: api-key
                in: header
                name: X-Key
            identities:
              alice:
                scheme: tokens
                obtain: {token: token-0123456789}
            operations:
            """;

    @TempDir
    private Path folder;

    private List<PlannedCase> plan(String target, SecurityCheck check) {
        return Rehearsal.of(folder, target, check).plan().cases();
    }

    private static Verdict skipOf(List<PlannedCase> cases) {
        assertThat(cases).hasSize(1);
        return cases.get(0).skip().orElseThrow();
    }

    /** A check with any needs; metadata is asked of it, not of its class. */
    private record Needing(Need need) implements DenialCheck {

        @Check(id = "test.needing", title = "Needs", severity = Severity.LOW, requests = 1)
        private static final class Usual {}

        @Override
        public Check metadata() {
            var usual = Usual.class.getAnnotation(Check.class);
            return (Check) Proxy.newProxyInstance(
                    Check.class.getClassLoader(),
                    new Class<?>[] {Check.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("needs") ? new Need[] {need} : method.invoke(usual, arguments));
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    private static final String TWO_READS = SCHEMES + """
              listOrders:
                call: GET /orders
                requires: {scheme: tokens}
              listNotes:
                call: GET /notes
                requires: {scheme: tokens}
            """;

    @ParameterizedTest
    @EnumSource
    void a_need_that_is_not_met_is_told_once_for_the_scheme_with_its_remedy(Need need) {
        var skip = skipOf(plan(TWO_READS, new Needing(need)));

        assertThat(skip)
                .isEqualTo(Verdict.notApplicable(Reason.NEED_MISSING, "For scheme \"tokens\": " + need.remedy() + "."));
    }

    @Test
    void needs_that_are_met_let_the_check_run() {
        var whole = TWO_READS.replace("type: bearer-jwt", """
                        type: bearer-jwt
                            issuer: https://id.example.test
                            audience: orders
                            signingKey: '{"kty":"oct","k":"aGlkZGVu"}'
                            tokenEndpoint: /token
                            limit: {requests: 5, window: PT1S}""").replace("obtain: {token: token-0123456789}", """
                        obtain: {token: token-0123456789, refresh: refresh-0123456789}
                          bob:
                            scheme: tokens
                            obtain: {token: token-of-bob-0123}""");

        for (var need : List.of(
                Need.ISSUER,
                Need.AUDIENCE,
                Need.SIGNING_KEY,
                Need.PUBLIC_KEY,
                Need.TOKEN_ENDPOINT,
                Need.LIMIT,
                Need.REFRESH_TOKEN,
                Need.SECOND_IDENTITY)) {
            assertThat(plan(whole, new Needing(need)))
                    .as(need.name())
                    .hasSize(2)
                    .allMatch(c -> c.skip().isEmpty());
        }
    }

    @Test
    void an_operation_that_changes_something_is_not_called_and_says_how_to_allow_it() {
        var target = SCHEMES + """
                  deleteOrder:
                    call: DELETE /orders/1
                    requires: {scheme: tokens}
                """;

        assertThat(skipOf(plan(target, new StageChecks.NoCredential())).words())
                .contains("DELETE /orders/1", "`destructive: false`", "`destructive: allow`");
        assertThat(plan(target + "destructive: allow\n", new StageChecks.NoCredential()))
                .singleElement()
                .satisfies(c -> assertThat(c.skip()).isEmpty());
    }

    @Test
    void where_nobody_is_granted_an_identity_is_asked_for() {
        var target = SCHEMES + """
                  listOrders:
                    call: GET /orders
                    requires: {scheme: tokens, roles: [admin]}
                """;

        assertThat(skipOf(plan(target, new StageChecks.NoCredential())).words())
                .isEqualTo(
                        "No identity of scheme \"tokens\" has what GET /orders requires, so nothing would show what a"
                                + " grant looks like: add one.");
    }

    @Test
    void where_an_openapi_document_has_no_value_for_a_path_parameter_one_is_asked_for() throws IOException {
        Files.writeString(folder.resolve("openapi.yaml"), """
                openapi: 3.1.0
                info: {title: Orders, version: '1'}
                components:
                  securitySchemes:
                    tokens: {type: http, scheme: bearer}
                paths:
                  /orders/{id}:
                    get:
                      operationId: getOrder
                      security: [{tokens: []}]
                      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                """);
        var target = SCHEMES.replace("operations:", "openapi: openapi.yaml");

        assertThat(skipOf(plan(target, new StageChecks.NoCredential())).words())
                .contains("{id}", "GET /orders/{id}", "`with:`");
    }

    /** About sessions only. */
    @Check(
            id = "test.sessions",
            title = "Sessions",
            severity = Severity.LOW,
            schemes = Scheme.Type.SESSION,
            requests = 1)
    private static final class OfSessions implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    @Test
    void a_check_about_schemes_that_no_operation_accepts_is_told_once() {
        var skip = skipOf(plan(TWO_READS, new OfSessions()));

        assertThat(skip.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(skip.reason()).isEqualTo(Reason.IRRELEVANT);
        assertThat(skip.words()).contains("(session)");
    }

    /** Has nothing to say. */
    @Check(id = "test.silent", title = "Silent", severity = Severity.LOW, requests = 1)
    private static final class Silent implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return new Applicability.Irrelevant("nothing here");
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    @Test
    void a_check_that_has_nothing_to_say_anywhere_is_told_once() {
        assertThat(skipOf(plan(TWO_READS, new Silent())).reason()).isEqualTo(Reason.IRRELEVANT);
    }

    @Test
    void an_open_operation_is_no_site() {
        var target = SCHEMES + """
                  health:
                    call: GET /health
                    public: true
                """;

        assertThat(skipOf(plan(target, new StageChecks.NoCredential())).reason())
                .isEqualTo(Reason.IRRELEVANT);
    }

    private static final String WRITE_FIRST = SCHEMES + """
              createOrder:
                call: POST /orders
                destructive: false
                requires: {scheme: tokens}
              listOrders:
                call: GET /orders
                requires: {scheme: tokens}
            """;

    @Test
    void what_runs_once_a_scheme_runs_on_an_operation_that_reads() {
        assertThat(plan(WRITE_FIRST, new StageChecks.NoStore()))
                .singleElement()
                .satisfies(c -> assertThat(c.operation()).isEqualTo("listOrders"));
        assertThat(plan(WRITE_FIRST, new StageChecks.NoCredential()))
                .extracting(PlannedCase::operation)
                .containsExactly("createOrder", "listOrders");
    }

    @Test
    void an_operation_of_two_schemes_has_a_case_for_each() {
        var target = (SCHEMES + """
                  listOrders:
                    call: GET /orders
                    requires: {scheme: [tokens, keys]}
                """).replace("operations:", """
                          machine:
                            scheme: keys
                            obtain: {key: key-0123456789}
                        operations:""");

        assertThat(plan(target, new StageChecks.NoCredential()))
                .extracting(PlannedCase::id)
                .containsExactly(
                        "stage.no-credential|listOrders|tokens|alice|", "stage.no-credential|listOrders|keys|machine|");
    }

    @Test
    void cases_of_a_scheme_with_a_limit_share_it_and_a_scenario_that_uses_it_up_is_alone() {
        var target = TWO_READS.replace("type: bearer-jwt", "type: bearer-jwt\n    limit: {requests: 5, window: PT1S}");

        assertThat(plan(target, new StageChecks.NoCredential()))
                .allSatisfy(c -> assertThat(c.uses()).containsExactly(new Use("limit:tokens", false)));
        assertThat(plan(target, new StageChecks.Burst()))
                .allSatisfy(c -> assertThat(c.uses()).containsExactly(new Use("limit:tokens", true)));
        assertThat(plan(TWO_READS, new StageChecks.NoCredential()))
                .allSatisfy(c -> assertThat(c.uses()).isEmpty());
    }

    @Test
    void an_intruder_has_a_case_of_its_own_and_its_absence_is_told() {
        assertThat(plan(TWO_READS, new StageChecks.Intruder()))
                .hasSize(2)
                .allSatisfy(c ->
                        assertThat(c.skip().orElseThrow().words()).isEqualTo("Add an identity that must be denied."));
        var target = (SCHEMES + """
                  listOrders:
                    call: GET /orders
                    requires: {scheme: tokens, roles: [clerk]}
                """).replace("obtain: {token: token-0123456789}", """
                        roles: [clerk]
                            obtain: {token: token-0123456789}
                          bob:
                            scheme: tokens
                            obtain: {token: token-of-bob-0123}""");

        assertThat(plan(target, new StageChecks.Intruder())).singleElement().satisfies(c -> {
            assertThat(c.intruder()).isEqualTo("bob");
            assertThat(c.skip()).isEmpty(); // a grant needs no sign of life
        });
        var alive = target + """
                  whoAmI:
                    call: GET /me
                    requires: {scheme: tokens}
                """;
        assertThat(plan(alive, new StageChecks.Intruder())).anySatisfy(c -> {
            assertThat(c.skip()).isEmpty();
            assertThat(c.id()).isEqualTo("stage.intruder|listOrders|tokens|alice|bob");
            assertThat(c.displayName()).isEqualTo("GET /orders · bob (granted: alice)");
        });
    }
}
