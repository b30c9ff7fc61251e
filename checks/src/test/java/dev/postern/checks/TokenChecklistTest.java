package dev.postern.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Checklist;
import dev.postern.checklist.Checklists;
import dev.postern.plan.CheckCatalogue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checklist on tokens leaves out no check of tokens. */
class TokenChecklistTest {

    private static final Set<String> FAMILIES = Set.of("jwt", "bearer", "jwks");

    private final CheckCatalogue catalogue = CheckCatalogue.load();
    private final Checklist list = Checklists.load("jwt-best-current-practices", catalogue.ids());

    @Test
    void every_check_of_tokens_verifies_one_of_its_controls() {
        var wanted = catalogue.ids().stream()
                .filter(id -> FAMILIES.contains(id.substring(0, id.indexOf('.'))))
                .toList();

        assertThat(list.controls().stream().flatMap(control -> control.checks().stream()))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void every_control_names_a_standard_in_a_form_that_reports_can_link() {
        assertThat(list.controls())
                .allSatisfy(control -> assertThat(control.references())
                        .isNotEmpty()
                        .allMatch(reference -> reference.matches(
                                "OWASP API\\d+:2023|ASVS 5\\.0 \\d+\\.\\d+\\.\\d+|RFC \\d{4} [0-9.]+|CWE-\\d+")));
    }
}
