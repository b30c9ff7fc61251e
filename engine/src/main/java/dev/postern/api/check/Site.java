package dev.postern.api.check;

import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.util.List;

/**
 * A place where a check could run.
 *
 * @param operation the operation
 * @param scheme one of the schemes that the operation accepts
 * @param parameters the limits that the checklist sets for the check
 */
public record Site(Target target, Operation operation, Scheme scheme, Parameters parameters) {

    /** A place for a check for which the checklist sets no limits. */
    public Site(Target target, Operation operation, Scheme scheme) {
        this(target, operation, scheme, Parameters.NONE);
    }

    /** Who must be granted on what. */
    public AccessMatrix matrix() {
        return new AccessMatrix(target);
    }

    /** Identities of the scheme that must be granted on the operation. */
    public List<Identity> granted() {
        return matrix().granted(operation, scheme.name());
    }

    /** All identities of the scheme. */
    public List<Identity> identities() {
        return target.identitiesOf(scheme.name());
    }
}
