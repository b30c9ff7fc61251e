package dev.postern.oracle;

/**
 * How alike is alike. The figures behind these numbers are in {@code docs/decisions/0003-oracle-thresholds.md}; a test
 * pins them against a corpus of answers.
 *
 * @param structure least Jaccard index of the shapes of two bodies of one kind
 * @param values least share of the reference's stable values that the other body has too
 * @param parts least number of (path, type) pairs or runs of words from which an equal shape alone means anything
 * @param shown least share of the values that tell two identities apart, for which an answer shows the one's data
 * @param whole least share of the reference's stable values that is taken for all of its data, whatever comes on top
 * @param chance greatest share of such values that may be there by chance
 */
record Thresholds(double structure, double values, int parts, double shown, double whole, double chance) {

    /** The calibrated numbers. */
    static final Thresholds CALIBRATED = new Thresholds(0.90, 0.75, 4, 0.50, 0.95, 0.20);

    /** Bodies shorter than this, in bytes, are compared exactly: a ratio over so little says nothing. */
    static final int SHORT = 32;

    /** Bytes of a body that are looked at. */
    static final int LOOKED_AT = 256 * 1024;
}
