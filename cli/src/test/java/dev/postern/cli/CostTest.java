package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.audit.Plan;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit costs the target. */
class CostTest {

    private static final int OPERATIONS = 20;
    private static final int KEY_SET = 1;
    /** One attempt of so many is refused in a way that is not plain, and needs a reference of its own. */
    private static final int ATTEMPTS_A_DOUBT = 100;

    @TempDir
    private Path folder;

    /** The sample's target file with twenty operations in place of its own. */
    private static String withTwentyOperations(String targetFile) {
        var operations =
                IntStream.rangeClosed(1, OPERATIONS).mapToObj("""
                          listPage%d:
                            call: GET /tenants/{tenant}/orders
                            query:
                              page: %<d
                            requires:
                              scheme: tokens
                              scopes: [orders:read]
                              tenant: path.tenant
                        """::formatted).collect(Collectors.joining());
        return targetFile.replaceFirst("(?s)\noperations:.*", "\noperations:\n" + operations);
    }

    @Test
    void an_audit_sends_no_more_than_its_attempts_two_controls_for_each_operation_and_identity_and_signs_of_life() {
        try (var sample = Sample.hardened(folder).edit(CostTest::withTwentyOperations)) {
            var run = sample.audit();
            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);

            var cost = Cost.of(sample.file().root());

            assertThat(cost.operations()).isEqualTo(OPERATIONS);
            assertThat(sample.file().requests())
                    .isGreaterThan(cost.attempts())
                    .isLessThanOrEqualTo(cost.attempts()
                            + 2 * cost.pairs()
                            + cost.identities()
                            + KEY_SET
                            + cost.attempts() / ATTEMPTS_A_DOUBT
                            + cost.attempts() / Plan.ATTEMPTS_BETWEEN_SIGNS_OF_LIFE);
        }
    }

    /**
     * What the cases of an audit tried.
     *
     * @param attempts requests of a case with what is expected of each: attempts, their honest twins, steps of scenarios
     * @param pairs operations with an identity that takes part there
     * @param identities those who take part; each obtains its credential once
     */
    private record Cost(int operations, int attempts, int pairs, int identities) {

        static Cost of(JsonNode audit) {
            var operations = new HashSet<String>();
            var pairs = new HashSet<String>();
            var identities = new HashSet<String>();
            var attempts = 0;
            for (var planned : audit.get("cases")) {
                if (planned.path("trials").isEmpty()) {
                    continue;
                }
                operations.add(planned.get("operation").asText());
                for (var role : List.of("identity", "intruder")) {
                    var who = planned.path(role).asText();
                    if (!who.isEmpty()) {
                        identities.add(who);
                        pairs.add(planned.get("operation").asText() + " " + who);
                    }
                }
                var twins = new HashSet<String>();
                for (var trial : planned.get("trials")) {
                    switch (trial.get("kind").asText()) {
                        case "attempt", "step" -> attempts++;
                        case "twin" -> twins.add(trial.at("/exchanges/0/sentAt").asText()); // one for several attempts
                        default -> {}
                    }
                }
                attempts += twins.size();
            }
            return new Cost(operations.size(), attempts, pairs.size(), identities.size());
        }
    }
}
