package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase.Use;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import dev.postern.target.TargetFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scenarios end, and what is put back. */
@Timeout(60)
class HooksTest {

    private static final String TARGET = """
            target: stage
            baseUrl: %s/api
            limits: {rate: 10000, requests: %d, deadline: PT10S}
            schemes:
              main: {type: bearer-opaque, tokenEndpoint: /token, revocationEndpoint: /revoke}
            identities:
              alice:
                scheme: main
                with: {user: 17}
                obtain: {grant: password, clientId: app, username: alice, password: password-of-alice-0123}
                logout:
                  call: POST /logout
                  json: {token: "{credential}", refresh: "{refreshToken}", all: true}
                disable:
                  call: POST /users/{user}/disable?now=1
                  as: dora
                  form: {why: "audit & more"}
                enable:
                  call: POST /users/{user}/enable
                  as: dora
              dora:
                scheme: main
                obtain: {token: token-of-dora-0123456789}
            operations:
              listOrders:
                call: GET /orders
                requires: {scheme: main}
            """;

    @TempDir
    private Path folder;

    /** An API with tokens that end and a user who can be disabled. */
    private static final class House {
        private final Set<String> tokens = ConcurrentHashMap.newKeySet();
        private final AtomicInteger issued = new AtomicInteger();
        private volatile boolean disabled;
        private volatile int enabling = 204;
        private volatile boolean logoutEndsAll;
        private volatile CountDownLatch disabledBy = new CountDownLatch(0);

        Reply answer(Request request) {
            return switch (request.method() + " " + request.path()) {
                case "POST /token" -> disabled ? Reply.json(400, "{\"error\":\"invalid_grant\"}") : issue();
                case "POST /revoke", "POST /api/logout" -> end(request);
                case "POST /api/users/17/disable" -> {
                    disabled = true;
                    disabledBy.countDown();
                    yield Reply.json(204, "");
                }
                case "POST /api/users/17/enable" -> {
                    disabled = enabling / 100 != 2;
                    yield Reply.json(enabling, "");
                }
                case "GET /api/orders" -> isGranted(request.bearer()) ? Reply.orders() : Reply.UNAUTHORIZED;
                default -> Reply.NOT_FOUND;
            };
        }

        private boolean isGranted(String token) {
            return token.equals("token-of-dora-0123456789") || (tokens.contains(token) && !disabled);
        }

        private Reply issue() {
            var token = "token-of-alice-0123456789-" + issued.incrementAndGet();
            tokens.add(token);
            return Reply.json(200, "{\"access_token\":\"" + token + "\",\"refresh_token\":\"refresh-of-alice-01234\"}");
        }

        private Reply end(Request request) {
            if (logoutEndsAll) {
                tokens.clear();
            } else {
                tokens.removeIf(request.body()::contains);
            }
            return Reply.json(200, "{}");
        }
    }

    /** Does what a test wants. */
    @Check(id = "stage.act", title = "It holds", severity = Severity.HIGH, per = Check.Per.SCHEME, requests = 9)
    private record Act(Action action) implements ScenarioCheck {
        interface Action {
            Verdict run(Scenario on) throws InterruptedException;
        }

        @Override
        public Set<String> usesUp(Site site) {
            return Set.of(ACCOUNTS);
        }

        @Override
        public Verdict run(Scenario on) throws InterruptedException {
            return action.run(on);
        }
    }

    private static final Verdict HELD = Verdict.pass(Reason.HELD, "It held.");

    private Rehearsal rehearsal(Stage stage, int budget, Act.Action action) {
        return Rehearsal.of(
                folder, TARGET.formatted(stage.url(), budget), new Act(action), new StageChecks.NoCredential());
    }

    private static CaseResult result(Rehearsal rehearsal, AuditRun run, String checkId) {
        return run.run(rehearsal.plan().cases().stream()
                .filter(c -> c.checkId().equals(checkId))
                .findFirst()
                .orElseThrow());
    }

    private CaseResult acted(House house, Act.Action action) {
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, action);
            var run = rehearsal.start();
            var acted = result(rehearsal, run, "stage.act");
            run.finish();
            return acted;
        }
    }

    private static Fresh.Obtained fresh(Scenario on) {
        return (Fresh.Obtained) on.obtain(on.identity());
    }

    @Test
    void logout_carries_the_credential_that_is_to_end_and_leaves_the_shared_one() {
        var house = new House();
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, on -> {
                var own = fresh(on);
                on.logout("the logout", on.identity(), own);
                return on.judge("after", on.requestWith(own.credential())) instanceof Decision.Denied
                        ? HELD
                        : Verdict.fail(Reason.GRANTED, "It is granted.");
            });
            var run = rehearsal.start();

            assertThat(result(rehearsal, run, "stage.act").verdict()).isEqualTo(HELD);
            assertThat(result(rehearsal, run, "stage.no-credential").verdict().outcome())
                    .isEqualTo(Outcome.PASS);

            var logout = stage.requests().stream()
                    .filter(r -> r.is("POST /api/logout"))
                    .findFirst()
                    .orElseThrow();
            assertThat(logout.bearer()).startsWith("token-of-alice-0123456789-");
            assertThat(logout.body())
                    .isEqualTo("{\"token\":\"" + logout.bearer()
                            + "\",\"refresh\":\"refresh-of-alice-01234\",\"all\":true}");
            assertThat(house.issued).as("one for all, and one to end").hasValue(2);
        }
    }

    @Test
    void where_logout_ends_all_sessions_the_shared_credential_is_obtained_anew() {
        var house = new House();
        house.logoutEndsAll = true;
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, on -> {
                on.request(); // brings the shared credential
                on.logout("the logout", on.identity(), fresh(on));
                return HELD;
            });
            var run = rehearsal.start();
            var acted = result(rehearsal, run, "stage.act");

            assertThat(result(rehearsal, run, "stage.no-credential").verdict().outcome())
                    .isEqualTo(Outcome.PASS);

            assertThat(house.issued).hasValue(3);
            assertThat(acted.trials()).anyMatch(trial -> trial.words().contains("another one is obtained"));
        }
    }

    @Test
    void a_token_is_revoked_by_the_client_that_obtained_it() {
        var house = new House();
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, on -> {
                on.revoke("the revocation", on.identity(), fresh(on).credential(), "access_token");
                return HELD;
            });
            result(rehearsal, rehearsal.start(), "stage.act");

            assertThat(stage.requests())
                    .filteredOn(r -> r.is("POST /revoke"))
                    .singleElement()
                    .satisfies(r -> assertThat(r.body())
                            .matches("token=token-of-alice-0123456789-\\d&token_type_hint=access_token&client_id=app"));
        }
    }

    @Test
    void a_user_is_disabled_by_the_administrator_and_enabled_again() {
        var house = new House();
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, on -> {
                var own = fresh(on);
                return on.whileDisabled(on.identity(), answer -> {
                    assertThat(answer.hasStatus(204)).isTrue();
                    assertThat(on.judge("meanwhile", on.requestWith(own.credential())))
                            .isInstanceOf(Decision.Denied.class);
                    return HELD;
                });
            });

            assertThat(result(rehearsal, rehearsal.start(), "stage.act").verdict())
                    .isEqualTo(HELD);

            assertThat(house.disabled).isFalse();
            assertThat(stage.requests())
                    .filteredOn(r -> r.is("POST /api/users/17/disable"))
                    .singleElement()
                    .satisfies(r -> {
                        assertThat(r.bearer()).isEqualTo("token-of-dora-0123456789");
                        assertThat(r.query()).isEqualTo("now=1");
                        assertThat(r.body()).isEqualTo("why=audit+%26+more");
                    });
        }
    }

    @Test
    void a_user_is_enabled_again_when_the_check_breaks() {
        var house = new House();

        var acted = acted(
                house,
                on -> on.whileDisabled(on.identity(), answer -> {
                    throw new AssertionError("broken");
                }));

        assertThat(acted.verdict().reason()).isEqualTo(Reason.CHECK_ERROR);
        assertThat(house.disabled).isFalse();
    }

    @Test
    void a_user_is_enabled_again_when_the_thread_is_interrupted() {
        var house = new House();

        acted(
                house,
                on -> on.whileDisabled(on.identity(), answer -> {
                    Thread.currentThread().interrupt();
                    on.pause(Duration.ofSeconds(30));
                    return HELD;
                }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(house.disabled).isFalse();
    }

    @Test
    void a_user_is_enabled_again_though_the_budget_is_used_up() {
        var house = new House();
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(
                    stage,
                    20,
                    on -> on.whileDisabled(on.identity(), answer -> {
                        for (var i = 0; i < 20; i++) {
                            on.send("one more", on.request());
                        }
                        return HELD;
                    }));
            result(rehearsal, rehearsal.start(), "stage.act");

            assertThat(stage.requests()).hasSize(21);
            assertThat(house.disabled).isFalse();
        }
    }

    @Test
    void a_user_is_enabled_again_before_the_door_closes_on_an_interrupt() throws Exception {
        var house = new House();
        house.disabledBy = new CountDownLatch(1);
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(
                    stage,
                    1000,
                    on -> on.whileDisabled(on.identity(), answer -> {
                        on.pause(Duration.ofSeconds(30));
                        return HELD;
                    }));
            var run = rehearsal.start();
            var underWay = CompletableFuture.supplyAsync(() -> result(rehearsal, run, "stage.act"));
            assertThat(house.disabledBy.await(10, TimeUnit.SECONDS)).isTrue();

            run.interrupt();

            assertThat(house.disabled).isFalse();
            underWay.get(10, TimeUnit.SECONDS);
            assertThat(stage.count("POST /api/users/17/enable")).isOne();
        }
    }

    @Test
    void a_user_who_stays_disabled_is_told_loudly_and_takes_no_verdict_with_it() {
        var house = new House();
        house.enabling = 500;
        try (var stage = Stage.open(house::answer)) {
            var rehearsal = rehearsal(stage, 1000, on -> on.whileDisabled(on.identity(), answer -> HELD));
            var run = rehearsal.start();

            var acted = result(rehearsal, run, "stage.act").verdict();
            var other = result(rehearsal, run, "stage.no-credential").verdict();

            assertThat(acted.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(acted.words())
                    .startsWith(
                            "\"alice\" IS STILL DISABLED: its `enable`, sent as \"dora\", was answered 500. Enable the"
                                    + " user by hand.")
                    .endsWith("It held.");
            assertThat(other.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(other.words()).contains("could not enable it again");
            var gate = run.finish().audit().gate();
            assertThat(gate.passed()).isFalse();
            assertThat(gate.reasons().get(0)).contains("\"alice\" IS STILL DISABLED");
            assertThat(stage.count("POST /api/users/17/enable")).isEqualTo(3);
        }
    }

    @Test
    void a_finding_stays_one_though_the_user_stays_disabled() {
        var house = new House();
        house.enabling = 403;

        var acted = acted(
                house, on -> on.whileDisabled(on.identity(), answer -> Verdict.fail(Reason.GRANTED, "It is granted.")));

        assertThat(acted.verdict().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(acted.verdict().words()).contains("IS STILL DISABLED", "It is granted.");
    }

    @Test
    void where_hooks_are_every_other_case_stands_back_while_something_is_ended() {
        try (var stage = Stage.open(new House()::answer)) {
            var cases = rehearsal(stage, 1000, on -> HELD).plan().cases();

            assertThat(cases).hasSize(2);
            assertThat(cases.get(0).uses()).containsExactly(new Use(ScenarioCheck.ACCOUNTS, true));
            assertThat(cases.get(1).uses()).containsExactly(new Use(ScenarioCheck.ACCOUNTS, false));
        }
    }

    @Test
    void an_examination_sends_no_hook() throws Exception {
        try (var stage = Stage.open(new House()::answer)) {
            var file = Files.writeString(folder.resolve("target.yaml"), TARGET.formatted(stage.url(), 1000));
            var loaded = TargetFile.load(file, name -> null);

            Examination.of(loaded.target(), loaded.secrets(), "test");

            assertThat(stage.requests())
                    .extracting(r -> r.method() + " " + r.path())
                    .contains("POST /token", "GET /api/orders")
                    .doesNotContain(
                            "POST /revoke",
                            "POST /api/logout",
                            "POST /api/users/17/disable",
                            "POST /api/users/17/enable");
        }
    }
}
