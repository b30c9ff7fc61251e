package dev.postern.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
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
import dev.postern.api.check.Parameter;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
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
import java.util.Map;
import java.util.Optional;
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
                .isEqualTo(Verdict.notApplicable(
                        need.isPromise() ? Reason.NOT_PROMISED : Reason.NEED_MISSING,
                        "For scheme \"tokens\": " + need.remedy() + "."));
    }

    @Test
    void a_need_that_one_operation_alone_does_not_meet_is_told_for_that_operation() {
        var target = SCHEMES.replace("obtain: {token: token-0123456789}", """
                        roles: [clerk]
                            obtain: {token: token-0123456789, refresh: refresh-0123456789}
                          bob:
                            scheme: tokens
                            obtain: {token: token-of-bob-0123}""").replace("type: bearer-jwt", """
                        type: bearer-jwt
                            tokenEndpoint: /token""") + """
                  listOrders:
                    call: GET /orders
                    requires: {scheme: tokens, roles: [clerk]}
                  listNotes:
                    call: GET /notes
                    requires: {scheme: tokens}
                """;

        assertThat(plan(target, new Needing(Need.SECOND_IDENTITY)))
                .extracting(PlannedCase::id, c -> c.skip().map(Verdict::reason))
                .containsExactly(
                        tuple("test.needing|listOrders|tokens||", Optional.of(Reason.NEED_MISSING)),
                        tuple("test.needing|listNotes|tokens|alice|", Optional.empty()));
    }

    @Test
    void clients_alone_have_no_refresh_token_that_could_be_missed() {
        var target = TWO_READS
                .replace(
                        "obtain: {token: token-0123456789}",
                        "obtain: {grant: client_credentials, clientId: alice, clientSecret: secret-0123456789}")
                .replace("type: bearer-jwt", "type: bearer-jwt\n    tokenEndpoint: /token");

        var skip = skipOf(plan(target, new Needing(Need.REFRESH_TOKEN)));

        assertThat(skip.reason()).isEqualTo(Reason.IRRELEVANT);
        assertThat(skip.words()).contains("client_credentials", "RFC 6749 4.4.3");
    }

    /** Is about what a target may promise. */
    @Check(id = "test.promise", title = "Promise", severity = Severity.LOW, requests = 1)
    private static final class Promise implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return new Applicability.NotPromised("Declare it.");
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    @Test
    void what_the_target_file_need_not_promise_is_told_as_such() {
        assertThat(plan(TWO_READS, new Promise()))
                .allSatisfy(
                        c -> assertThat(c.skip()).contains(Verdict.notApplicable(Reason.NOT_PROMISED, "Declare it.")));
    }

    @Test
    void two_operations_of_one_path_are_told_apart_by_their_ids() {
        var target = SCHEMES + """
                  listOrders:
                    call: GET /rpc
                    requires: {scheme: tokens}
                  listNotes:
                    call: GET /rpc
                    requires: {scheme: tokens}
                  health:
                    call: GET /health
                    requires: {scheme: tokens}
                """;
        var cases = plan(target, new StageChecks.NoCredential());

        assertThat(cases)
                .extracting(PlannedCase::displayName)
                .containsExactly(
                        "GET /rpc (listOrders) · alice", "GET /rpc (listNotes) · alice", "GET /health · alice");
        assertThat(cases).filteredOn(c -> c.isOn("GET /rpc")).hasSize(2);
        assertThat(cases).filteredOn(c -> c.isOn("listNotes")).hasSize(1);
        assertThat(cases).filteredOn(c -> c.isOn("GET /rpc (listNotes)")).hasSize(1);
    }

    @Test
    void cases_that_are_not_run_for_two_schemes_of_one_operation_are_told_apart() {
        var target = (SCHEMES + """
                  createOrder:
                    call: POST /orders
                    requires: {scheme: [tokens, keys]}
                """).replace("operations:", """
                          machine:
                            scheme: keys
                            obtain: {key: key-0123456789}
                        operations:""");

        assertThat(plan(target, new StageChecks.NoCredential()))
                .extracting(PlannedCase::displayName)
                .containsExactly("POST /orders · scheme tokens", "POST /orders · scheme keys");
    }

    /** Has a limit that checklists set. */
    @Check(
            id = "test.limited",
            title = "Limited",
            severity = Severity.LOW,
            parameters = {
                @Parameter(name = "most", kind = Parameter.Kind.DURATION, strictest = Parameter.Strictest.SMALLEST),
                @Parameter(name = "least", kind = Parameter.Kind.NUMBER, strictest = Parameter.Strictest.LARGEST)
            },
            requests = 1)
    private static final class Limited implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return new Applicability.NotPromised(site.parameters().values().toString());
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    @Test
    void a_check_of_several_controls_has_the_strictest_of_their_limits() {
        var controls = List.of(
                control("a", Map.of("most", "PT90M", "least", "100")),
                control("b", Map.of("most", "PT2H", "least", "2048")),
                control("c", Map.of()));
        var plan = new Planner(
                        Rehearsal.of(folder, TWO_READS, new Limited()).loaded().target(),
                        CheckCatalogue.of(List.of(new Limited())),
                        Planner::notAttested)
                .plan("p", new Checklist("list", "List", controls));

        assertThat(plan.checks().get("test.limited").parameters().values())
                .containsOnly(entry("most", "PT90M"), entry("least", "2048"));
        assertThat(plan.cases().get(0).skip().orElseThrow().words()).isEqualTo("{most=PT90M, least=2048}");
    }

    @Test
    void two_controls_of_one_title_are_told_apart_by_their_ids() {
        var controls = Stream.of("a", "b", "c")
                .map(id -> new Control(
                        id, id.equals("c") ? "Other" : "Same", "", List.of(), List.of("test.limited"), false))
                .toList();
        var plan = new Planner(
                        Rehearsal.of(folder, TWO_READS, new Limited()).loaded().target(),
                        CheckCatalogue.of(List.of(new Limited())),
                        Planner::notAttested)
                .plan("p", new Checklist("list", "List", controls));

        assertThat(plan.controls())
                .extracting(c -> c.control().title())
                .containsExactly("Same (a)", "Same (b)", "Other");
    }

    private static Control control(String id, Map<String, String> parameters) {
        return new Control(id, id, "", List.of(), List.of("test.limited"), false, new Parameters(parameters));
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
    void a_given_refresh_token_needs_no_endpoint() {
        var given = TWO_READS.replace(
                "{token: token-0123456789}", "{token: token-0123456789, refresh: refresh-0123456789}");

        assertThat(plan(given, new Needing(Need.REFRESH_TOKEN)))
                .hasSize(2)
                .allMatch(c -> c.skip().isEmpty());
        assertThat(skipOf(plan(given, new Needing(Need.TOKEN_ENDPOINT))).words())
                .contains("tokenEndpoint");
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

    /** Concerns reads only. */
    @Check(id = "test.reads", title = "Reads", severity = Severity.LOW, requests = 1)
    private static final class OfReads implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return site.operation().isRead()
                    ? DenialCheck.super.appliesTo(site)
                    : new Applicability.Irrelevant("No read.");
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.empty();
        }
    }

    @Test
    void an_operation_that_must_not_be_called_is_not_missed_by_a_check_that_it_does_not_concern() {
        var target = TWO_READS + """
                  deleteOrder:
                    call: DELETE /orders/1
                    requires: {scheme: tokens}
                """;

        assertThat(plan(target, new OfReads()))
                .extracting(PlannedCase::operation)
                .containsExactly("listOrders", "listNotes");
        assertThat(plan(target, new StageChecks.NoCredential())).hasSize(3);
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

        // a denial of bob would prove nothing, but a grant would
        assertThat(plan(target, new StageChecks.Intruder()))
                .singleElement()
                .satisfies(c -> assertThat(c.skip()).isEmpty());
        assertThat(plan(target, new IntruderScenario()))
                .singleElement()
                .satisfies(c -> assertThat(c.skip().orElseThrow().words())
                        .startsWith("No operation must be granted to \"bob\""));
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

    /** Needs an intruder, and is no denial check. */
    @Check(id = "test.intruder-scenario", title = "Scenario", severity = Severity.LOW, requests = 1)
    static final class IntruderScenario implements ScenarioCheck {
        @Override
        public Applicability appliesTo(Site site) {
            return new StageChecks.Intruder().appliesTo(site);
        }

        @Override
        public Verdict run(Scenario on) {
            return Verdict.pass(Reason.SOUND, "Nothing was asked.");
        }
    }
}
