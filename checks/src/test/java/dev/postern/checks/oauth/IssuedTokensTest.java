package dev.postern.checks.oauth;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedTokensTest {

    @Nested
    class Caching {

        private final NoStore check = new NoStore();

        @ParameterizedTest
        @ValueSource(
                strings = {"no-store", "No-Store", "private, no-store", "max-age=0,no-store", "no-cache=\"a\", no-store"
                })
        void passes_where_no_store_is_among_the_directives(String value) {
            assertThat(subject(FakeTarget.opaque(), with(ok("{}"), "cache-control", value))
                            .defects(check))
                    .isEmpty();
        }

        @Test
        void passes_where_it_stands_in_a_field_of_its_own() {
            var answer = with(with(ok("{}"), "Cache-Control", "private"), "Cache-Control", "no-store");

            assertThat(subject(FakeTarget.opaque(), answer).defects(check)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-cache",
                    "private",
                    "max-age=0",
                    "x-no-store",
                    "no-store-it",
                    "no-cache=\"x, no-store, y\""
                })
        void fails_where_it_only_looks_like_it(String value) {
            assertThat(subject(FakeTarget.opaque(), with(ok("{}"), "Cache-Control", value))
                            .defects(check))
                    .singleElement()
                    .asString()
                    .contains("no-store");
        }

        @Test
        void fails_where_nothing_is_said() {
            assertThat(subject(FakeTarget.opaque(), ok("{}")).defects(check))
                    .singleElement()
                    .asString()
                    .contains("no Cache-Control");
        }
    }

    @Nested
    class Lifetime {

        private final TokenLifetime check = new TokenLifetime();

        @ParameterizedTest
        @ValueSource(strings = {"3600", "\"3600\"", "300", "3599.5", "1"})
        void passes_up_to_what_is_declared(String expiresIn) {
            assertThat(subject(FakeTarget.opaque(), ok("{\"expires_in\":" + expiresIn + "}"))
                            .defects(check))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"3601", "\"86400\"", "0", "-1", "\"never\"", "1e9", "9223372036854775808"})
        void fails_beyond_and_where_no_end_is_named(String expiresIn) {
            assertThat(subject(FakeTarget.jwt(), ok("{\"expires_in\":" + expiresIn + "}"))
                            .defects(check))
                    .hasSize(1);
        }

        @Test
        void an_opaque_token_must_be_told_its_end_but_a_jwt_says_it_itself() {
            for (var body : new String[] {"{}", "{\"expires_in\":null}", "not json", ""}) {
                assertThat(subject(FakeTarget.opaque(), ok(body)).defects(check))
                        .as(body)
                        .hasSize(1);
                assertThat(subject(FakeTarget.jwt(), ok(body)).defects(check))
                        .as(body)
                        .isEmpty();
            }
        }
    }

    @Test
    void without_an_issuing_answer_there_is_no_pass() {
        var scheme = FakeTarget.opaque();
        var given = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(given)
                .and(FakeTarget.get("/orders", scheme).build());

        for (var check : new PropertyCheck[] {new NoStore(), new TokenLifetime()}) {
            assertThat(planned(check, target, scheme))
                    .isInstanceOfSatisfying(
                            Applicability.Missing.class,
                            m -> assertThat(m.sentence()).contains("client_credentials"));
            var subject = FakeSubject.of(target, given, r -> status(200));
            assertThatThrownBy(() -> subject.defects(check)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void an_identity_whose_token_was_issued_is_looked_for() {
        var scheme = FakeTarget.opaque();
        var given = FakeTarget.person("alice", scheme).build();
        var client = FakeTarget.person("app", scheme)
                .obtains(FakeTarget.clientCredentials())
                .build();
        var target = FakeTarget.of(scheme)
                .and(given)
                .and(client)
                .and(FakeTarget.get("/orders", scheme).build());

        assertThat(planned(new NoStore(), target, scheme))
                .isEqualTo(new Applicability.Applies(Applicability.Party.of(client)));
    }

    @Test
    void an_answer_prints_no_token() {
        assertThat(TokenAnswer.of(ok("{\"access_token\":\"secret\"}")).toString())
                .doesNotContain("secret");
    }

    private static FakeSubject subject(Scheme scheme, WireResponse issuing) {
        var client = FakeTarget.person("app", scheme)
                .obtains(FakeTarget.clientCredentials())
                .build();
        var target = FakeTarget.of(scheme)
                .and(client)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.of(target, client, r -> status(200)).issued(issuing);
    }
}
