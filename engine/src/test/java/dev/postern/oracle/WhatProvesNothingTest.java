package dev.postern.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target.DenialSigns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a denial and a grant have in common, what moves by itself, and what came on top. */
class WhatProvesNothingTest {

    private static final Identity BOB = new Identity(
            "bob",
            "tokens",
            Optional.empty(),
            Set.of(),
            Set.of(),
            Map.of(),
            List.of("marker-of-bob"),
            new Obtain.Given(Secret.of("t"), Optional.empty(), Optional.empty()),
            new Position("test", 0, 0));
    private static final Attempt FORGED = Attempt.denied("forged", Exchanges.GET_ORDER);
    private static final Attempt OF_BOB =
            Attempt.notOthersData("bob's", Exchanges.GET_ORDER).by(BOB);
    private static final Exchange NO = json(401, "{\"error\":\"who are you\"}");

    private final Oracle oracle = new Oracle(DenialSigns.NONE);

    private static Exchange json(int status, String body) {
        return Exchanges.answered(status, "application/json", body);
    }

    private static Exchange html(String body) {
        return Exchanges.answered(200, "text/html", body);
    }

    private Decision forged(Exchange positive, Exchange negative, Exchange answer) {
        return oracle.judge(Exchanges.controls(positive, negative), FORGED, answer);
    }

    private static String envelope(String rest) {
        return IntStream.range(0, 100)
                        .mapToObj(i -> "\"constant" + i + "\":\"value of the platform " + i + "\"")
                        .collect(Collectors.joining(",", "{\"meta\":{", "},"))
                + rest + "}";
    }

    @Test
    void an_envelope_of_constants_is_no_grant() {
        var positive = json(200, envelope("\"data\":{\"id\":4711001,\"item\":\"ink\",\"owner\":\"alice\"}"));
        var negative = json(200, envelope("\"data\":null,\"message\":\"log in\""));

        assertThat(forged(positive, negative, json(200, envelope("\"data\":null,\"message\":\"bad token\""))))
                .isNotInstanceOf(Granted.class);
        assertThat(forged(positive, negative, positive)).isInstanceOf(Granted.class);
        assertThat(forged(
                        positive,
                        negative,
                        json(200, envelope("\"data\":{\"id\":4711001,\"item\":\"ink\",\"owner\":\"alice\"},\"n\":1"))))
                .isInstanceOf(Granted.class);
    }

    @Test
    void a_page_that_differs_where_nobody_looks_is_no_grant() {
        var page = "<html><body>" + "all the words of a long page ".repeat(40_000);
        var positive = html(page + "<p>the secret of alice is 4711001</p></body></html>");
        var negative = html(page + "<p>please log in</p></body></html>");
        var refused = html(page + "<p>this token is not valid</p></body></html>");

        assertThat(forged(positive, negative, refused)).isNotInstanceOf(Granted.class);
        assertThat(forged(positive, negative, positive)).isInstanceOf(Granted.class);
    }

    private Decision ofBob(String alices, String bobs, String bobsAgain, String answer, List<String> markers) {
        var controls = new Controls(
                        json(200, alices),
                        () -> Optional.of(json(200, alices)),
                        NO,
                        Optional.of(json(200, bobs)),
                        markers,
                        Optional::empty,
                        Optional::empty)
                .withSender(() -> Optional.of(json(200, bobsAgain)), BOB.markers());
        return oracle.judge(controls, OF_BOB, json(200, answer));
    }

    private static String queue(String name, int memory) {
        return "{\"name\":\"" + name + "\",\"memory\":" + memory + ",\"durable\":true,\"node\":\"rabbit@host\"}";
    }

    @Test
    void a_gauge_that_moved_to_the_others_value_is_no_data_of_the_other() {
        assertThat(ofBob(
                        queue("queue-of-alice", 1055656),
                        queue("queue-of-bob", 1041336),
                        queue("queue-of-bob", 1055656),
                        queue("queue-of-bob", 1055656),
                        List.of()))
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_number_that_stays_shows_whose_data_it_is() {
        assertThat(ofBob(queue("q", 1055656), queue("q", 1041336), queue("q", 1041336), queue("q", 1055656), List.of()))
                .isInstanceOf(Granted.class);
    }

    @Test
    void a_marker_of_the_sender_without_one_of_the_other_is_a_denial() {
        assertThat(ofBob(
                        queue("marker-of-alice", 1055656),
                        queue("marker-of-bob", 1041336),
                        queue("marker-of-bob", 1041336),
                        queue("marker-of-bob", 1055656),
                        List.of("marker-of-alice")))
                .isInstanceOf(Denied.class);
        assertThat(ofBob(
                        queue("marker-of-alice", 1055656),
                        queue("marker-of-bob", 1041336),
                        queue("marker-of-bob", 1041336),
                        "[" + queue("marker-of-bob", 1041336) + "," + queue("marker-of-alice", 1055656) + "]",
                        List.of("marker-of-alice")))
                .isInstanceOf(Granted.class);
    }

    @Test
    void what_came_on_top_of_all_of_the_data_makes_it_no_less_a_grant() {
        var positive = json(200, "[{\"id\":4711001,\"text\":\"first row\"},{\"id\":4711002,\"text\":\"second row\"}]");
        var longer = json(
                200,
                "[{\"id\":4711001,\"text\":\"first row\"},{\"id\":4711002,\"text\":\"second row\"},"
                        + "{\"id\":3,\"text\":\"x\",\"by\":\"postern\",\"note\":{\"a\":1,\"b\":2}}]");
        var others = json(200, "[{\"id\":3,\"text\":\"x\",\"by\":\"postern\",\"note\":{\"a\":1,\"b\":2}}]");

        assertThat(forged(positive, NO, longer)).isInstanceOf(Granted.class);
        assertThat(forged(positive, NO, others)).isInstanceOf(Unclear.class);
    }

    @Test
    void an_empty_list_is_a_denial_for_who_honestly_lacks_a_right() {
        var positive = json(200, "{\"users\":[{\"name\":\"ann\"},{\"name\":\"ben\"}]}");
        var empty = json(200, "{\"users\":[]}");
        var controls = Exchanges.controls(positive, NO);

        assertThat(oracle.judge(controls, FORGED, empty)).isInstanceOf(Unclear.class);
        assertThat(oracle.judge(controls, FORGED.tolerating(Tolerated.FILTERED), empty))
                .isInstanceOf(Denied.class);
        assertThat(oracle.judge(controls, FORGED.tolerating(Tolerated.FILTERED), positive))
                .isInstanceOf(Granted.class);
    }

    @Test
    void a_stranger_to_whom_a_thing_does_not_exist_is_denied_whatever_other_paths_answer() {
        var controls = new Controls(
                json(200, "{\"objectId\":\"x9\",\"text\":\"hello\"}"),
                Optional::empty,
                json(404, "{\"code\":101,\"error\":\"Object not found.\"}"),
                Optional.empty(),
                List.of(),
                Optional::empty,
                () -> Optional.of(json(404, "{\"error\":\"Cannot GET /classes/X/none\"}")));

        assertThat(oracle.negative(controls)).isInstanceOf(Denied.class);
    }

    @Test
    void a_stranger_who_gets_an_empty_list_is_denied_where_the_owners_shows_its_marker() {
        var positive = json(200, "{\"results\":[{\"text\":\"marker-of-alice\",\"n\":1}]}");
        var empty = json(200, "{\"results\":[]}");

        assertThat(oracle.negative(Exchanges.controls(positive, empty))).isInstanceOf(Unclear.class);
        assertThat(oracle.negative(new Controls(
                        positive,
                        Optional::empty,
                        empty,
                        Optional.empty(),
                        List.of("marker-of-alice"),
                        Optional::empty,
                        Optional::empty)))
                .isInstanceOf(Denied.class);
    }

    @Test
    void an_envelope_that_every_refusal_has_makes_no_operation_open() {
        var positive = json(200, envelope("\"data\":{\"id\":4711001,\"item\":\"ink\",\"owner\":\"alice\"}"));
        Function<Exchange, Decision> negative = answer -> oracle.negative(new Controls(
                positive,
                Optional::empty,
                answer,
                Optional.empty(),
                List.of(),
                Optional::empty,
                () -> Optional.of(json(404, envelope("\"data\":{\"error\":\"no such page\"}")))));

        assertThat(negative.apply(json(401, envelope("\"data\":{\"error\":\"who are you\"}"))))
                .isInstanceOf(Denied.class);
        assertThat(negative.apply(json(200, envelope("\"data\":{\"error\":\"who are you\"}"))))
                .isNotInstanceOf(Granted.class);
        assertThat(negative.apply(positive)).isInstanceOf(Granted.class);
    }

    @Test
    void an_object_without_anything_in_it_is_filtered_as_an_empty_list_is() {
        assertThat(ofBob(
                        "{\"id\":4711001,\"item\":\"ink\"}",
                        "{\"id\":4712002,\"item\":\"pen\"}",
                        "{\"id\":4712002,\"item\":\"pen\"}",
                        "{}",
                        List.of()))
                .isInstanceOf(Denied.class);
    }

    @Test
    void an_error_that_a_worthless_credential_gets_too_is_a_denial_where_it_shows_none_of_the_data() {
        var positive = json(200, envelope("\"data\":{\"id\":4711001,\"item\":\"ink\",\"owner\":\"alice\"}"));
        var error = json(200, envelope("\"data\":{\"success\":false,\"error\":{\"message\":\"sign in first\"}}"));
        Function<Exchange, Decision> beside = worthless -> oracle.negative(new Controls(
                positive,
                Optional::empty,
                error,
                Optional.empty(),
                List.of(),
                () -> Optional.of(worthless),
                () -> Optional.of(json(404, envelope("\"data\":{\"error\":\"no such page\"}")))));

        assertThat(beside.apply(error)).isInstanceOf(Denied.class);
        assertThat(beside.apply(positive)).isInstanceOf(Unclear.class);
    }
}
