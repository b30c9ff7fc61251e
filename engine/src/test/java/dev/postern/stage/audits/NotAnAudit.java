package dev.postern.stage.audits;

/** A class like any other. */
public final class NotAnAudit {
    private NotAnAudit() {}
}
