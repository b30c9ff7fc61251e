package dev.postern.doctor;

import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.run.Examination;
import dev.postern.run.Examined;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an audit could rest on the controls of a target, and what to repair where it could not. Holds no secrets: all
 * of its texts may be written down.
 *
 * @param general what concerns more than one identity and more than one operation
 * @param identities in the order of the target file
 * @param operations in the order of the target file
 * @param requests how many requests it took
 */
public record Diagnosis(
        Target target,
        List<Complaint> general,
        List<OfIdentity> identities,
        List<OfOperation> operations,
        int requests) {

    /** Keeps immutable copies. */
    public Diagnosis {
        general = List.copyOf(general);
        identities = List.copyOf(identities);
        operations = List.copyOf(operations);
    }

    /**
     * Takes the controls of a target and draws conclusions. Sends nothing that the target file does not allow.
     *
     * @param secrets all secrets of the target file
     * @param toolVersion the version of Postern
     */
    public static Diagnosis of(Target target, Collection<Secret> secrets, String toolVersion) {
        return of(Examination.of(target, secrets, toolVersion));
    }

    /** Draws conclusions; sends nothing. */
    public static Diagnosis of(Examined examined) {
        return new Consultation(examined).diagnosis();
    }

    /** What is wrong, each said once. */
    public Stream<Complaint> complaints() {
        return Stream.of(
                        general.stream(),
                        identities.stream().flatMap(i -> i.complaints().stream()),
                        operations.stream().flatMap(o -> o.complaints().stream()))
                .flatMap(s -> s);
    }

    /** How many there are to repair; the others the audit itself will report, or are good to know. */
    public int toRepair() {
        return (int) complaints().filter(Complaint::toRepair).count();
    }

    /** Whether an audit can rest on all controls that could be tried. */
    public boolean isWell() {
        return toRepair() == 0;
    }

    /**
     * One thing to repair or to know, with its likely causes.
     *
     * @param toRepair whether it keeps the audit from a verdict
     * @param about whom and what it concerns
     * @param position the place in the target file, where it is one
     * @param seen what was seen; empty where the causes say it all
     * @param causes in order of likelihood, at least one
     */
    public record Complaint(
            boolean toRepair, String about, Optional<Position> position, String seen, List<Cause> causes) {
        /** Keeps an immutable copy. */
        public Complaint {
            causes = List.copyOf(causes);
        }
    }

    /** How a control came out. */
    public enum Mark {
        /** Granted, as it must be. */
        GRANTED,
        /** Denied, as it must be. */
        DENIED,
        /** Not granted, though it must be. */
        TO_REPAIR,
        /** It cannot be told. */
        UNCLEAR,
        /** Granted, though it must be denied: for the audit to report. */
        TO_REPORT,
        /** Not tried, or there was nothing to compare with. */
        NOT_TRIED
    }

    /**
     * An identity and its credential.
     *
     * @param mark whether it is granted anywhere
     * @param facts what is known of its credential, nothing secret
     */
    public record OfIdentity(Identity identity, Mark mark, String facts, List<Complaint> complaints) {
        /** Keeps an immutable copy. */
        public OfIdentity {
            complaints = List.copyOf(complaints);
        }
    }

    /** An operation and its controls. */
    public record OfOperation(Operation operation, List<Cell> cells, List<Complaint> complaints) {
        /** Keeps immutable copies. */
        public OfOperation {
            cells = List.copyOf(cells);
            complaints = List.copyOf(complaints);
        }
    }

    /**
     * One control.
     *
     * @param sender whose credential was sent; empty for none
     * @param result the status, or why there is none, in a word or two
     */
    public record Cell(Optional<Identity> sender, Mark mark, String result) {}
}
