package dev.postern.checks.oauth;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoStoreTest {

    private final NoStore check = new NoStore();

    @ParameterizedTest
    @ValueSource(
            strings = {"no-store", "No-Store", "private, no-store", "max-age=0,no-store", "no-cache=\"a\", no-store"})
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
            strings = {"no-cache", "private", "max-age=0", "x-no-store", "no-store-it", "no-cache=\"x, no-store, y\""})
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
