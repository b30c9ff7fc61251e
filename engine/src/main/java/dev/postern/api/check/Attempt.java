package dev.postern.api.check;

import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a case, with what is expected of it.
 *
 * @param label what is tried, in a few words; no credentials
 * @param request what is sent
 * @param expectation what the target must do
 * @param tolerated answers that count as a denial here, though elsewhere they would be unclear
 * @param twin the same request but for the one thing that is tested; it must be granted, else the attempt proves nothing
 * @param by the identity whose valid credential is sent, where it is not the subject's own; it must be alive
 * @param severity how bad a grant is, where it is less bad than the check says
 * @param plainer what this attempt goes beyond; where it is granted too, this attempt shows nothing of its own
 */
public record Attempt(
        String label,
        WireRequest request,
        Expectation expectation,
        Set<Tolerated> tolerated,
        Optional<WireRequest> twin,
        Optional<Identity> by,
        Optional<Severity> severity,
        Optional<Attempt> plainer) {

    /** Keeps an immutable copy. */
    public Attempt {
        tolerated = Set.copyOf(tolerated);
    }

    /** With the identity's own credential and without a twin, as bad as the check says. */
    public Attempt(String label, WireRequest request, Expectation expectation, Set<Tolerated> tolerated) {
        this(
                label,
                request,
                expectation,
                tolerated,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the target must do. */
    public enum Expectation {
        /** Refuse it. */
        DENIED,
        /** Refuse it, or answer with the sender's own data; never with that of the subject's identity. */
        NOT_OTHERS_DATA,
        /** Refuse it as a credential: a refusal for want of a right would show that it was believed. */
        NOT_BELIEVED
    }

    /** Answers that count as a denial for this attempt. */
    public enum Tolerated {
        /** 400, 413, 414, 431: the credential is syntactically broken, so "bad request" is a right answer. */
        MALFORMED,
        /** A refused or closed connection, e.g. where plain HTTP must not be served. */
        NO_CONNECTION,
        /** 400, 404, 405, 406, 410, 415, 422, 501 and the like: the mutation did not reach the operation. */
        NOT_ROUTED,
        /** 403, 404, 426 and any redirect: the channel is refused before authentication. */
        CHANNEL_REFUSED,
        /** An empty list where the positive control has items: who honestly lacks a right sees nothing. */
        FILTERED
    }

    /** An attempt that must be denied. */
    public static Attempt denied(String label, WireRequest request) {
        return new Attempt(label, request, Expectation.DENIED, Set.of());
    }

    /** An attempt that may be granted, but must not show the data of the subject's identity. */
    public static Attempt notOthersData(String label, WireRequest request) {
        return new Attempt(label, request, Expectation.NOT_OTHERS_DATA, Set.of());
    }

    /**
     * An attempt with a credential whose rights may not suffice, so that a refusal for want of a right (403, where a
     * worthless credential gets another status) does not show that the credential itself was refused.
     */
    public static Attempt notBelieved(String label, WireRequest request) {
        return new Attempt(label, request, Expectation.NOT_BELIEVED, Set.of());
    }

    /** This attempt, with one more kind of answer that counts as a denial. */
    public Attempt tolerating(Tolerated more) {
        var all = EnumSet.of(more);
        all.addAll(tolerated);
        return new Attempt(label, request, expectation, all, twin, by, severity, plainer);
    }

    /** This attempt beside its honest twin. */
    public Attempt besideTwin(WireRequest honest) {
        return new Attempt(label, request, expectation, tolerated, Optional.of(honest), by, severity, plainer);
    }

    /** This attempt, sent with the valid credential of another identity. */
    public Attempt by(Identity other) {
        return new Attempt(label, request, expectation, tolerated, twin, Optional.of(other), severity, plainer);
    }

    /**
     * This attempt, a grant of which is only as bad as this: {@link Severity#INFO} where standards leave the target free
     * to grant it, and it is worth a line in the report.
     */
    public Attempt graded(Severity here) {
        return new Attempt(label, request, expectation, tolerated, twin, by, Optional.of(here), plainer);
    }

    /**
     * This attempt, which goes beyond a plainer one: that is sent first, and where it is granted, this one is undecided,
     * since the weakness is the plainer one's, and the finding of the check that is about it.
     */
    public Attempt beyond(Attempt less) {
        return new Attempt(label, request, expectation, tolerated, twin, by, severity, Optional.of(less));
    }
}
