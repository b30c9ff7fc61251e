package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssuerChecksTest {

    private static final String ISSUER = FakeJwtTarget.ISSUER;

    private final WrongIssuer wrong = new WrongIssuer();
    private final IssuerMissing missing = new IssuerMissing();
    private final IssuerSpelling spelling = new IssuerSpelling();

    @Test
    void a_sound_server_refuses_them_all_and_grants_the_twin() {
        assertThat(List.of(wrong, missing, spelling)).allSatisfy(check -> {
            var tried = FakeJwtTarget.rs256().run(check);
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.twins()).hasSize(1);
        });
    }

    @Test
    void a_server_that_ignores_the_issuer_fails_all_three() {
        var target = FakeJwtTarget.rs256().claimsRule(claims -> true);

        assertThat(List.of(wrong, missing, spelling)).allSatisfy(check -> {
            var tried = target.run(check);
            assertThat(tried.granted()).isEqualTo(tried.labels());
        });
    }

    @Test
    void a_server_that_compares_the_beginning_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("iss") instanceof String iss && iss.startsWith(ISSUER));

        assertThat(target.run(wrong).granted()).containsExactly("the right issuer with something behind it");
    }

    @Test
    void a_server_that_takes_the_issuer_for_a_pattern_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("iss") instanceof String iss && iss.matches(ISSUER));

        assertThat(target.run(wrong).granted())
                .isNotEmpty()
                .allMatch(label -> label.startsWith("the issuer with a letter for a dot, "));
    }

    @Test
    void a_server_that_looks_for_the_issuer_somewhere_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("iss") instanceof String iss && iss.contains(ISSUER));

        assertThat(target.run(wrong).granted()).hasSize(2);
    }

    @Test
    void a_server_that_takes_a_list_with_the_right_issuer_in_it_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("iss").equals(ISSUER)
                        || (claims.get("iss") instanceof Collection<?> issuers && issuers.contains(ISSUER)));

        assertThat(target.run(wrong).granted())
                .containsExactly(
                        "a list of the right issuer and another", "a list of another issuer and the right one");
    }

    @Test
    void a_server_that_compares_the_issuer_only_if_there_is_one_fails_the_missing_one_alone() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(
                        claims -> claims.get("iss") == null || claims.get("iss").equals(ISSUER));

        assertThat(target.run(missing).granted()).containsExactly("iss missing", "iss null");
        assertThat(target.run(wrong).granted()).isEmpty();
    }

    @Test
    void a_server_that_forgives_a_slash_or_the_case_fails_the_spelling_alone() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("iss") instanceof String iss
                        && iss.replaceFirst("/$", "").equalsIgnoreCase(ISSUER));

        assertThat(target.run(spelling).granted())
                .containsExactly("the issuer with a slash at the end", "the issuer in other case");
        assertThat(target.run(wrong).granted()).isEmpty();
        assertThat(target.run(missing).granted()).isEmpty();
    }

    @Test
    void the_twin_names_the_declared_issuer_even_where_the_valid_token_names_none() {
        var target = FakeJwtTarget.rs256().without("iss");

        assertThat(target.run(wrong).deniedTwins()).isEmpty();
    }
}
