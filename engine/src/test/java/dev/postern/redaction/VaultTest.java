package dev.postern.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the vault remembers, and for how long. */
class VaultTest {

    private static String forgery(int number) {
        return "%08x%08x%08x".formatted(number * 0x9E3779B1, number * 0x85EBCA6B, number * 0xC2B2AE35);
    }

    private static boolean isHidden(Vault vault, String secret) {
        return !vault.find("an answer that echoes " + secret).isEmpty();
    }

    @Test
    void a_secret_is_hidden_for_ever_however_many_forgeries_follow_it() {
        var vault = new Vault(1_000);
        vault.learn("a-secret-of-the-target-file");

        IntStream.range(0, 200).forEach(i -> vault.learnForged(forgery(i)));

        assertThat(isHidden(vault, "a-secret-of-the-target-file")).isTrue();
    }

    @Test
    void a_forgery_is_hidden_long_after_its_last_use_and_then_forgotten() {
        var vault = new Vault(10_000);
        IntStream.range(0, 500).forEach(i -> {
            vault.learnForged(forgery(0)); // used again and again
            vault.learnForged(forgery(i));
        });

        assertThat(isHidden(vault, forgery(499))).isTrue();
        assertThat(isHidden(vault, forgery(470))).isTrue();
        assertThat(isHidden(vault, forgery(0))).isTrue();
        assertThat(isHidden(vault, forgery(1))).isFalse();
    }

    @Test
    void what_is_a_secret_stays_one_though_it_is_sent_as_a_forgery() {
        var vault = new Vault(1_000);
        vault.learn(forgery(1));
        vault.learnForged(forgery(1));
        IntStream.range(2, 200).forEach(i -> vault.learnForged(forgery(i)));

        assertThat(isHidden(vault, forgery(1))).isTrue();
    }
}
