package dev.postern.checks.bearer;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import dev.postern.forge.TokenView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DuplicateHeaderTest {

    private static final Scheme SCHEME = FakeTarget.jwt();
    private static final Identity ALICE = FakeTarget.person("alice", SCHEME)
            .tenant("a")
            .marker("order-a-4711")
            .build();
    private static final Identity ADAM =
            FakeTarget.person("adam", SCHEME).tenant("a").build();
    private static final Identity BOB =
            FakeTarget.person("bob", SCHEME).tenant("b").build();
    private static final Operation ORDERS = FakeTarget.get("/orders", SCHEME).build();
    private static final SigningKey KEY = SigningKey.generateLike("HS256");

    private final DuplicateHeader check = new DuplicateHeader();

    @Test
    void one_of_another_tenant_sends_a_forged_token_of_the_first_beside_its_own() {
        assertThat(FakeSubject.planned(check, target(ALICE, ADAM, BOB), SCHEME))
                .isEqualTo(new Applicability.Applies(Party.of(ALICE, BOB)));
        assertThat(FakeSubject.planned(check, target(ALICE, ADAM), SCHEME)).isInstanceOf(Applicability.Missing.class);
    }

    @Test
    void a_server_that_verifies_the_first_header_and_believes_the_last_is_found() {
        var subject = subject(headers -> isGenuine(headers.get(0)), headers -> headers.get(headers.size() - 1));

        assertThat(subject.granted(check)).containsExactly("a valid token, then a forged one of alice");
    }

    @Test
    void a_server_that_verifies_the_last_header_and_believes_the_first_is_found() {
        var subject = subject(headers -> isGenuine(headers.get(headers.size() - 1)), headers -> headers.get(0));

        assertThat(subject.granted(check)).containsExactly("a forged token of alice, then a valid one");
    }

    @Test
    void a_server_that_takes_one_of_the_two_and_verifies_it_may_answer_the_sender() {
        var first = subject(headers -> isGenuine(headers.get(0)), headers -> headers.get(0));
        var last = subject(
                headers -> isGenuine(headers.get(headers.size() - 1)), headers -> headers.get(headers.size() - 1));

        assertThat(first.outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(last.outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_server_that_refuses_two_passes() {
        assertThat(subject(headers -> headers.size() == 1 && isGenuine(headers.get(0)), headers -> headers.get(0))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    /** An API on Starlette whose tenants were open to each other: the finding is that, and not the second header. */
    @Test
    void a_server_that_shows_the_sender_the_data_by_its_own_token_alone_is_another_checks_finding() {
        var open = FakeSubject.on(
                        target(ALICE, BOB),
                        Party.of(ALICE, BOB),
                        request -> new Answer.Answered(
                                request.headers().stream().anyMatch(h -> h.is("Authorization"))
                                        ? ok("order-a-4711")
                                        : status(401)))
                .credential(ALICE, token("alice"))
                .credential(BOB, token("bob"));

        assertThat(open.granted(check)).isEmpty();
    }

    private static FakeSubject subject(Predicate<List<String>> verified, Function<List<String>, String> believed) {
        return FakeSubject.on(target(ALICE, BOB), Party.of(ALICE, BOB), request -> {
                    var headers = request.headers().stream()
                            .filter(header -> header.is("Authorization"))
                            .map(header -> header.value().replaceFirst("^Bearer ", ""))
                            .toList();
                    return new Answer.Answered(
                            verified.test(headers) ? ok(dataOf(believed.apply(headers))) : status(401));
                })
                .credential(ALICE, token("alice"))
                .credential(BOB, token("bob"));
    }

    private static String dataOf(String token) {
        return token.contains(",") || !TokenView.of(token).sub().equals(Optional.of("alice"))
                ? "order-b-0815"
                : "order-a-4711";
    }

    private static boolean isGenuine(String token) {
        return token.equals(token("alice")) || token.equals(token("bob"));
    }

    private static String token(String subject) {
        return Draft.ofClaims(Map.of("sub", subject)).sign(KEY).text();
    }

    private static FakeTarget target(Identity... identities) {
        var target = FakeTarget.of(SCHEME).and(ORDERS);
        for (var identity : identities) {
            target.and(identity);
        }
        return target;
    }
}
