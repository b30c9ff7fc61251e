package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.CannotTryException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checks of the claims by which a caller is somebody and may do something. */
class RightsClaimsTest {

    @Test
    void a_server_that_reads_the_declared_claim_only_passes() {
        var target = FakeJwtTarget.rs256()
                .requiringRole("admin")
                .claimsRule(claims -> claims.get("roles") instanceof Collection<?> roles && roles.contains("admin"));

        var tried = target.run(new RoleClaimSource());

        assertThat(tried.labels()).hasSize(9).noneMatch(label -> label.endsWith("with roles"));
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_server_that_reads_another_claim_too_is_found() {
        var target = FakeJwtTarget.rs256()
                .requiringRole("admin")
                .claimsRule(claims -> (claims.get("roles") instanceof Collection<?> roles && roles.contains("admin"))
                        || (claims.get("realm_access") instanceof Map<?, ?> realm
                                && ((Collection<?>) realm.get("roles")).contains("admin")));

        assertThat(target.run(new RoleClaimSource()).granted())
                .containsExactly("without roles in roles, and with realm_access");
    }

    @Test
    void a_claim_that_the_issuer_fills_itself_is_left_alone() {
        var target = FakeJwtTarget.rs256().requiringRole("admin").claim("groups", List.of("staff"));

        assertThat(target.run(new RoleClaimSource()).labels()).noneMatch(label -> label.endsWith("with groups"));
    }

    @Test
    void without_a_required_role_there_is_nothing_to_raise() {
        assertThat(new RoleClaimSource().appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOf(Applicability.Irrelevant.class);
    }

    @Test
    void a_server_that_splits_at_blanks_passes() {
        var target = FakeJwtTarget.rs256()
                .requiringScope("orders:read")
                .claimsRule(claims -> Arrays.asList(
                                String.valueOf(claims.get("scope")).split(" "))
                        .contains("orders:read"));

        var tried = target.run(new ScopeForms());

        assertThat(tried.labels()).hasSize(7).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_server_that_looks_for_a_part_of_the_text_is_found() {
        var target = FakeJwtTarget.rs256()
                .requiringScope("orders:read")
                .claimsRule(claims -> String.valueOf(claims.get("scope")).contains("orders:read"));

        assertThat(target.run(new ScopeForms()).granted())
                .containsExactly(
                        "the scope with something behind it",
                        "the scope with something before it",
                        "the scope with a part behind it",
                        "the scope as one of a comma list",
                        "the scope in quotes");
    }

    @Test
    void scopes_in_a_list_stay_in_a_list() {
        var target = FakeJwtTarget.rs256()
                .requiringScope("orders:read")
                .claim("scope", List.of("orders:read"))
                .claimsRule(claims ->
                        claims.get("scope") instanceof Collection<?> scopes && scopes.contains("orders:read"));

        assertThat(target.run(new ScopeForms()).deniedTwins()).isEmpty();
        assertThat(target.run(new ScopeForms()).granted()).isEmpty();
    }

    @Test
    void a_server_that_demands_its_tenant_passes() {
        var target = FakeJwtTarget.rs256().ofTenants().claimsRule(claims -> "a".equals(claims.get("tenant")));

        var tried = target.run(new TenantClaim());

        assertThat(tried.labels()).hasSize(9).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_server_that_compares_only_where_there_is_a_tenant_is_found() {
        var target = FakeJwtTarget.rs256()
                .ofTenants()
                .claimsRule(claims -> claims.get("tenant") == null || "a".equals(claims.get("tenant")));

        assertThat(target.run(new TenantClaim()).granted()).containsExactly("tenant missing", "tenant null");
    }

    @Test
    void a_token_without_the_claim_asks_for_its_name() {
        var target = FakeJwtTarget.rs256().ofTenants().without("tenant");

        assertThatThrownBy(() -> target.run(new TenantClaim()))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("has no claim \"tenant\"");
    }

    @Test
    void where_no_tenant_is_named_there_is_none_to_leave_out() {
        assertThat(new TenantClaim().appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOf(Applicability.Irrelevant.class);
    }

    @Test
    void a_subject_is_demanded_only_where_the_profile_is_declared() {
        assertThat(new SubjectRequired().appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOfSatisfying(
                        Applicability.NotPromised.class,
                        open -> assertThat(open.sentence()).contains("profile: at+jwt"));
        assertThat(new SubjectRequired().appliesTo(FakeJwtTarget.rs256().atJwt().site()))
                .isInstanceOf(Applicability.Applies.class);
    }

    @Test
    void a_server_that_makes_a_text_of_any_subject_is_found() {
        var sound =
                FakeJwtTarget.rs256().claimsRule(claims -> claims.get("sub") instanceof String sub && !sub.isEmpty());
        var careless = FakeJwtTarget.rs256()
                .claimsRule(claims -> !String.valueOf(claims.get("sub")).isEmpty());

        assertThat(sound.run(new SubjectRequired()).granted()).isEmpty();
        assertThat(sound.run(new SubjectRequired()).deniedTwins()).isEmpty();
        assertThat(careless.run(new SubjectRequired()).granted())
                .containsExactly("sub missing", "sub null", "sub a number", "sub a list", "sub an object");
    }
}
