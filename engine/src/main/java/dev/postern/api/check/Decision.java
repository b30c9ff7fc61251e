package dev.postern.api.check;

import dev.postern.api.audit.Reason;

/** What an answer means for access. Only the oracle decides it. */
public sealed interface Decision {

    /** Why, in a reader's words. */
    String words();

    /** The caller got what it asked for. */
    record Granted(Confidence confidence, String words) implements Decision {}

    /** The caller was refused. */
    record Denied(Confidence confidence, String words) implements Decision {}

    /** The answer does not tell. */
    record Unclear(Reason reason, String words) implements Decision {}

    /** How sure a decision is. */
    enum Confidence {
        CERTAIN,
        LIKELY,
        WEAK
    }
}
