package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    /** {@code 12345678901234567890} in base32. */
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /** RFC 6238 appendix B, SHA-1; its codes have 8 digits, of which the last 6 are the code of 6 digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void codes_are_those_of_the_rfc(long seconds, String code) {
        assertThat(Totp.code(SEED, Instant.ofEpochSecond(seconds))).isEqualTo(code.substring(2));
    }

    @Test
    void a_seed_may_be_written_as_apps_show_it() {
        var at = Instant.ofEpochSecond(59);

        assertThat(Totp.code("gezd gnbv gy3t qojq GEZD-GNBV-GY3T-QOJQ====", at)).isEqualTo(Totp.code(SEED, at));
    }

    @Test
    void a_seed_that_is_not_base32_is_not_shown() {
        assertThatThrownBy(() -> Totp.code("hidden-1", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hidden");
    }
}
