package dev.postern.checks.apikey;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.query;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import org.junit.jupiter.api.Test;

class NotInUrlTest {

    private static final String KEY = "a+key/with=odd&characters";

    private final NotInUrl check = new NotInUrl();

    @Test
    void fails_where_the_query_is_read_too() {
        var scheme = FakeTarget.apiKey();
        var orders = FakeTarget.get("/orders", scheme).build();

        assertThat(subject(scheme, orders, "api_key", 401).granted(check))
                .containsExactly("the valid key as ?api_key=");
        assertThat(subject(scheme, orders, "X-API-Key", 401).granted(check))
                .containsExactly("the valid key as ?X-API-Key=");
    }

    @Test
    void fails_where_the_query_is_read_and_wants_the_key_without_the_word_before_it() {
        var scheme = FakeTarget.apiKey();
        var orders = FakeTarget.get("/orders", scheme).build();
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme).and(alice).and(orders);
        var subject = FakeSubject.of(
                        target, alice, r -> query(r, "token").equals("9944b09199c62bcf") ? ok("{}") : status(401))
                .credential(alice, "Token 9944b09199c62bcf");

        assertThat(subject.granted(check)).containsExactly("the valid key as ?token=");
    }

    @Test
    void passes_where_only_the_header_is_read_and_where_the_parameter_is_unknown() {
        var scheme = FakeTarget.apiKey();
        var orders = FakeTarget.get("/orders", scheme).build();

        for (int refusal : new int[] {400, 401, 403, 422}) {
            assertThat(subject(scheme, orders, "none", refusal).outcome(check)).isEqualTo(Outcome.PASS);
        }
    }

    @Test
    void a_parameter_of_the_operation_itself_is_left_alone() {
        var scheme = FakeTarget.apiKey();
        var search = FakeTarget.get("/search", scheme).query("key", "colour").build();

        assertThat(subject(scheme, search, "none", 401).labels(check)).doesNotContain("the valid key as ?key=");
    }

    @Test
    void a_cookie_does_not_stay_in_its_place() {
        var scheme = FakeTarget.apiKey(Scheme.Carrier.COOKIE, "key");
        var subject = subject(scheme, FakeTarget.get("/orders", scheme).build(), "none", 401);

        subject.outcome(check);

        assertThat(subject.sent())
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.headers()).isEmpty());
    }

    @Test
    void fails_where_the_target_file_itself_has_the_key_in_the_query() {
        var scheme = FakeTarget.apiKey(Scheme.Carrier.QUERY, "key");
        var subject = subject(scheme, FakeTarget.get("/orders", scheme).build(), "key", 401);

        assertThat(subject.granted(check)).containsExactly("the valid key where the target file has it, as ?key=");
    }

    private static FakeSubject subject(Scheme scheme, Operation operation, String parameter, int otherwise) {
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme).and(alice).and(operation);
        return FakeSubject.of(target, alice, r -> query(r, parameter).equals(KEY) ? ok("{}") : status(otherwise))
                .credential(alice, KEY);
    }
}
