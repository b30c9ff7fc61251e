package dev.postern.checks.apikey;

import static dev.postern.checks.FakeSubject.cookie;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InvalidKeyTest {

    private static final String KEY = "pk_live_4eC39HqLyjWDarjtT1zdp7dc";

    private final InvalidKey check = new InvalidKey();

    @Test
    void passes_where_only_the_exact_key_will_do() {
        assertThat(subject(KEY, KEY::equals).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_the_key_is_looked_up_by_like() {
        var granted = subject(KEY, given -> like(given).matcher(KEY).matches()).granted(check);

        assertThat(granted)
                .containsExactlyInAnyOrder(
                        "\"%\", which SQL's LIKE takes for any key",
                        "as many \"_\" as the key has characters", "the first half of the key and \"%\"");
    }

    @Test
    void fails_where_a_prefix_will_do() {
        assertThat(subject(KEY, given -> !given.isEmpty() && KEY.startsWith(given))
                        .granted(check))
                .containsExactlyInAnyOrder("the key without its last character", "the first half of the key");
    }

    @Test
    void fails_where_what_follows_the_key_is_not_looked_at() {
        assertThat(subject(KEY, given -> given.startsWith(KEY)).granted(check))
                .containsExactlyInAnyOrder("the key with four more characters", "the key twice, joined by a comma");
    }

    @Test
    void fails_where_the_secret_behind_the_id_is_not_compared() {
        assertThat(subject("id4711.s3cr3t", given -> given.equals("id4711") || given.startsWith("id4711."))
                        .granted(check))
                .contains("the key's id without its secret");
    }

    @Test
    void fails_where_quotes_end_the_query() {
        assertThat(subject(KEY, given -> given.contains("' OR '1'='1")).granted(check))
                .containsExactly("\"' OR '1'='1\"");
    }

    /** Hex and base32 may be read so. */
    @Test
    void a_server_that_ignores_case_and_blanks_is_not_accused() {
        assertThat(subject(KEY, given -> given.strip().equalsIgnoreCase(KEY)).outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_server_that_decodes_the_key_with_a_lenient_decoder_is_not_accused() {
        for (int length = 16; length < 22; length++) {
            var bytes = new byte[length];
            Arrays.fill(bytes, (byte) 0x5a);
            for (var encoder : new Base64.Encoder[] {
                Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding()
            }) {
                var key = encoder.encodeToString(bytes);

                assertThat(subject(key, given -> decode(given).equals(decode(key)))
                                .outcome(check))
                        .as(key)
                        .isEqualTo(Outcome.PASS);
            }
        }
    }

    /** RFC 2109 once let a comma separate cookies. */
    @Test
    void a_cookie_is_not_sent_twice() {
        var scheme = FakeTarget.apiKey(Scheme.Carrier.COOKIE, "key");
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var subject = FakeSubject.of(
                        target, alice, r -> cookie(r, "key").split(",", -1)[0].equals(KEY) ? ok("{}") : status(403))
                .credential(alice, KEY);

        assertThat(subject.outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void bad_request_and_forbidden_are_refusals() {
        var scheme = FakeTarget.apiKey();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());

        for (int refusal : new int[] {400, 401, 403}) {
            assertThat(FakeSubject.of(target, alice, r -> status(refusal)).outcome(check))
                    .isEqualTo(Outcome.PASS);
        }
    }

    private static Pattern like(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q"));
    }

    private static String decode(String key) {
        var body = key.replaceAll("[^A-Za-z0-9+/_-]", "").replace('-', '+').replace('_', '/');
        var whole = body.length() % 4 == 1 ? body.substring(0, body.length() - 1) : body;
        return Arrays.toString(Base64.getDecoder().decode(whole)).toLowerCase(Locale.ROOT);
    }

    private static FakeSubject subject(String key, Predicate<String> accepted) {
        var scheme = FakeTarget.apiKey();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(
                        target,
                        alice,
                        r -> r.header("X-API-Key").filter(accepted).isPresent() ? ok("{}") : status(401))
                .credential(alice, key);
    }
}
