package dev.postern.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.stage.StageChecks;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckCatalogueTest {

    @Test
    void checks_of_the_class_path_are_found_by_id() {
        var catalogue = CheckCatalogue.load();

        assertThat(List.copyOf(catalogue.ids()))
                .contains("stage.burst", "stage.no-credential")
                .isSorted();
        assertThat(catalogue.find("stage.burst")).containsInstanceOf(StageChecks.Burst.class);
        assertThat(catalogue.find("stage.none")).isEmpty();
    }

    @Test
    void two_checks_of_one_id_are_refused_by_name() {
        assertThatThrownBy(() ->
                        CheckCatalogue.of(List.of(new StageChecks.NoCredential(), new StageChecks.NoCredential())))
                .isInstanceOf(CheckCatalogue.BrokenException.class)
                .hasMessageContaining("two checks have the id \"stage.no-credential\"");
    }

    @Test
    void a_description_holds_kind_and_text() {
        var info = CheckCatalogue.describe(new StageChecks.NoCredential());

        assertThat(info.kind()).isEqualTo("denial");
        assertThat(info.section("How to mend it")).isEqualTo("Refuse by default.");
        assertThat(info.section("Why it matters")).startsWith("Whoever").endsWith("handbook.");
        assertThat(CheckCatalogue.describe(new StageChecks.Burst()).kind()).isEqualTo("scenario");
        assertThat(CheckCatalogue.describe(new StageChecks.NoStore()).kind()).isEqualTo("property");
        assertThat(CheckCatalogue.describe(new StageChecks.NoStore()).explanation())
                .isEmpty();
    }
}
