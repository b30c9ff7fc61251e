package dev.postern.api.check;

import java.util.stream.Stream;

/**
 * A check that tries what must be denied. It never judges an answer: the oracle does. All attempts denied is PASS, one
 * granted is FAIL, anything else INCONCLUSIVE.
 */
public non-sealed interface DenialCheck extends SecurityCheck {

    /** What is tried, cheapest first. Sends nothing itself. */
    Stream<Attempt> attempts(Subject on);
}
