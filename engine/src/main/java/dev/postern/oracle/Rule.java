package dev.postern.oracle;

import dev.postern.api.check.Decision;
import java.util.Optional;

/** One row of the decision table: a decision where the row applies, else the next row is asked. */
@FunctionalInterface
interface Rule {
    Optional<Decision> on(Evidence evidence);
}
