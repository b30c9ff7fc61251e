package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down of the requests of a case, by the places where secrets were put. */
class RecorderTest {

    private static final WireResponse OK = new WireResponse(200, List.of(), Content.NONE, false);
    private static final String HEADER = b64("{\"alg\":\"RS256\",\"kid\":\"k-1\"}");
    private static final String PAYLOAD = b64("{\"sub\":\"alice\",\"scope\":\"orders:read\",\"aud\":\"orders\"}");
    private static final String TOKEN = HEADER + "." + PAYLOAD + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
    private static final String CASE = "jwt.alg-none|list|tokens|alice|";

    private final Redactor redactor = new Redactor(RedactorTest.target(alice(new Obtain.Given(
            Secret.of(TOKEN), Optional.of(Secret.of("refresh-token-of-alice-4711")), Optional.empty()))));
    private final Recorder recorder = redactor.recorder(CASE);

    private static Identity alice(Obtain obtain) {
        return new Identity(
                "alice",
                "partner",
                Optional.empty(),
                Set.of(),
                Set.of(),
                Map.of(),
                List.of(),
                obtain,
                new Position("target.yaml", 0, 0));
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static WireRequest get(String target) {
        return WireRequest.of(Origin.of(URI.create("https://api.test")), "GET", target)
                .plus("User-Agent", "t")
                .plus("Accept", "*/*");
    }

    private static WireRequest bearer(String token) {
        return get("/").plus("Authorization", "Bearer " + token);
    }

    private static Exchange answered(WireRequest request, WireResponse response) {
        return new Exchange(request, new Answered(response), Instant.EPOCH, Duration.ofMillis(3));
    }

    private RecordedExchange attempt(String label, WireRequest request) {
        return recorder.record(label, answered(request, OK), true);
    }

    private static String authorization(RecordedExchange exchange) {
        return exchange.requestHeaders().stream()
                .filter(h -> h.is("Authorization"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void the_valid_credential_is_one_variable_that_a_command_sets() {
        assertThat(attempt("valid", bearer(TOKEN)).curl().lines())
                .containsExactly(
                        "CREDENTIAL=\"$(postern forge target.yaml --identity alice)\"",
                        "curl -i --http1.1 -X GET https://api.test/ -H 'User-Agent: t' -H 'Accept: */*'"
                                + " -H \"Authorization: Bearer $CREDENTIAL\"");
    }

    @Test
    void a_forgery_is_a_variable_of_its_own_and_its_header_is_told_whatever_secrets_are_known() {
        attempt("valid", bearer(TOKEN));
        redactor.learn("{\"alg\":\"None\",\"kid\":"); // its windows are in every such header
        var forged = attempt("it's alg None", bearer(b64("{\"alg\":\"None\",\"kid\":\"k-1\"}") + "." + PAYLOAD + "."));
        var other = attempt("alg none", bearer(b64("{\"alg\":\"none\"}") + "." + PAYLOAD + "."));

        assertThat(authorization(forged)).isEqualTo("Bearer ***(alg=None, kid=k-1)");
        assertThat(forged.curl())
                .startsWith("FORGED=\"$(postern forge target.yaml '" + CASE + "' 'it'\\''s alg None')\"\ncurl")
                .endsWith("-H \"Authorization: Bearer $FORGED\"");
        assertThat(other.curl()).contains("\"Authorization: Bearer $FORGED_2\"");
    }

    @Test
    void what_is_added_to_a_known_credential_is_shown_beside_it() {
        assertThat(attempt("longer", bearer(TOKEN + "7e5a")).curl()).endsWith("Bearer ${CREDENTIAL}7e5a\"");
        assertThat(attempt("twice", bearer(TOKEN + ", Bearer null")).curl())
                .endsWith("\"Authorization: Bearer $CREDENTIAL, Bearer null\"");
        assertThat(authorization(attempt("padded", bearer(TOKEN + "=="))))
                .isEqualTo("Bearer ***(alg=RS256, kid=k-1)==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "8fk2m3nv9wq1zx7c5b4a", "a.b.c.d.uzf2afi26fkedkrowx4t", "!!%%{}<>", "' OR '1'='1"})
    void what_a_check_made_up_is_shown_as_it_was_sent(String junk) {
        assertThat(authorization(attempt("junk", bearer(junk)))).isEqualTo("Bearer " + junk);
        assertThat(attempt("junk", bearer(junk)).curl()).doesNotContain("$(");
    }

    @Test
    void a_step_that_changes_what_an_answer_brought_is_sent_again_with_its_case() {
        var brought = b64("{\"alg\":\"RS256\"}") + "." + b64("{\"sub\":\"a-token-of-this-run\"}") + ".c2lnbmF0dXJlQ";
        var login = new WireResponse(
                200, List.of(), Content.of(("{\"access_token\":\"" + brought + "\"}").getBytes(UTF_8)), false);
        recorder.record("login", answered(get("/login"), login), false);

        var same = recorder.record("the same", answered(bearer(brought), OK), false);
        var changed = recorder.record("an idle bit", answered(bearer(brought.replaceFirst("Q$", "R")), OK), false);
        var other = recorder.record(
                "another", answered(bearer(b64("{\"alg\":\"RS256\"}") + "." + PAYLOAD + "."), OK), false);

        assertThat(same.curl()).startsWith("# $CREDENTIAL: `access_token` in the answer to \"login\"\ncurl ");
        assertThat(changed.curl())
                .isEqualTo("postern replay target.yaml '" + CASE
                        + "' 'an idle bit' # what it carries is made from an answer of this run");
        assertThat(other.curl()).startsWith("CREDENTIAL_3=").contains("\ncurl ");
    }

    @Test
    void in_a_step_what_nobody_knows_is_hidden_unless_it_is_said_to_be_made_up() {
        recorder.madeUp("8fk2m3nv9wq1zx7c5b4a");

        assertThat(authorization(recorder.record("step", answered(bearer("8fk2m3nv9wq1zx7c5b4a"), OK), false)))
                .isEqualTo("Bearer 8fk2m3nv9wq1zx7c5b4a");
        assertThat(authorization(recorder.record("step", answered(bearer("p0q9w8e7r6t5y4u3i2o1"), OK), false)))
                .isEqualTo("Bearer ***");
    }

    @Test
    void what_is_said_to_be_made_up_is_hidden_where_it_holds_a_secret() {
        recorder.madeUp("x" + TOKEN.substring(60));

        assertThat(authorization(recorder.record("step", answered(bearer("x" + TOKEN.substring(60)), OK), false)))
                .isEqualTo("Bearer ***");
    }

    @Test
    void a_basic_pair_is_one_variable_and_leaves_no_part_of_it_behind() {
        var ben = new Redactor(RedactorTest.target(alice(new Obtain.UserPassword("ben", Secret.of("s3cr3t-of-Ben")))));
        var pair = Base64.getEncoder().encodeToString("ben:s3cr3t-of-Ben".getBytes(UTF_8));
        var recorded = ben.recorder(CASE)
                .record("valid", answered(get("/").plus("Authorization", "Basic " + pair), OK), false);

        assertThat(authorization(recorded)).isEqualTo("Basic ***");
        assertThat(recorded.curl()).contains("Basic $CREDENTIAL\"");
        assertThat(ben.redact("you sent " + pair)).isEqualTo("you sent ***");
        for (var before : List.of("", "x", "xy")) {
            var shifted = Base64.getEncoder().encodeToString((before + "ben:s3cr3t-of-Ben").getBytes(UTF_8));
            assertThat(ben.redact("<" + shifted + ">")).isEqualTo("<***>");
        }
    }

    @Test
    void different_secrets_of_a_request_have_different_variables() {
        var recorded = recorder.record(
                "refresh",
                answered(
                        bearer(TOKEN)
                                .withMethod("POST")
                                .plus("Content-Type", "application/x-www-form-urlencoded")
                                .withBody(Content.of(
                                        "grant_type=refresh_token&refresh_token=refresh-token-of-alice-4711")),
                        OK),
                false);

        assertThat(recorded.curl())
                .contains("REFRESH_TOKEN=\"$(postern forge target.yaml --identity alice --refresh-token)\"\n")
                .contains("Bearer $CREDENTIAL\"")
                .endsWith("--data-binary \"grant_type=refresh_token&refresh_token=$REFRESH_TOKEN\"");
    }

    @Test
    void what_an_answer_brought_is_hidden_in_it_and_named_where_a_later_step_sends_it() {
        var tokens = new WireResponse(
                200,
                List.of(new Header("Set-Cookie", "SID=cookie-of-this-session; Path=/")),
                Content.of("{\"access_token\":\"opaque-token-0123456789\",\"echo\":\"got opaque-token-0123456789\"}"),
                false);
        var issued = recorder.record("the login", answered(get("/token"), tokens), false);
        var used = recorder.record(
                "its use",
                answered(bearer("opaque-token-0123456789").plus("Cookie", "SID=cookie-of-this-session"), OK),
                false);

        assertThat(issued.responseBody()).isEqualTo("{\"access_token\":\"***\",\"echo\":\"got ***\"}");
        assertThat(used.curl())
                .contains("# $CREDENTIAL: `access_token` in the answer to \"the login\"\n")
                .contains("# $COOKIE: the cookie `SID` in the answer to \"the login\"\n");
    }

    @Test
    void an_ordinary_word_that_is_a_password_is_hidden_where_passwords_are_and_not_in_paths_and_prose() {
        var word = new Redactor(RedactorTest.target(alice(new Obtain.UserPassword("ops", Secret.of("actuator")))));
        var recorded = word.recorder(CASE)
                .record(
                        "step",
                        answered(
                                get("/actuator/env?password=actuator")
                                        .withBody(Content.of("{\"password\":\"actuator\"}")),
                                OK),
                        false);

        assertThat(recorded.url()).isEqualTo("https://api.test/actuator/env?password=***");
        assertThat(recorded.requestBody()).isEqualTo("{\"password\":\"***\"}");
        assertThat(word.redact("the password actuator is wrong; see /actuator/env"))
                .isEqualTo("the password *** is wrong; see /actuator/env");
        assertThat(word.redact(Base64.getEncoder().encodeToString("ops:actuator".getBytes(UTF_8))))
                .isEqualTo("***");
    }

    @Test
    void of_a_key_only_what_is_secret_is_hidden() {
        redactor.learn(
                "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----");
        redactor.learn("{\"kty\":\"oct\",\"kid\":\"key-of-orders\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQ\"}");

        assertThat(redactor.redact("A PEM block that holds no PRIVATE KEY-----; -----BEGIN PRIVATE KEY-----"))
                .isEqualTo("A PEM block that holds no PRIVATE KEY-----; -----BEGIN PRIVATE KEY-----");
        assertThat(redactor.redact("key-of-orders: c2VjcmV0LXNlY3JldC1zZWNyZXQ"))
                .isEqualTo("key-of-orders: ***");
        assertThat(redactor.redact("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg"))
                .isEqualTo("***");
    }

    @Test
    void a_forgery_that_an_answer_echoes_is_hidden_and_forgotten_long_after() {
        var echo = "%08x%08x%08x";
        for (var i = 0; i < 3_000; i++) {
            attempt(
                    "forgery " + i,
                    bearer(TOKEN.substring(0, TOKEN.length() - 30) + echo.formatted(i, i * 31, i * 17)));
        }

        assertThat(recorder.redact("got " + echo.formatted(2_999, 2_999 * 31, 2_999 * 17)))
                .isEqualTo("got ***");
    }

    @Test
    void what_curl_cannot_send_is_said_and_another_command_given() {
        assertThat(attempt("a raw NUL", get("/").plus("X-A", "a\0b")).curl())
                .isEqualTo(
                        "postern replay target.yaml '" + CASE + "' 'a raw NUL'"
                                + " # curl cannot send this request: a header field holds NUL or a line end, or its name is no token");
        assertThat(attempt("framing", get("/").plus("Transfer-Encoding", "chunked"))
                        .curl())
                .startsWith("postern replay ");
    }

    @Test
    void every_byte_of_a_body_and_of_a_header_field_arrives() throws Exception {
        var body = new byte[255];
        for (var i = 0; i < body.length; i++) {
            body[i] = (byte) (i + 1);
        }
        var request = get("/").withMethod("POST")
                .plus("Content-Type", "x/y")
                .plus("X-Odd", "tab\t'quote' \"double\" !history $HOME `id` \\n é")
                .withBody(Content.of(body));
        var printed = printed(attempt("bytes", request).curl(), "--data-binary");

        assertThat(printed).isEqualTo(body);
        assertThat(new String(printed(attempt("bytes", request).curl(), "X-Odd"), UTF_8))
                .startsWith("X-Odd: tab\t'quote' \"double\" !history $HOME `id` \\n ");
    }

    /** The word of a command that follows an option, or that begins so, as bash gives it to the program. */
    private static byte[] printed(String curl, String word) throws Exception {
        var script = "curl() { while [ $# -gt 0 ]; do case \"$1\" in " + word + ") printf %s \"$2\"; return;; " + word
                + "*) printf %s \"$1\"; return;; esac; shift; done; }\n" + curl;
        var process = new ProcessBuilder("bash", "-c", script).start();
        process.getOutputStream().close();
        return process.getInputStream().readAllBytes();
    }

    @Test
    void a_body_that_begins_with_an_at_sign_is_no_name_of_a_file() {
        assertThat(attempt(
                                "at",
                                get("/").withMethod("POST")
                                        .plus("Content-Type", "t")
                                        .withBody(Content.of("@etc")))
                        .curl())
                .endsWith("--data-raw @etc");
    }
}
