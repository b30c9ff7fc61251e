package dev.postern.api.check;

import java.util.stream.Stream;

/** A check that looks at one exchange or one token and says what is wrong with it. */
public non-sealed interface PropertyCheck extends SecurityCheck {

    /** What is wrong; empty where nothing is. */
    Stream<Defect> defects(Observed on);

    /**
     * One thing that is wrong.
     *
     * @param words what, in a sentence without credentials
     */
    record Defect(String words) {}
}
