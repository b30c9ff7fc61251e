package dev.postern.reporters.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Reason;
import dev.postern.reporters.SampleAudit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

    private final Findings findings = Findings.of(SampleAudit.realistic());

    @Test
    void the_worst_comes_first_and_equals_stay_in_the_order_of_the_plan() {
        assertThat(findings.all())
                .extracting(f -> f.check().id())
                .containsExactly("jwt.alg-none", "access.other-object", "jwt.lifetime");
    }

    @Test
    void one_cause_is_one_finding_however_many_operations_it_shows_on() {
        var unsigned = findings.all().get(0);

        assertThat(unsigned.reason()).isEqualTo(Reason.GRANTED);
        assertThat(unsigned.operations()).isEqualTo(2);
        assertThat(unsigned.places())
                .containsExactly("GET /tenants/{tenant}/orders · alice", "GET /orders/{id} · alice");
        assertThat(unsigned.controls()).extracting(c -> c.id()).containsExactly("signed-tokens");
    }

    @Test
    void what_another_finding_explains_is_told_with_it() {
        var told = Findings.of(explaining(SampleAudit.realistic(), "jwt.lifetime", "jwt.alg-none"))
                .all();

        assertThat(told).extracting(f -> f.check().id()).containsExactly("jwt.alg-none", "access.other-object");
        assertThat(told.get(0).consequences())
                .singleElement()
                .satisfies(f -> assertThat(f.check().id()).isEqualTo("jwt.lifetime"));
    }

    @ParameterizedTest(name = "{1} does not explain {0}")
    @CsvSource({
        "jwt.alg-none, jwt.lifetime", // which is less bad
        "jwt.lifetime, jwt.expired", // which did not fail
    })
    void a_finding_that_nothing_as_bad_explains_stands_alone(String check, String cause) {
        assertThat(Findings.of(explaining(SampleAudit.realistic(), check, cause))
                        .all())
                .extracting(f -> f.check().id())
                .containsExactly("jwt.alg-none", "access.other-object", "jwt.lifetime");
    }

    @Test
    void what_is_exempt_hides_nothing_that_breaks_the_gate() {
        var lenient = explaining(SampleAudit.lenient(), "jwt.lifetime", "jwt.alg-none");
        var results = new LinkedHashMap<>(lenient.results());
        results.replaceAll((id, result) ->
                result.planned().checkId().equals("jwt.lifetime") ? result.withExemption(Optional.empty()) : result);

        assertThat(Findings.of(with(lenient, lenient.plan(), results)).all())
                .extracting(f -> f.check().id())
                .containsExactly("jwt.lifetime", "jwt.alg-none", "access.other-object");
    }

    private static Audit explaining(Audit audit, String check, String cause) {
        var plan = audit.plan();
        var checks = new LinkedHashMap<>(plan.checks());
        checks.computeIfPresent(
                check,
                (id, info) -> new CheckInfo(
                        id,
                        info.title(),
                        info.severity(),
                        info.references(),
                        info.cwe(),
                        info.kind(),
                        List.of(cause),
                        info.parameters(),
                        info.explanation()));
        return with(
                audit,
                new Plan(plan.name(), plan.target(), plan.checklist(), plan.controls(), checks),
                audit.results());
    }

    private static Audit with(Audit audit, Plan plan, Map<String, CaseResult> results) {
        return new Audit(
                plan,
                results,
                audit.gate(),
                audit.startedAt(),
                audit.endedAt(),
                audit.requests(),
                false,
                audit.toolVersion());
    }

    @Test
    void accepted_findings_are_apart() {
        assertThat(Findings.waived(SampleAudit.realistic()).all())
                .extracting(f -> f.check().id())
                .containsExactly("oauth.no-store");
    }

    @Test
    void the_decisive_trial_is_the_attempt_that_was_granted() {
        var evidence = Evidence.decisive(findings.all().get(0).first()).orElseThrow();

        assertThat(evidence.decides()).isTrue();
        assertThat(evidence.sent()).isEqualTo("alg \"none\": GET https://localhost:8443/tenants/a/orders");
        assertThat(evidence.cameBack()).startsWith("200 OK – ");
    }

    @Test
    void equal_words_are_one_cause() {
        assertThat(Cause.of(SampleAudit.realistic(), Outcome.INCONCLUSIVE))
                .extracting(Cause::reason, c -> c.cases().size())
                .containsExactly(tuple(Reason.THROTTLED, 2), tuple(Reason.SERVER_ERROR, 2));
    }
}
