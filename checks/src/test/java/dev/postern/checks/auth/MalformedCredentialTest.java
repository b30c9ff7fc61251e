package dev.postern.checks.auth;

import static dev.postern.checks.FakeSubject.basic;
import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.cookie;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MalformedCredentialTest {

    private static final String TOKEN = "dG9rZW4tdGhhdC1pcy12YWxpZA==";

    private final MalformedCredential check = new MalformedCredential();

    @Test
    void passes_where_only_the_whole_token_will_do() {
        assertThat(bearerSubject(r -> bearer(r).equals(TOKEN) ? ok("{}") : status(401))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_an_error_of_the_parser_lets_everybody_in() {
        assertThat(bearerSubject(r -> bearer(r).chars().filter(c -> c == '.').count() == 4 ? ok("{}") : status(401))
                        .granted(check))
                .containsExactly("junk with four dots");
    }

    @Test
    void fails_where_only_a_part_of_the_token_is_compared() {
        var granted = bearerSubject(r -> TOKEN.startsWith(bearer(r)) ? ok("{}") : status(401))
                .granted(check);

        assertThat(granted).containsExactly("the token without its last character");
    }

    @Test
    void fails_where_a_list_of_tokens_is_split() {
        assertThat(bearerSubject(r -> Arrays.asList(bearer(r).split(",", -1)).contains(TOKEN) ? ok("{}") : status(401))
                        .granted(check))
                .containsExactly("the token twice, joined by a comma");
    }

    @Test
    void refusals_of_form_and_size_pass() {
        for (int status : new int[] {400, 401, 413, 431}) {
            assertThat(bearerSubject(r -> status(status)).outcome(check)).isEqualTo(Outcome.PASS);
        }
    }

    @Test
    void a_crash_is_no_refusal() {
        assertThat(bearerSubject(r -> bearer(r).length() > 60_000 ? status(500) : status(401))
                        .outcome(check))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    /** Servers close the connection on raw control characters and on headers that are too long. */
    @Test
    void a_closed_connection_passes_for_raw_bytes_and_long_values_only() {
        var scheme = FakeTarget.opaque();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var reset = new Answer.Unanswered(Answer.Failure.RESET, "reset");

        var onlyThose = FakeSubject.on(
                        target,
                        Party.of(alice),
                        r -> bearer(r).length() > 8000 || bearer(r).chars().anyMatch(c -> c < ' ' || c > '~')
                                ? reset
                                : new Answer.Answered(status(401)))
                .credential(alice, TOKEN);
        var all = FakeSubject.on(target, Party.of(alice), r -> reset).credential(alice, TOKEN);

        assertThat(onlyThose.outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(all.outcome(check)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    /** RFC 9110 5.5 lets a recipient put a blank for NUL; RFC 6750 2.1 leaves padding to taste. */
    @Test
    void a_server_that_forgives_blanks_and_padding_is_not_accused() {
        var forgiving = bearerSubject(
                r -> bearer(r).replace('\0', ' ').strip().replace("=", "").equals(TOKEN.replace("=", ""))
                        ? ok("{}")
                        : status(401));

        assertThat(forgiving.outcome(check)).isEqualTo(Outcome.PASS);
    }

    /** So do the decoders of Nimbus JOSE+JWT and jose4j. What is signed is compared as it came. */
    @Test
    void a_verifier_that_skips_strange_characters_in_a_signature_is_not_accused() {
        var token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var lenient = subject(
                FakeTarget.jwt(),
                token,
                r -> bearer(r).contains(".") && readable(bearer(r)).equals(readable(token)) ? ok("{}") : status(401));

        assertThat(lenient.outcome(check)).isEqualTo(Outcome.PASS);
    }

    private static String readable(String token) {
        int end = token.lastIndexOf('.');
        return token.substring(0, end) + token.substring(end).replaceAll("[^A-Za-z0-9_.-]", "");
    }

    /** A sticky session's value ends with its route, which is no secret. */
    @Test
    void a_session_whose_route_is_ignored_is_not_accused() {
        var scheme = FakeTarget.session();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var subject = FakeSubject.of(
                        target,
                        alice,
                        r -> cookie(r, "SESSION").split("\\.", -1)[0].equals("8F1C2D3E4B5A69788796A5B4C3D2E1F0")
                                ? ok("{}")
                                : status(401))
                .credential(alice, "8F1C2D3E4B5A69788796A5B4C3D2E1F0.node1");

        assertThat(subject.outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void basic_passes_where_the_password_is_compared_and_fails_where_a_bad_one_is_ignored() {
        assertThat(basicSubject("alice:correct horse", r -> basic(r).orElse("").equals("alice:correct horse"))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(basicSubject("alice:correct horse", r -> basic(r).isEmpty()).granted(check))
                .contains("what is not base64");
    }

    @Test
    void basic_is_not_accused_of_trimming_a_blank_nor_of_the_72_bytes_of_bcrypt() {
        var blank = "alice:pass word ";
        var longOne = "alice:" + "x".repeat(80);

        assertThat(basicSubject(blank, r -> basic(r).orElse("").strip().equals(blank.strip()))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(basicSubject(longOne, r -> first72(basic(r).orElse("")).equals(first72(longOne)))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void basic_fails_where_the_password_is_compared_only_if_there_are_two_parts() {
        assertThat(basicSubject("alice:correct horse", r -> {
                            var parts = basic(r).orElse("").split(":", -1);
                            return parts[0].equals("alice") && (parts.length != 2 || parts[1].equals("correct horse"));
                        })
                        .granted(check))
                .containsExactly("base64 of the user and two parts more");
    }

    /** A key in the user's place, without password: a lenient parser may do without the colon. */
    @Test
    void basic_does_not_cut_a_user_who_needs_no_password() {
        assertThat(basicSubject("sk-4711:", r -> basic(r).orElse("").startsWith("sk-4711"))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    /** Many decoders want no padding; what is cut off must be a byte of the password. */
    @Test
    void basic_is_not_accused_of_missing_padding() {
        for (var password : new String[] {"p", "pw", "pwd", "pass"}) {
            var valid = "alice:" + password;
            var subject = basicSubject(valid, r -> lenient(r).equals(valid));

            assertThat(subject.outcome(check)).as(password).isEqualTo(Outcome.PASS);
        }
    }

    private static String lenient(WireRequest request) {
        var value = request.header("Authorization").orElse("").substring("Basic ".length());
        try {
            int whole = value.replace("=", "").length();
            var body = value.replace("=", "").substring(0, whole % 4 == 1 ? whole - 1 : whole);
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static String first72(String userAndPassword) {
        var password = userAndPassword.substring(userAndPassword.indexOf(':') + 1);
        return password.substring(0, Math.min(72, password.length()));
    }

    private static FakeSubject bearerSubject(Function<WireRequest, WireResponse> server) {
        return subject(FakeTarget.opaque(), TOKEN, server);
    }

    private static FakeSubject basicSubject(String credential, Predicate<WireRequest> valid) {
        return subject(FakeTarget.basic(), credential, r -> valid.test(r) ? ok("{}") : status(401));
    }

    private static FakeSubject subject(Scheme scheme, String credential, Function<WireRequest, WireResponse> server) {
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, alice, server).credential(alice, credential);
    }
}
