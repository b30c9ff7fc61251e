package orders;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A test of Jupiter's beside the audit. */
class PlainIT {

    @Test
    void two_and_two() {
        Assertions.assertEquals(4, 2 + 2);
    }
}
