package dev.postern.checklists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Control;
import dev.postern.checklist.Checklists;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EssentialsTest {

    /** The checks that the first release has; the build of the checks compares them with those that there are. */
    private static final Set<String> CHECKS = Set.of(
            "auth.missing-credential",
            "auth.invalid-credential",
            "auth.malformed-credential",
            "scope.enforced",
            "role.admin-denied",
            "role.client-claim-ignored",
            "tenant.isolated",
            "owner.isolated",
            "owner.marker-leak",
            "tenant.parameter-ignored",
            "tenant.admin-id",
            "cache.authenticated-response-stored",
            "basic.https-only",
            "basic.wrong-password",
            "basic.scheme-required",
            "apikey.invalid",
            "apikey.not-in-url",
            "apikey.rate-limit",
            "rate.per-key-isolation",
            "jwt.expired",
            "jwt.not-yet-valid",
            "jwt.alg-none",
            "jwt.alg-confusion",
            "jwt.signature-tampered",
            "jwt.signature-stripped",
            "jwt.foreign-key",
            "jwt.wrong-issuer",
            "jwt.wrong-audience",
            "jwt.asymmetric",
            "jwks.no-private",
            "jwks.strength",
            "jwt.sensitive-payload",
            "jwt.lifetime",
            "token.lifetime",
            "refresh.works",
            "refresh.rotation",
            "refresh.replayed",
            "refresh.as-access-token",
            "revoke.access-token",
            "revoke.refresh-token",
            "bearer.after-logout",
            "refresh.after-logout",
            "session.logout",
            "user.disabled",
            "token.no-store",
            "mfa.required");

    @Test
    void the_essentials_are_found_by_name_and_use_every_check_of_theirs_once() {
        var list = Checklists.load("api-authentication-essentials", CHECKS);

        assertThat(list.id()).isEqualTo("api-authentication-essentials");
        assertThat(list.controls()).hasSize(23);
        assertThat(list.controls().stream().flatMap(c -> c.checks().stream()).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(CHECKS));
    }

    @Test
    void what_no_request_can_show_is_left_to_a_person() {
        assertThat(Checklists.load("api-authentication-essentials", CHECKS).controls())
                .filteredOn(Control::manual)
                .extracting(Control::id)
                .containsExactly(
                        "tokens-encrypted-on-disk", "tokens-encrypted-by-the-application", "secrets-outside-the-code");
    }

    @Test
    void every_control_names_a_standard_in_a_form_that_reports_can_link() {
        assertThat(Checklists.load("api-authentication-essentials", CHECKS).controls())
                .allSatisfy(c -> assertThat(c.references())
                        .isNotEmpty()
                        .allMatch(r -> r.matches(
                                "OWASP API\\d+:2023|ASVS 5\\.0 \\d+\\.\\d+\\.\\d+|RFC \\d{4} [0-9.]+|CWE-\\d+")));
    }
}
