package dev.postern.checks.basic;

import static dev.postern.checks.FakeSubject.basic;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WrongPasswordTest {

    private static final String VALID = "alice:correct:horse";

    private final WrongPassword check = new WrongPassword();

    @Test
    void passes_where_both_are_verified() {
        assertThat(subject(VALID, VALID::equals).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_the_password_is_not_compared() {
        assertThat(subject(VALID, given -> given.startsWith("alice")).granted(check))
                .containsExactly(
                        "the right user, a wrong password",
                        "the right user, an empty password",
                        "the right user, without colon and password");
    }

    @Test
    void fails_where_the_user_is_not_looked_at() {
        assertThat(subject(VALID, given -> given.endsWith(":correct:horse")).granted(check))
                .containsExactly("a user that does not exist, the right password", "empty user, the right password");
    }

    @Test
    void fails_where_an_empty_password_binds_to_a_directory() {
        assertThat(subject(VALID, given -> given.equals("alice:")).granted(check))
                .containsExactly("the right user, an empty password");
    }

    @Test
    void only_the_first_colon_separates() {
        var subject = subject(VALID, given -> false);

        subject.outcome(check);

        assertThat(subject.sent())
                .anySatisfy(r -> assertThat(basic(r).orElseThrow()).isEqualTo(":correct:horse"));
    }

    @Test
    void at_most_six_are_sent_and_three_of_them_for_the_real_user() {
        var subject = subject(VALID, given -> false);

        subject.outcome(check);

        assertThat(subject.sent()).hasSizeLessThanOrEqualTo(6);
        assertThat(subject.sent().stream().filter(r -> basic(r).orElseThrow().startsWith("alice")))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void a_server_that_trims_blanks_ignores_case_or_reads_72_bytes_is_not_accused() {
        var valid = "alice:" + "Correct Horse ".repeat(6);

        var forgiving = subject(valid, given -> start(given).equals(start(valid)));

        assertThat(forgiving.outcome(check)).isEqualTo(Outcome.PASS);
    }

    /** The idiom of several payment APIs: the key is the user, the password is empty and ignored. */
    @Test
    void a_key_in_place_of_the_user_is_not_accused_of_ignoring_the_password() {
        var subject = subject("sk-4711:", given -> given.startsWith("sk-4711"));

        assertThat(subject.outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_token_in_place_of_the_password_is_not_accused_of_ignoring_the_empty_user() {
        var subject = subject(":token-4711", given -> given.endsWith(":token-4711"));

        assertThat(subject.outcome(check)).isEqualTo(Outcome.PASS);
    }

    private static String start(String userAndPassword) {
        var text = userAndPassword.toLowerCase(Locale.ROOT).strip();
        return text.substring(0, Math.min(72, text.length()));
    }

    private static FakeSubject subject(String valid, Predicate<String> accepted) {
        var scheme = FakeTarget.basic();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, alice, r -> basic(r).filter(accepted).isPresent() ? ok("{}") : status(401))
                .credential(alice, valid);
    }
}
