package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.Limits;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {

    private static final Position NOWHERE = new Position("target.yaml", 0, 0);
    private static final String JWT_HEADER = b64("{\"alg\":\"none\",\"kid\":\"k-1\"}");
    private static final String JWT = JWT_HEADER + "." + b64("{\"sub\":\"alice\",\"scope\":\"orders:read\"}") + "."
            + "c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static Target target(Identity... identities) {
        var schemes = new LinkedHashMap<String, Scheme>();
        for (var scheme : List.of(
                new Scheme.ApiKey("partner", Scheme.Carrier.HEADER, "X-Partner", Optional.empty()),
                new Scheme.ApiKey("query", Scheme.Carrier.QUERY, "sig", Optional.empty()))) {
            schemes.put(scheme.name(), scheme);
        }
        var people = new LinkedHashMap<String, Identity>();
        Arrays.stream(identities).forEach(i -> people.put(i.name(), i));
        return new Target(
                "test",
                URI.create("https://api.test"),
                Optional.empty(),
                Limits.DEFAULT,
                Set.of(),
                List.of(),
                DenialSigns.NONE,
                false,
                schemes,
                people,
                Map.of(),
                NOWHERE);
    }

    private static Identity alice(Obtain obtain) {
        return new Identity(
                "alice", "partner", Optional.empty(), Set.of(), Set.of(), Map.of(), List.of(), obtain, NOWHERE);
    }

    private static WireRequest get(String target) {
        return WireRequest.of(Origin.of(URI.create("https://api.test")), "GET", target);
    }

    private static Exchange answered(WireRequest request, WireResponse response) {
        return new Exchange(request, new Answered(response), Instant.EPOCH, Duration.ofMillis(3));
    }

    private static final WireResponse EMPTY = new WireResponse(204, List.of(), Content.NONE, false);

    private static RecordedExchange record(Redactor redactor, WireRequest request) {
        return redactor.record("step", answered(request, EMPTY));
    }

    private static RecordedExchange record(WireRequest request) {
        return record(new Redactor(target()), request);
    }

    private static String header(String name, String value) {
        return record(get("/").plus(name, value)).requestHeaders().get(0).value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization       | Bearer abcdefghijklmnop      | Bearer ***",
                "authorization       | bearer  abcdefghijklmnop     | bearer  ***",
                "Authorization       | Basic dXNlcjpwYXNzd29yZA==   | Basic ***",
                "Authorization       | abcdefghijklmnop             | ***",
                "Proxy-Authorization | Basic dXNlcjpwYXNzd29yZA==   | Basic ***",
                "Authorization       | Bearer null                  | Bearer null",
                "Authorization       | Bearer                       | Bearer",
                "Authorization       | Foo x                        | Foo x",
                "Authorization       | Bearer []                    | Bearer []",
                "Cookie              | a=1; SID=abcdefghijklmnop    | a=1; SID=***",
                "X-Partner           | abcdefghijklmnop             | ***",
                "X-API-Key           | abcdefghijklmnop             | ***",
                "X-Auth-Token        | abcdefghijklmnop             | ***",
                "Accept              | application/json             | application/json",
                "Referer             | https://a.test/?sig=abcdefghijkl&x=1 | https://a.test/?sig=***&x=1"
            })
    void credentials_are_hidden_where_they_travel(String name, String value, String shown) {
        assertThat(header(name, value)).isEqualTo(shown);
    }

    @Test
    void a_short_value_that_is_part_of_a_secret_is_no_literal() {
        var redactor = new Redactor(target());
        redactor.learn("abcdefghijklmnop");

        assertThat(record(redactor, get("/").plus("Authorization", "Bearer defghi"))
                        .requestHeaders()
                        .get(0)
                        .value())
                .isEqualTo("Bearer ***");
    }

    @Test
    void the_header_of_a_jwt_is_told() {
        assertThat(header("Authorization", "Bearer " + JWT)).isEqualTo("Bearer ***(alg=none, kid=k-1)");
        assertThat(header("Cookie", "t=" + JWT)).isEqualTo("t=***(alg=none, kid=k-1)");

        var redactor = new Redactor(target());
        redactor.learn(JWT);
        assertThat(redactor.redact("got " + JWT + "!")).isEqualTo("got ***(alg=none, kid=k-1)!");
    }

    @Test
    void of_the_header_of_a_jwt_no_secret_is_told() {
        var redactor = new Redactor(target());
        redactor.learn("top-secret-key-id");
        var token = b64("{\"alg\":\"HS256\",\"kid\":\"top-secret-key-id\"}") + ".e30.c2ln";

        assertThat(record(redactor, get("/").plus("Authorization", "Bearer " + token))
                        .requestHeaders()
                        .get(0)
                        .value())
                .isEqualTo("Bearer ***(alg=HS256, kid=***)");
    }

    @Test
    void parts_of_a_known_jwt_are_hidden_but_its_header_is_not() {
        var redactor = new Redactor(target());
        redactor.learn(JWT);
        var payload = JWT.split("\\.", -1)[1];

        assertThat(redactor.redact("p " + payload)).isEqualTo("p ***");
        assertThat(redactor.redact("h " + JWT_HEADER)).contains(JWT_HEADER);
        assertThat(redactor.redact(Base64.getEncoder().encodeToString(JWT.getBytes(UTF_8))))
                .contains("***");
    }

    @Test
    void cookies_that_a_server_sets_lose_their_value_and_keep_their_attributes() {
        var response = new WireResponse(
                200,
                List.of(
                        new Header("Set-Cookie", "SID=abcdefghijklmnop; Path=/; HttpOnly"),
                        new Header("Set-Cookie", "SID=; Max-Age=0"),
                        new Header("Location", "https://a.test/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x")),
                Content.of("{\"access_token\": \"abcdefghijklmnop\", \"token_type\": \"Bearer\", \"expires_in\":3600,"
                        + "\"refreshToken\":\"qrstuvwxyz\\\"123\", \"error\": {\"code\":\"invalid_token\"}}"),
                false);
        var recorded = new Redactor(target()).record("s", answered(get("/"), response));

        assertThat(recorded.responseHeaders())
                .extracting(Header::value)
                .containsExactly("SID=***; Path=/; HttpOnly", "SID=; Max-Age=0", "https://a.test/cb?code=***&state=x");
        assertThat(recorded.responseBody())
                .isEqualTo("{\"access_token\": \"***\", \"token_type\": \"Bearer\", \"expires_in\":3600,"
                        + "\"refreshToken\":\"***\", \"error\": {\"code\":\"invalid_token\"}}");
    }

    @Test
    void credentials_in_urls_forms_and_json_are_hidden() {
        var recorded = record(get("/a?sig=abcdefghijklmnop&access_token=abcdefghijkl&x=1")
                .withMethod("POST")
                .withBody(Content.of("grant_type=password&username=alice&password=correct+horse&otp=123456")));

        assertThat(recorded.url()).isEqualTo("https://api.test/a?sig=***&access_token=***&x=1");
        assertThat(recorded.requestBody()).isEqualTo("grant_type=password&username=alice&password=***&otp=***");
        assertThat(record(get("/").withBody(Content.of("{\"password\":\"correct horse\",\"otp\":123456}")))
                        .requestBody())
                .isEqualTo("{\"password\":\"***\",\"otp\":***}");
    }

    @Test
    void challenges_of_a_server_stay_readable() {
        var challenge = "Bearer error=\"invalid_token\", error_description=\"The token expired\", realm=\"orders\"";
        var response = new WireResponse(401, List.of(new Header("WWW-Authenticate", challenge)), Content.NONE, false);

        assertThat(new Redactor(target())
                        .record("s", answered(get("/"), response))
                        .responseHeaders()
                        .get(0)
                        .value())
                .isEqualTo(challenge);
    }

    @Test
    void secrets_of_the_target_file_are_known_from_the_start() {
        var redactor = new Redactor(target(alice(new Obtain.UserPassword("alice", Secret.of("correct horse")))));
        redactor.learn("alice:correct horse");

        assertThat(redactor.redact("the password of alice is correct horse")).isEqualTo("the password of alice is ***");
    }

    @Test
    void secrets_in_the_steps_of_a_login_are_known_too() {
        var redactor = new Redactor(target(alice(new Obtain.Login(
                List.of(
                        new Obtain.Step(
                                "POST", "/login", "", Obtain.Template.of("username=alice&pw=correct+horse%21"), false),
                        new Obtain.Step("POST", "/pin", "", Obtain.Template.of("{\"pin\":\"battery staple\"}"), false)),
                Optional.of(Secret.of("JBSWY3DPEHPK3PXP"))))));

        assertThat(redactor.redact("alice: correct horse! battery staple JBSWY3DPEHPK3PXP"))
                .isEqualTo("alice: *** *** ***");
    }

    @Test
    void basic_credentials_with_the_shortest_password_are_hidden() {
        var redactor = new Redactor(target(alice(new Obtain.UserPassword("a", Secret.of("pw")))));

        assertThat(record(redactor, get("/").plus("Authorization", "Basic YTpwdw=="))
                        .requestHeaders()
                        .get(0)
                        .value())
                .isEqualTo("Basic ***");
        assertThat(record(redactor, get("/").plus("Authorization", "Basic YTp4"))
                        .requestHeaders()
                        .get(0)
                        .value())
                .isEqualTo("Basic YTp4");
    }

    @Test
    void a_sentence_that_speaks_of_a_scheme_stays_readable() {
        var redactor = new Redactor(target(alice(new Obtain.UserPassword("a", Secret.of("pw")))));

        assertThat(redactor.redact("answered 403, without a Basic challenge."))
                .isEqualTo("answered 403, without a Basic challenge.");
        assertThat(redactor.redact("sent Bearer abcdefgh.ijklmnop")).isEqualTo("sent Bearer ***");
    }

    @Test
    void long_bodies_are_cut_and_say_so() {
        var recorded = record(get("/").withBody(Content.of("x".repeat(100_000))));

        assertThat(recorded.requestBody()).hasSizeLessThan(17_000).endsWith("… (cut here; 100000 bytes in all)");
    }

    @Test
    void binary_bodies_are_only_described() {
        var recorded = record(get("/").plus("Content-Type", "image/png").withBody(Content.of(new byte[] {1, 0, -1})));

        assertThat(recorded.requestBody()).isEqualTo("(3 bytes, image/png)");
    }

    @Test
    void a_request_without_answer_tells_why() {
        var recorded = new Redactor(target())
                .record(
                        "s",
                        new Exchange(
                                get("/"), new Unanswered(Failure.RESET, "it ended"), Instant.EPOCH, Duration.ZERO));

        assertThat(recorded.status()).isZero();
        assertThat(recorded.failure()).isEqualTo("it ended");
    }

    @Test
    void curl_line_repeats_the_request_with_the_credential_left_out() {
        assertThat(record(get("/a?x=1&sig=1")
                                .plus("Authorization", "Bearer " + JWT)
                                .plus("X-A", ""))
                        .curl())
                .isEqualTo("""
                        # $CREDENTIAL: the credential of this request
                        curl -i --http1.1 -X GET 'https://api.test/a?x=1&sig=1' -H "Authorization: Bearer $CREDENTIAL" -H 'X-A;' \
                        -H 'User-Agent:' -H 'Accept:'""");
    }

    @Test
    void curl_line_survives_a_shell() throws Exception {
        var request = get("/it's/../[x]?q=$HOME")
                .withMethod("POST")
                .plus("X-A", "a\"b`c\\d $(id) 'e'")
                .plus("Authorization", "Bearer abcdefghijklmnop")
                .plus("X-Tab", "a\tb'c")
                .withBody(Content.of("{\"password\":\"abcdefghijklmnop\",\"a\":\"it's $5\"}"));
        var curl = record(request).curl();
        var process = new ProcessBuilder("bash", "-c", curl.replaceFirst("(?m)^curl", "printf '%s\\\\n'"))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var words = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(words.lines())
                .containsExactly(
                        "-i",
                        "--http1.1",
                        "-X",
                        "POST",
                        "--path-as-is",
                        "--globoff",
                        "https://api.test/it's/../[x]?q=$HOME",
                        "-H",
                        "X-A: a\"b`c\\d $(id) 'e'",
                        "-H",
                        "Authorization: Bearer ",
                        "-H",
                        "X-Tab: a\tb'c",
                        "-H",
                        "User-Agent:",
                        "-H",
                        "Accept:",
                        "-H",
                        "Content-Type:",
                        "--data-binary",
                        "{\"password\":\"\",\"a\":\"it's $5\"}");
    }

    @Test
    void odd_request_targets_are_repeated_as_they_are() {
        assertThat(record(get("http://other.test/a b")).curl())
                .isEqualTo(
                        "curl -i --http1.1 -X GET --request-target 'http://other.test/a b' https://api.test/ -H 'User-Agent:' -H 'Accept:'");
        assertThat(record(get("/").withMethod("HEAD")).curl())
                .isEqualTo("curl -i --http1.1 --head https://api.test/ -H 'User-Agent:' -H 'Accept:'");
    }

    @Test
    void sixty_four_kibibytes_with_two_hundred_secrets_take_less_than_twenty_milliseconds() {
        var random = new Random(4711);
        var redactor = new Redactor(target());
        var secrets = new ArrayList<String>();
        for (var i = 0; i < 200; i++) {
            var bytes = new byte[i % 2 == 0 ? 600 : 6 + i % 20];
            random.nextBytes(bytes);
            var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            secrets.add(i % 2 == 0 ? JWT_HEADER + "." + secret + "." + secret.substring(0, 300) : secret);
        }
        secrets.forEach(redactor::learn);
        var body = new StringBuilder();
        while (body.length() < 64 * 1024) {
            body.append("{\"name\":\"a value\",\"n\":")
                    .append(random.nextLong())
                    .append(",\"u\":\"a%20b\"}\n");
        }
        body.insert(30_000, secrets.get(42));
        var text = body.toString();

        // Time of this thread alone, and as many rounds as a busy machine needs to compile the code.
        var clock = ManagementFactory.getThreadMXBean();
        var best = Duration.ofDays(1);
        for (var i = 0; i < 500 && best.compareTo(Duration.ofMillis(20)) >= 0; i++) {
            var start = clock.getCurrentThreadCpuTime();
            assertThat(redactor.redact(text)).doesNotContain(secrets.get(42).substring(100, 120));
            var took = Duration.ofNanos(clock.getCurrentThreadCpuTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(20));
    }

    @Test
    void it_prints_no_secret() {
        var redactor = new Redactor(target());
        redactor.learn("abcdefghijklmnop");

        assertThat(redactor.toString()).doesNotContain("abcdef");
    }
}
