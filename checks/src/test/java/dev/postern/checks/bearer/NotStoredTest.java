package dev.postern.checks.bearer;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotStoredTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity ALICE = FakeTarget.person("alice", SCHEME).build();
    private static final FakeTarget TARGET = FakeTarget.of(SCHEME)
            .and(ALICE)
            .and(FakeTarget.get("/orders", SCHEME).build());

    private final NotStored check = new NotStored();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "private, max-age=60",
                "max-age=0, No-Cache",
                "private=\"Set-Cookie\"",
                "public, no-store"
            })
    void who_keeps_shared_caches_out_passes(String value) {
        assertThat(defects(with(ok("[]"), "Cache-Control", value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "s-maxage=60", "max-age=60, must-revalidate"})
    void who_invites_them_is_told_by_which_word(String value) {
        assertThat(defects(with(ok("[]"), "Cache-Control", value)))
                .singleElement()
                .asString()
                .contains("lets shared caches store it");
    }

    @Test
    void who_says_nothing_leaves_it_to_the_client() {
        assertThat(defects(ok("[]"))).singleElement().asString().contains("no Cache-Control with");
        assertThat(defects(with(ok("[]"), "Cache-Control", "max-age=60"))).hasSize(1);
    }

    private List<String> defects(WireResponse answer) {
        return FakeSubject.of(TARGET, ALICE, request -> answer)
                .credential(ALICE, "token")
                .defects(check);
    }
}
