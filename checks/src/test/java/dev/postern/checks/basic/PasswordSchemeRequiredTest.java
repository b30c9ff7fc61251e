package dev.postern.checks.basic;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PasswordSchemeRequiredTest {

    private static final String VALID = "alice:correct:horse";
    private static final String ENCODED = Base64.getEncoder().encodeToString(VALID.getBytes(StandardCharsets.UTF_8));

    private final PasswordSchemeRequired check = new PasswordSchemeRequired();

    @Test
    void passes_where_the_word_is_compared_without_regard_to_case() {
        var sound = subject(h -> h.toLowerCase(Locale.ROOT).startsWith("basic "));

        assertThat(sound.outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(sound.sent())
                .as("all carry the right password: nothing counts as a failed login")
                .allMatch(r -> r.header("Authorization").orElseThrow().endsWith(ENCODED));
    }

    @Test
    void fails_where_the_last_word_is_decoded() {
        assertThat(subject(h -> true).granted(check)).hasSize(4);
    }

    @Test
    void fails_where_any_word_will_do() {
        assertThat(subject(h -> h.contains(" ")).granted(check))
                .hasSize(3)
                .doesNotContain("the valid credentials alone");
    }

    private static FakeSubject subject(Predicate<String> isRead) {
        var scheme = FakeTarget.basic();
        var alice = FakeTarget.person("alice", scheme).build();
        var orders = FakeTarget.get("/orders", scheme).build();
        var target = FakeTarget.of(scheme).and(alice).and(orders);
        return FakeSubject.of(
                        target,
                        alice,
                        r -> r.header("Authorization")
                                        .filter(h -> h.endsWith(ENCODED))
                                        .filter(isRead)
                                        .isPresent()
                                ? ok("{}")
                                : status(401))
                .credential(alice, VALID);
    }
}
