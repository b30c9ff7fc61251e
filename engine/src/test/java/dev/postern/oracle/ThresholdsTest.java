package dev.postern.oracle;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.oracle.Corpus.Answer;
import dev.postern.oracle.Corpus.Stack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The figures behind {@link Thresholds}, counted over the corpus. Run with {@code -Dpostern.print=true} to print the
 * tables of {@code docs/decisions/0003-oracle-thresholds.md}.
 */
class ThresholdsTest {

    private static final boolean PRINT = Boolean.getBoolean("postern.print");
    private static final Identity BOB = new Identity(
            "bob",
            "tokens",
            Optional.empty(),
            Set.of(),
            Set.of(),
            Map.of(),
            List.of(),
            new Obtain.Given(Secret.of("t"), Optional.empty(), Optional.empty()),
            new Position("test", 0, 0));

    @Test
    void likeness_tells_data_from_refusals_at_the_chosen_thresholds() {
        var same = count(s -> s.same(), Thresholds.CALIBRATED);
        var other = count(s -> s.all("other"), Thresholds.CALIBRATED);
        var refusal = count(s -> s.all("refusal"), Thresholds.CALIBRATED);
        if (PRINT) {
            printGrid();
            printEach();
        }

        assertSoftly(soft -> {
            soft.assertThat(same.words()).isEqualTo("{same=34, shape=0, unlike=0}");
            soft.assertThat(other.words()).isEqualTo("{same=0, shape=28, unlike=4}");
            soft.assertThat(refusal.words()).isEqualTo("{same=0, shape=1, unlike=54}");
        });
    }

    @Test
    void no_forged_credential_is_judged_wrongly_over_the_corpus() {
        var attempt = Attempt.denied("forged", Exchanges.GET_ORDER);

        assertSoftly(soft -> {
            soft.assertThat(decisions(Stack::same, false, attempt).words())
                    .isEqualTo("{granted=34, denied=0, unclear=0}");
            soft.assertThat(decisions(s -> s.all("other"), false, attempt).words())
                    .isEqualTo("{granted=28, denied=0, unclear=4}");
            soft.assertThat(decisions(s -> s.all("refusal"), false, attempt).words())
                    .isEqualTo("{granted=0, denied=41, unclear=14}");
        });
    }

    @Test
    void no_other_identity_is_judged_wrongly_over_the_corpus() {
        var attempt = Attempt.denied("bob's", Exchanges.GET_ORDER).by(BOB);

        assertSoftly(soft -> {
            soft.assertThat(decisions(Stack::same, true, attempt).words())
                    .isEqualTo("{granted=34, denied=0, unclear=0}");
            soft.assertThat(decisions(s -> s.all("other bob"), true, attempt).words())
                    .isEqualTo("{granted=0, denied=16, unclear=0}");
            soft.assertThat(decisions(ThresholdsTest::thirds, true, attempt).words())
                    .isEqualTo("{granted=0, denied=0, unclear=16}");
            soft.assertThat(decisions(s -> s.all("refusal"), true, attempt).words())
                    .isEqualTo("{granted=0, denied=48, unclear=7}");
        });
    }

    @Test
    void no_mixture_of_data_is_judged_wrongly_over_the_corpus() {
        var attempt = Attempt.notOthersData("mixed", Exchanges.GET_ORDER).by(BOB);

        assertSoftly(soft -> {
            soft.assertThat(decisions(Stack::same, true, attempt).words())
                    .isEqualTo("{granted=34, denied=0, unclear=0}");
            soft.assertThat(decisions(s -> s.all("other"), true, attempt).words())
                    .isEqualTo("{granted=0, denied=27, unclear=5}");
            soft.assertThat(decisions(s -> s.all("refusal"), true, attempt).words())
                    .isEqualTo("{granted=0, denied=51, unclear=4}");
        });
    }

    private static Stream<Answer> thirds(Stack stack) {
        return stack.all("other").filter(a -> !a.label().equals("other bob"));
    }

    private static Counts count(Function<Stack, Stream<Answer>> answers, Thresholds thresholds) {
        var counts = new Counts("same", "shape", "unlike");
        Corpus.stacks()
                .forEach(stack -> answers.apply(stack).forEach(answer -> {
                    var likeness = likeness(stack, answer);
                    counts.add(
                            likeness.isSame(thresholds)
                                    ? "same"
                                    : likeness.isSameShape(thresholds) ? "shape" : "unlike");
                }));
        return counts;
    }

    private static Similarity likeness(Stack stack, Answer answer) {
        var mask = ReflectedInput.of(stack.request());
        var positive = Fingerprint.of(response(stack.positive()), mask);
        var learnt = DynamicFields.learn(
                positive, Optional.of(Fingerprint.of(response(stack.again()), mask)), List.of(), Exchanges.SENT_AT);
        return Similarity.of(positive, learnt, Fingerprint.of(response(answer.exchange()), mask));
    }

    private static Counts decisions(Function<Stack, Stream<Answer>> answers, boolean besideOwn, Attempt attempt) {
        var counts = new Counts("granted", "denied", "unclear");
        var oracle = new Oracle(DenialSigns.NONE);
        Corpus.stacks()
                .forEach(stack -> answers.apply(stack).forEach(answer -> {
                    var controls = stack.controls(besideOwn ? Optional.of(stack.own()) : Optional.empty());
                    var decision = oracle.judge(controls, attempt, answer.exchange());
                    counts.add(name(decision));
                    if (PRINT) {
                        System.out.printf(
                                "%-12s %-20s %-34s %-8s %s%n",
                                attempt.label(), stack.name(), answer.label(), name(decision), decision.words());
                    }
                }));
        return counts;
    }

    private static String name(Decision decision) {
        return decision instanceof Granted ? "granted" : decision instanceof Denied ? "denied" : "unclear";
    }

    private static WireResponse response(Exchange exchange) {
        return exchange.response().orElseThrow();
    }

    private static void printGrid() {
        System.out.println("structure values | same as same, shape, unlike | other | refusal");
        for (double structure : new double[] {0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0}) {
            for (double values : new double[] {0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0}) {
                var at = new Thresholds(structure, values, 4, 0.5, 0.95, 0.2);
                System.out.printf(
                        "%.2f %.2f | %s | %s | %s%n",
                        structure,
                        values,
                        count(Stack::same, at).words(),
                        count(s -> s.all("other"), at).words(),
                        count(s -> s.all("refusal"), at).words());
            }
        }
    }

    private static void printEach() {
        Corpus.stacks()
                .forEach(stack -> Stream.of(stack.same(), stack.all("other"), stack.all("refusal"))
                        .flatMap(s -> s)
                        .forEach(a -> System.out.printf(
                                "%-20s %-34s %s%n",
                                stack.name(), a.label(), likeness(stack, a).words())));
    }

    /** How often each came out. */
    private static final class Counts {
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        Counts(String... names) {
            for (var name : names) {
                counts.put(name, 0);
            }
        }

        void add(String name) {
            counts.merge(name, 1, Integer::sum);
        }

        String words() {
            return counts.toString();
        }
    }
}
