package dev.postern.api.check;

/** How bad it is when a check fails, in ascending order. */
public enum Severity {
    /** Recorded only: standards leave the target free to do it. Breaks no gate, unless the gate is told so. */
    INFO,
    /** Hygiene. */
    LOW,
    /** Weakens a control, or leaks what helps an attack. */
    MEDIUM,
    /** One control is absent; another must also fail before there is harm. */
    HIGH,
    /** Access without credential or across tenants, or a gain of privilege. */
    CRITICAL
}
