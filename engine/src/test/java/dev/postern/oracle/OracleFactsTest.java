package dev.postern.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Target.DenialSigns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleFactsTest {

    private final Oracle oracle = new Oracle(DenialSigns.NONE);

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504, 520, 522, 530})
    void answer_that_decides_nothing_yet_is_to_be_retried(int status) {
        assertThat(oracle.shouldRetry(answer(status + ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 404, 500, 501, 505})
    void answer_that_decides_is_not_to_be_retried(int status) {
        assertThat(oracle.shouldRetry(answer(status + ""))).isFalse();
    }

    @Test
    void no_answer_is_not_to_be_retried_by_the_oracle() {
        assertThat(oracle.shouldRetry(Exchanges.unanswered(Exchanges.GET_ORDER, Failure.RESET)))
                .isFalse();
    }

    @Test
    void retry_after_is_read_in_seconds() {
        assertThat(oracle.retryAfter(answer("429\nRetry-After: 7"))).contains(Duration.ofSeconds(7));
    }

    @Test
    void retry_after_as_a_date_is_measured_by_the_clock_of_the_server() {
        var answer = answer("503\nDate: Mon, 04 May 2026 12:00:00 GMT\nRetry-After: Mon, 04 May 2026 12:00:30 GMT");

        assertThat(oracle.retryAfter(answer)).contains(Duration.ofSeconds(30));
    }

    @Test
    void retry_after_in_the_past_is_now() {
        assertThat(oracle.retryAfter(answer("503\nRetry-After: Mon, 04 May 2020 12:00:30 GMT")))
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-3", "1.5", "99999999999999999999", ""})
    void retry_after_that_cannot_be_read_is_none(String value) {
        assertThat(oracle.retryAfter(answer("429\nRetry-After: " + value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/17/, https://api.example.test /orders/17/",
        "https://api.example.test/ORDERS/17?x=1, https://api.example.test /ORDERS/17?x=1",
        "https://api.example.test:8443/orders/17, https://api.example.test:8443 /orders/17",
    })
    void redirect_to_the_same_resource_can_be_followed(String location, String expected) {
        assertThat(oracle.redirectedTo(answer("301\nLocation: " + location)))
                .map(r -> r.origin() + " " + r.target())
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.test/orders/17",
                "https://other.example.test/orders/17",
                "/orders/18",
                "/login"
            })
    void redirect_elsewhere_or_to_plain_http_is_never_followed(String location) {
        assertThat(oracle.redirectedTo(answer("301\nLocation: " + location))).isEmpty();
    }

    @Test
    void controls_of_one_status_class_and_kind_are_stable() {
        assertThat(oracle.unstable(answer("200"), answer("204"))).isEmpty();
    }

    @Test
    void controls_of_different_status_classes_are_unstable() {
        assertThat(oracle.unstable(answer("200"), answer("401")))
                .hasValueSatisfying(u -> assertThat(u.reason()).isEqualTo(Reason.UNSTABLE_CONTROL))
                .hasValueSatisfying(u -> assertThat(u.words()).contains("200", "401"));
    }

    @Test
    void controls_of_different_kinds_of_body_are_unstable() {
        var json = answer("200\nContent-Type: application/json\n\n{\"a\":1}");
        var page = answer("200\nContent-Type: text/html\n\n<html>maintenance</html>");

        assertThat(oracle.unstable(json, page)).map(Decision.Unclear::reason).contains(Reason.UNSTABLE_CONTROL);
    }

    @Test
    void throttled_second_control_is_throttled_and_not_unstable() {
        assertThat(oracle.unstable(answer("200"), answer("429")))
                .map(Decision.Unclear::reason)
                .contains(Reason.THROTTLED);
    }

    @ParameterizedTest
    @CsvSource({
        "401, POSITIVE_CONTROL_FAILED, valid credential is refused",
        "403, POSITIVE_CONTROL_FAILED, not sufficient",
        "404, POSITIVE_CONTROL_FAILED, nothing at that path",
        "405, POSITIVE_CONTROL_FAILED, method",
        "400, POSITIVE_CONTROL_FAILED, parameters",
        "500, SERVER_ERROR, crashes",
        "503, GATEWAY, gateway",
        "429, THROTTLED, slow down",
        "304, ODD_STATUS, nothing of access",
        "206, ODD_STATUS, range",
    })
    void broken_positive_control_is_told_with_its_reason(int status, Reason reason, String words) {
        assertThat(oracle.brokenPositive(answer(status + "")))
                .hasValueSatisfying(u -> assertThat(u.reason()).isEqualTo(reason))
                .hasValueSatisfying(u -> assertThat(u.words()).contains(words, String.valueOf(status)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200\n\n{\"id\":1}",
                "200\n\n[]",
                "204",
                "302\nLocation: https://files.example.test/a",
                "200\nContent-Type: application/json\n\n{\"data\":{\"id\":1},\"error\":null}",
                "200\nContent-Type: application/json\n\n{\"status\":\"ok\",\"message\":\"hello\"}",
            })
    void sound_positive_control_is_not_broken(String answer) {
        assertThat(oracle.brokenPositive(answer(answer))).isEmpty();
    }

    @Test
    void further_controls_are_sent_only_where_they_decide_and_once() {
        var sent = new AtomicInteger();
        var controls = new Controls(
                answer("200\n\n{\"id\":17}"),
                Optional::empty,
                answer("401"),
                Optional.empty(),
                List.of(),
                () -> counted(sent),
                () -> counted(sent));
        var attempt = Attempt.denied("forged", Exchanges.GET_ORDER);

        oracle.judge(controls, attempt, answer("401"));
        oracle.judge(controls, attempt, answer("403"));
        oracle.judge(controls, attempt, answer("200\n\n{\"id\":17}"));
        assertThat(sent).hasValue(0);

        oracle.judge(controls, attempt, answer("404"));
        assertThat(sent).hasValue(1);
    }

    @Test
    void large_bodies_are_compared_by_their_beginning() {
        var rows = "{\"id\":\"a-1\",\"name\":\"pen\"},".repeat(20_000);
        var positive = answer("200\nContent-Type: application/json\n\n[" + rows + "{\"id\":\"z\"}]");
        var answer = answer("200\nContent-Type: application/json\n\n[" + rows + "{\"id\":\"y\"}]");

        var decision = oracle.judge(
                Exchanges.controls(positive, answer("401")), Attempt.denied("forged", Exchanges.GET_ORDER), answer);

        assertThat(decision).isInstanceOf(Decision.Granted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-",
                "<",
                "<!--",
                "<input hidden ",
                "[{\"a\":",
                "{\"a\":[1],",
                "x@",
                "token is ",
                "<a b='1'>",
                "1 "
            })
    void hostile_body_costs_no_more_than_its_size(String piece) {
        var body = piece.repeat(Thresholds.LOOKED_AT / piece.length());
        var positive = answer("200\nContent-Type: text/html\n\n<p>" + body);
        var other = answer("200\nContent-Type: text/html\n\n<p>" + body + "!");
        var controls = Exchanges.controls(positive, answer("401"));

        assertTimeout(
                Duration.ofSeconds(10),
                () -> oracle.judge(controls, Attempt.denied("forged", Exchanges.GET_ORDER), other));
    }

    @Test
    void object_of_very_many_arrays_costs_no_more_than_its_size() {
        var body = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"k" + i + "\":[1]")
                .collect(Collectors.joining(",", "{", "}"));
        var positive = answer("200\nContent-Type: application/json\n\n" + body);
        var other = answer("200\nContent-Type: application/json\n\n" + body.replace("[1]", "[]"));
        var controls = Exchanges.controls(positive, answer("401"));

        assertTimeout(
                Duration.ofSeconds(10),
                () -> oracle.judge(controls, Attempt.denied("forged", Exchanges.GET_ORDER), other));
    }

    @Test
    void xml_with_a_document_type_reads_no_file() {
        var xml = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a><b>&e;</b></a>";

        var print =
                Fingerprint.of(Exchanges.response("200\nContent-Type: application/xml\n\n" + xml), ReflectedInput.NONE);

        assertThat(print.leaves())
                .noneMatch(n -> n.value().contains("localhost") || n.path().equals("/a/b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No static resource orders/17. | No static resource {input}/{input}.",
                "order 17 of 2017 | order {input} of 2017",
                "/orders/17 | {input}",
                "17 | {input}",
                "see https://api.example.test/orders/17! | see https://api.example.test{input}!",
                "Bearer of news abc.def.ghi | {input} of news {input}",
            })
    void echoes_of_the_request_are_masked_as_whole_words(String text, String masked) {
        WireRequest request = Exchanges.GET_ORDER.plus("Authorization", "Bearer abc.def.ghi");

        assertThat(ReflectedInput.of(request).masked(text)).isEqualTo(masked);
    }

    @Test
    void echoes_of_a_body_are_masked() {
        var request = Exchanges.request("POST /orders").withBody(Content.of("{\"item\":\"fountain pen\"}"));

        assertThat(ReflectedInput.of(request).masked("no fountain pen left")).isEqualTo("no {input} left");
    }

    private static Exchange answer(String text) {
        return Exchanges.answered(Exchanges.GET_ORDER, Exchanges.response(text));
    }

    private static Optional<Exchange> counted(AtomicInteger sent) {
        sent.incrementAndGet();
        return Optional.empty();
    }
}
