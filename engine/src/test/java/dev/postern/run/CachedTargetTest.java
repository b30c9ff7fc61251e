package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caches before a target that give strangers what they stored for a caller. */
class CachedTargetTest {

    @TempDir
    private Path folder;

    /** The check of caches, as small as may be. */
    @Check(id = "test.cache", title = "Cache", severity = Severity.HIGH, requests = 2)
    static final class AskTheCache implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(
                    on.attempt("no credential, caches may answer", on.bare().without("Cache-Control"))
                            .besideTwin(on.request().without("Cache-Control")));
        }
    }

    /** A cache whose key is the URL. */
    private record Cache(
            Function<Request, Reply> target, String sign, String value, boolean obeys, Map<String, Reply> stored)
            implements Function<Request, Reply> {

        static Cache before(Function<Request, Reply> target, String sign, String value) {
            return new Cache(target, sign, value, false, new ConcurrentHashMap<>());
        }

        /** One that asks the target where the request wants that. */
        static Cache obedient(Function<Request, Reply> target) {
            return new Cache(target, "Age", "3", true, new ConcurrentHashMap<>());
        }

        @Override
        public Reply apply(Request request) {
            var url = request.path() + "?" + request.query();
            var isWanted = obeys
                    && request.header("Cache-Control")
                            .filter("no-cache"::equals)
                            .isPresent();
            if (stored.containsKey(url) && !isWanted) {
                return stored.get(url).with(sign, value);
            }
            var reply = target.apply(request);
            if (reply.status() == 200) {
                stored.put(url, reply);
            }
            return reply;
        }
    }

    private Audit audit(Function<Request, Reply> script, String target, SecurityCheck... checks) {
        try (var stage = Stage.open(script)) {
            return Rehearsal.of(folder, target.formatted(stage.url()), checks).run();
        }
    }

    private static CaseResult of(Audit audit, String checkId) {
        return audit.results().values().stream()
                .filter(r -> r.planned().checkId().equals(checkId))
                .findFirst()
                .orElseThrow();
    }

    private static void assertVerdict(CaseResult result, Outcome outcome, Reason reason) {
        assertThat(result.verdict().reason()).as(result.verdict().toString()).isEqualTo(reason);
        assertThat(result.verdict().outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "Age, 17",
        "X-Cache, HIT",
        "X-Cache, Hit from cloudfront",
        "X-Cache, 'MISS, HIT'",
        "CF-Cache-Status, HIT",
        "X-Cache-Status, HIT",
        "X-Proxy-Cache, HIT",
        "Cache-Status, ExampleCache; hit; ttl=376",
        "X-Varnish, 32770 32769",
        "Via, 1.1 proxy.example.test"
    })
    void what_a_cache_gives_is_the_finding_of_the_check_of_caches_alone(String sign, String value) {
        var audit = audit(
                Cache.before(Stage.ORDERS, sign, value),
                Stage.TARGET,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential(),
                new AskTheCache());

        assertVerdict(of(audit, "test.cache"), Outcome.FAIL, Reason.STORED_BY_CACHE);
        assertVerdict(of(audit, "stage.no-credential"), Outcome.PASS, Reason.HELD);
        var forged = of(audit, "stage.wrong-credential");
        assertVerdict(forged, Outcome.PASS, Reason.HELD);
        assertThat(forged.verdict().words()).contains("a cache gave");
        assertThat(forged.trials().stream().filter(t -> t.kind() == Kind.ATTEMPT))
                .allSatisfy(t -> {
                    assertThat(t.words()).contains("200 out of a cache; asked past it: 401");
                    assertThat(t.exchanges()).hasSize(2);
                });
    }

    @Test
    void nobody_who_met_a_cache_passes_where_no_check_looks_for_it() {
        var audit = audit(Cache.before(Stage.ORDERS, "Age", "17"), Stage.TARGET, new StageChecks.WrongCredential());

        var result = of(audit, "stage.wrong-credential");
        assertVerdict(result, Outcome.FAIL, Reason.STORED_BY_CACHE);
        assertThat(result.verdict().words()).contains("GET /orders", "stored by a cache", "the target itself denied");
        assertThat(result.fingerprint()).isNotEmpty();
    }

    @Test
    void a_cache_that_asks_the_target_where_that_is_wanted_is_found_by_its_check() {
        var audit =
                audit(Cache.obedient(Stage.ORDERS), Stage.TARGET, new StageChecks.WrongCredential(), new AskTheCache());

        assertVerdict(of(audit, "stage.wrong-credential"), Outcome.PASS, Reason.HELD);
        assertVerdict(of(audit, "test.cache"), Outcome.FAIL, Reason.STORED_BY_CACHE);
    }

    @Test
    void what_was_stored_before_the_audit_does_not_make_the_operation_open() {
        var cache =
                Cache.before(r -> r.path().equals("/orders") ? Stage.ORDERS.apply(r) : Reply.NOT_FOUND, "Age", "17");
        cache.stored().put("/orders?", Reply.orders());

        var audit = audit(cache, Stage.TARGET, new StageChecks.NoCredential(), new StageChecks.WrongCredential());

        for (var checkId : new String[] {"stage.no-credential", "stage.wrong-credential"}) {
            var result = of(audit, checkId);
            assertVerdict(result, Outcome.FAIL, Reason.STORED_BY_CACHE);
            assertThat(result.trials().get(1).exchanges()).hasSize(2);
        }
    }

    @Test
    void what_is_granted_past_the_cache_too_is_granted() {
        Function<Request, Reply> weak = r ->
                r.bearer().startsWith("invented") ? Reply.orders().with("Via", "1.1 proxy") : Stage.ORDERS.apply(r);

        assertVerdict(
                of(audit(weak, Stage.TARGET, new StageChecks.WrongCredential()), "stage.wrong-credential"),
                Outcome.FAIL,
                Reason.GRANTED);
    }

    @Test
    void an_operation_that_takes_no_unknown_parameter_is_not_asked_past_the_cache() {
        Function<Request, Reply> strict = r -> !r.query().isEmpty()
                ? Reply.json(400, "{\"error\":\"unknown parameter\"}")
                : r.bearer().startsWith("invented") ? Reply.orders().with("Age", "17") : Stage.ORDERS.apply(r);

        assertVerdict(
                of(audit(strict, Stage.TARGET, new StageChecks.WrongCredential()), "stage.wrong-credential"),
                Outcome.FAIL,
                Reason.GRANTED);
    }

    @Test
    void the_target_file_can_forbid_to_ask_past_caches() {
        try (var stage = Stage.open(Cache.before(Stage.ORDERS, "Age", "17"))) {
            var target = Stage.TARGET.formatted(stage.url()) + "cacheBuster: false\n";
            var result = Rehearsal.of(folder, target, new StageChecks.WrongCredential())
                    .result();

            assertVerdict(result, Outcome.FAIL, Reason.GRANTED);
            assertThat(result.verdict().words()).contains("200 out of a cache");
            assertThat(stage.requests()).allMatch(r -> r.query().isEmpty());
        }
    }

    @Test
    void a_cache_that_stores_nothing_for_strangers_passes() {
        var audit = audit(
                r -> Stage.ORDERS.apply(r).with("Via", "1.1 proxy").with("X-Cache", "MISS"),
                Stage.TARGET,
                new StageChecks.NoCredential(),
                new AskTheCache());

        assertThat(audit.with(Outcome.PASS)).hasSize(2);
    }

    @Test
    void an_operation_that_is_open_is_not_blamed_on_a_cache() {
        Function<Request, Reply> open =
                r -> (r.path().equals("/orders") ? Reply.orders() : Reply.NOT_FOUND).with("Via", "1.1 proxy");

        var audit = audit(open, Stage.TARGET, new StageChecks.NoCredential(), new AskTheCache());

        assertVerdict(of(audit, "stage.no-credential"), Outcome.FAIL, Reason.GRANTED);
        assertVerdict(of(audit, "test.cache"), Outcome.INCONCLUSIVE, Reason.OPERATION_IS_OPEN);
    }
}
