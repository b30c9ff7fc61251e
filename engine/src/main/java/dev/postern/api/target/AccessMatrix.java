package dev.postern.api.target;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Who must be granted and who denied on every operation, as it follows from {@code requires} and the identities.
 */
public record AccessMatrix(Target target) {

    /** What must happen when an identity calls an operation with its own parameters. */
    public enum Cell {
        /** It has all that the operation requires. */
        GRANT,
        /** It lacks the scheme. */
        DENY_SCHEME,
        /** It lacks a scope. */
        DENY_SCOPE,
        /** It lacks the role. */
        DENY_ROLE,
        /** The operation is public: anybody is granted. */
        OPEN;

        /** Whether the call must be denied. */
        public boolean isDeny() {
            return this == DENY_SCHEME || this == DENY_SCOPE || this == DENY_ROLE;
        }
    }

    /** The cell of an identity that calls an operation with its own tenant and objects. */
    public Cell cell(Operation operation, Identity identity) {
        if (operation.open()) {
            return Cell.OPEN;
        }
        var requires = operation.requires();
        if (!requires.schemes().contains(identity.scheme())) {
            return Cell.DENY_SCHEME;
        }
        if (!identity.scopes().containsAll(requires.scopes())) {
            return Cell.DENY_SCOPE;
        }
        if (!requires.roles().isEmpty() && Collections.disjoint(requires.roles(), identity.roles())) {
            return Cell.DENY_ROLE;
        }
        return Cell.GRANT;
    }

    /** Whose objects an operation names, and who may see whose data there. */
    public Ownership ownership(Operation operation) {
        return new Ownership(target, operation);
    }

    /** The identities of any scheme that must be granted, in the order of the target file. */
    public List<Identity> granted(Operation operation) {
        return target.identities().values().stream()
                .filter(i -> cell(operation, i) == Cell.GRANT)
                .toList();
    }

    /** The identities of one scheme that must be granted, in the order of the target file. */
    public List<Identity> granted(Operation operation, String scheme) {
        return target.identitiesOf(scheme).stream()
                .filter(i -> cell(operation, i) == Cell.GRANT)
                .toList();
    }

    /** An operation that this identity must be granted and that only reads; else any it must be granted. */
    public Optional<Operation> operationFor(Identity identity) {
        var granted = target.operations().values().stream()
                .filter(o -> cell(o, identity) == Cell.GRANT)
                .filter(o -> !o.destructive() || target.destructiveAllowed())
                .toList();
        return granted.stream()
                .filter(Operation::isRead)
                .findFirst()
                .or(() -> granted.stream().findFirst());
    }
}
