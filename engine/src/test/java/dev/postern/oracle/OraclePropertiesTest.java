package dev.postern.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.SoftError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every answer. */
class OraclePropertiesTest {

    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "FOO");
    private static final Attempt FORGED = Attempt.denied("forged", Exchanges.GET_ORDER);

    private final Oracle oracle = new Oracle(DenialSigns.NONE);
    private final Oracle told = new Oracle(new DenialSigns(
            Optional.of("/welcome"),
            List.of(new SoftError("/success", Optional.of("false")), new SoftError("/error", Optional.empty())),
            List.of("/meta")));

    @Property(tries = 500)
    void oracle_never_throws_whatever_comes_back(
            @ForAll("answers") Exchange positive,
            @ForAll("answers") Exchange again,
            @ForAll("answers") Exchange negative,
            @ForAll("answers") Exchange answer,
            @ForAll Set<Tolerated> tolerated,
            @ForAll Expectation expectation) {
        var controls = new Controls(
                positive,
                () -> Optional.of(again),
                negative,
                Optional.of(again),
                List.of("alice", ""),
                () -> Optional.of(again),
                () -> Optional.of(negative));
        var attempt = new Attempt(
                "any", answer.request(), expectation, tolerated, Optional.empty(), Optional.empty(), Optional.empty());

        for (var each : List.of(oracle, told)) {
            assertThat(each.judge(controls, attempt, answer).words()).isNotBlank();
            assertThat(each.negative(controls).words()).isNotBlank();
            each.brokenPositive(positive);
            each.unstable(positive, again);
            each.retryAfter(answer);
            each.shouldRetry(answer);
            each.redirectedTo(answer);
        }
    }

    @Property(tries = 500)
    void what_the_positive_control_got_is_granted_where_no_credential_is_refused(
            @ForAll("documents") String body, @ForAll("refusals") Exchange negative) {
        var positive = Exchanges.answered(200, "application/json", body);
        Assume.that(oracle.brokenPositive(positive).isEmpty());

        var decision = oracle.judge(Exchanges.controls(positive, negative), FORGED, positive);

        assertThat(decision).isInstanceOf(Granted.class);
    }

    @Property(tries = 500)
    void what_no_credential_got_is_denied(@ForAll("documents") String body, @ForAll("refusals") Exchange negative) {
        var positive = Exchanges.answered(200, "application/json", body);
        Assume.that(oracle.brokenPositive(positive).isEmpty());

        var decision = oracle.judge(Exchanges.controls(positive, negative), FORGED, negative);

        assertThat(decision).isInstanceOf(Denied.class);
    }

    @Property(tries = 300)
    void likeness_is_between_0_and_1_and_whole_to_itself(@ForAll("bodies") byte[] one, @ForAll("bodies") byte[] two) {
        var print = print(one);
        var learnt = DynamicFields.learn(print, Optional.empty(), List.of(), Exchanges.SENT_AT);

        var toOther = Similarity.of(print, learnt, print(two));
        var toItself = Similarity.of(print, learnt, print(one));

        assertThat(toOther.structure()).isBetween(0.0, 1.0);
        assertThat(toOther.values().orElse(0)).isBetween(0.0, 1.0);
        assertThat(toItself.isSame(Thresholds.CALIBRATED)).isTrue();
    }

    @Property(tries = 300)
    void masking_twice_is_masking_once(@ForAll("targets") String target, @ForAll String text) {
        var mask = ReflectedInput.of(Exchanges.request("GET " + target));
        var once = mask.masked(text + target);

        Assume.that(!target.contains("input"));

        assertThat(mask.masked(once)).isEqualTo(once);
    }

    @Provide
    Arbitrary<Exchange> answers() {
        return Combinators.combine(
                        Arbitraries.integers().between(100, 599),
                        bodies(),
                        Arbitraries.of(
                                "application/json", "text/html", "application/xml", "text/plain", "image/png", ";"),
                        targets(),
                        Arbitraries.of(METHODS),
                        Arbitraries.of(
                                "", "/login", "//", "?", "https://", "/orders/17/", "http://[::1", "%zz", "a:b:c"))
                .as((status, body, type, target, method, location) -> Exchanges.answered(
                        Exchanges.request(method + " " + target).plus("X-Trace", "%"),
                        new WireResponse(
                                status,
                                List.of(
                                        new Header("Content-Type", type),
                                        new Header("Location", location),
                                        new Header("Retry-After", location),
                                        new Header("Age", "1")),
                                Content.of(body),
                                body.length % 2 == 0)));
    }

    @Provide
    Arbitrary<Exchange> refusals() {
        return Combinators.combine(Arbitraries.of(401, 403), documents())
                .as((status, body) -> Exchanges.answered(status, "application/json", "{\"error\":" + body + "}"));
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
                documents().map(d -> Content.of(d).bytes()),
                documents().map(d -> Content.of(d.substring(d.length() / 2)).bytes()),
                documents().map(d -> Content.of(d.substring(0, d.length() / 2)).bytes()),
                Arbitraries.of(
                                "",
                                "{}",
                                "[]",
                                "null",
                                "\uFEFF{\"a\":1}",
                                "<a><b>1</b></a>",
                                "<a",
                                "<!DOCTYPE html><p>x",
                                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hosts\">]><a>&e;</a>",
                                "[".repeat(5000),
                                "{\"a\":".repeat(5000),
                                "<a>".repeat(5000),
                                "{\"data\":null,\"errors\":[{}]}",
                                "a;b;c\n1;2;3")
                        .map(d -> Content.of(d).bytes()));
    }

    @Provide
    Arbitrary<String> documents() {
        return value(3);
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of(
                "/orders/17",
                "/orders/17?a=b&c",
                "/graphql",
                "//x",
                "/%zz/%2e",
                "*",
                "",
                "/orders/17/",
                "?",
                "/a?b?c=#");
    }

    private static Arbitrary<String> value(int depth) {
        var scalars = Arbitraries.oneOf(
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.of("true", "false", "null", "\"2026-05-04T10:00:00Z\"", "1777888800", "\"\\u00e9\\/\""),
                Arbitraries.strings().alpha().ofMaxLength(20).map(s -> '"' + s + '"'));
        if (depth == 0) {
            return scalars;
        }
        var names = Arbitraries.of("id", "name", "total", "items", "status", "requestId", "a~/b", "note");
        var objects = Combinators.combine(
                        names.list().uniqueElements().ofMaxSize(5),
                        value(depth - 1).list().ofSize(5))
                .as(OraclePropertiesTest::object);
        var arrays = value(depth - 1).list().ofMaxSize(4).map(v -> "[" + String.join(",", v) + "]");
        return Arbitraries.frequencyOf(Tuple.of(1, scalars), Tuple.of(3, objects), Tuple.of(2, arrays));
    }

    private static String object(List<String> names, List<String> values) {
        var members = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            members.add('"' + names.get(i) + "\":" + values.get(i));
        }
        return members.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static Fingerprint print(byte[] body) {
        return Fingerprint.of(
                new WireResponse(200, List.of(new Header("Content-Type", "text/plain")), Content.of(body), false),
                ReflectedInput.NONE);
    }
}
