package dev.postern.api.target;

import java.util.Set;

/**
 * What an identity may see of the data of others, as the target file declares it.
 *
 * @param names the identities whose data it may see, where {@link Extent#NAMED} says so; else empty
 */
public record Sight(Extent extent, Set<String> names) {

    /** The target file does not say. */
    public static final Sight UNDECLARED = new Sight(Extent.UNDECLARED, Set.of());

    /** Keeps an immutable copy. */
    public Sight {
        names = Set.copyOf(names);
    }

    /** Whose data an identity may see beside its own. */
    public enum Extent {
        /** Not said: nobody's, and it is open for the identities of its own tenant. */
        UNDECLARED,
        /** Nobody's. */
        OWN,
        /** That of all identities of its tenant. */
        TENANT,
        /** That of some identities, by name. */
        NAMED,
        /** Everybody's. */
        ALL
    }

    /** Whether one identity may see the data of another one. */
    public enum Answer {
        /** It may. */
        YES,
        /** It must not. */
        NO,
        /** The two share a tenant, and the target file does not say whether its members see each other's data. */
        OPEN
    }

    /** Whether an identity with this sight may see the data of another identity. */
    Answer of(Identity reader, Identity owner) {
        var isColleague = reader.tenant().isPresent() && reader.tenant().equals(owner.tenant());
        return switch (extent) {
            case ALL -> Answer.YES;
            case TENANT -> isColleague ? Answer.YES : Answer.NO;
            case NAMED -> names.contains(owner.name()) ? Answer.YES : Answer.NO;
            case OWN -> Answer.NO;
            case UNDECLARED -> isColleague ? Answer.OPEN : Answer.NO;
        };
    }
}
