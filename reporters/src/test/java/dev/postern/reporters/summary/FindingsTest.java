package dev.postern.reporters.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Severity;
import dev.postern.reporters.SampleAudit;
import org.junit.jupiter.api.Test;

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
        assertThat(findings.cases(Severity.CRITICAL)).isEqualTo(3);
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
