package dev.postern.reporters.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.reporters.SampleAudit;
import dev.postern.reporters.summary.AccessView.Crossing;
import dev.postern.reporters.summary.AccessView.Expected;
import dev.postern.reporters.summary.AccessView.Seen;
import dev.postern.reporters.summary.AccessView.Square;
import org.junit.jupiter.api.Test;

class AccessViewTest {

    private final AccessView view = AccessView.of(SampleAudit.realistic());

    @Test
    void who_has_no_credential_is_seen_in_the_negative_control() {
        assertThat(square("getOrder", AccessView.NOBODY))
                .isEqualTo(new Square(Expected.DENY, Seen.DENIED, "has no credential", Crossing.NOT_TRIED));
    }

    @Test
    void who_lacks_the_role_is_seen_as_an_intruder() {
        assertThat(square("listUsers", "alice"))
                .isEqualTo(new Square(Expected.DENY, Seen.DENIED, "lacks the role", Crossing.NOT_TRIED));
    }

    @Test
    void who_is_granted_but_reaches_what_is_anothers_is_a_breach() {
        assertThat(square("getOrder", "bob"))
                .isEqualTo(new Square(Expected.GRANT, Seen.GRANTED, "", Crossing.REACHED))
                .matches(Square::isBreach);
        assertThat(square("getOrder", "alice").crossing()).isEqualTo(Crossing.KEPT_OUT);
    }

    @Test
    void what_was_not_tried_is_not_guessed() {
        assertThat(square("createOrder", "bob").seen()).isEqualTo(Seen.NOT_TRIED);
        assertThat(square("stock", "alice").seen()).isEqualTo(Seen.NOT_TRIED);
    }

    @Test
    void public_operations_are_open_to_all() {
        assertThat(view.rows().get(5).squares()).allMatch(s -> s.expected() == Expected.OPEN);
    }

    private Square square(String operation, String caller) {
        var row = view.rows().stream()
                .filter(r -> r.operation().id().equals(operation))
                .findFirst()
                .orElseThrow();
        return row.squares().get(view.callers().indexOf(caller));
    }
}
