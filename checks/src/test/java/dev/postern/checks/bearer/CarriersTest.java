package dev.postern.checks.bearer;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Where a token may travel, and under which name. */
class CarriersTest {

    private static final String TOKEN = "T0ken-of-alice/1+2";
    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity ALICE = FakeTarget.person("alice", SCHEME).build();
    private static final Operation ORDERS = FakeTarget.get("/orders", SCHEME).build();

    @Test
    void a_server_that_reads_the_header_only_passes() {
        var subject = subject(
                ORDERS,
                request -> request.header("Authorization")
                        .filter(("Bearer " + TOKEN)::equals)
                        .isPresent());

        for (var check : List.of(new QueryToken(), new CookieToken(), new SchemeRequired())) {
            assertThat(subject.outcome(check)).isEqualTo(Outcome.PASS);
        }
    }

    @Test
    void a_server_that_reads_the_query_is_found_and_the_token_arrives_whole() {
        var subject = subject(
                ORDERS, request -> FakeSubject.query(request, "access_token").equals(TOKEN));

        assertThat(subject.granted(new QueryToken())).containsExactly("the valid token as ?access_token=");
    }

    @Test
    void an_unknown_parameter_that_is_refused_is_a_refusal() {
        var subject =
                FakeSubject.of(target(ORDERS), ALICE, request -> status(422)).credential(ALICE, TOKEN);

        assertThat(subject.outcome(new QueryToken())).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_parameter_of_the_operation_itself_is_left_alone() {
        var search = FakeTarget.get("/search", SCHEME).query("token", "start").build();

        assertThat(subject(search, request -> false).labels(new QueryToken()))
                .doesNotContain("the valid token as ?token=")
                .hasSize(3);
    }

    @Test
    void a_server_that_reads_a_cookie_is_found() {
        var subject =
                subject(ORDERS, request -> FakeSubject.cookie(request, "jwt").equals(TOKEN));

        assertThat(subject.granted(new CookieToken())).containsExactly("the valid token as cookie jwt");
    }

    @Test
    void a_server_that_takes_the_last_word_of_the_header_is_found() {
        var subject = subject(
                ORDERS,
                request -> request.header("Authorization")
                        .filter(value -> value.endsWith(TOKEN))
                        .isPresent());

        assertThat(subject.granted(new SchemeRequired())).hasSize(5);
        assertThat(subject.sent())
                .extracting(request -> request.header("Authorization").orElse(""))
                .doesNotContain("Bearer " + TOKEN);
    }

    @Test
    void a_form_gets_one_parameter_more() {
        var subject = subject(form("item=pen"), request -> request.body().text().contains("access_token="));

        assertThat(subject.granted(new BodyToken())).containsExactly("the valid token as form parameter access_token");
        assertThat(subject.sent().get(0).body().text()).isEqualTo("item=pen&access_token=T0ken-of-alice%2F1%2B2");
    }

    @Test
    void an_operation_that_takes_no_form_is_not_concerned() {
        assertThat(FakeSubject.planned(new BodyToken(), target(ORDERS), SCHEME))
                .isInstanceOf(Applicability.Irrelevant.class);
        assertThat(FakeSubject.planned(new BodyToken(), target(form("")), SCHEME))
                .isInstanceOf(Applicability.Applies.class);
    }

    private static Operation form(String body) {
        return new Operation(
                "search",
                "POST",
                "/orders/search",
                false,
                ORDERS.requires(),
                Map.of(),
                Map.of(),
                List.of(),
                Content.of(body),
                Optional.of("application/x-www-form-urlencoded"),
                false,
                ORDERS.position());
    }

    private static FakeTarget target(Operation operation) {
        return FakeTarget.of(SCHEME).and(ALICE).and(operation);
    }

    private static FakeSubject subject(Operation operation, Predicate<WireRequest> granted) {
        return FakeSubject.of(target(operation), ALICE, request -> granted.test(request) ? ok("[1]") : status(401))
                .credential(ALICE, TOKEN);
    }
}
