package dev.postern.api.check;

import dev.postern.api.target.Identity;
import java.util.List;
import java.util.Optional;

/** Whether a check runs at a site. */
public sealed interface Applicability {

    /**
     * It runs, one case for each party.
     *
     * @param gap what to add to the target file to have more tried here; empty where nothing is left out
     */
    record Applies(List<Party> parties, Optional<String> gap) implements Applicability {
        /** Keeps an immutable copy. */
        public Applies {
            parties = List.copyOf(parties);
        }

        /** All that there is to try. */
        public Applies(List<Party> parties) {
            this(parties, Optional.empty());
        }

        /** One case. */
        public Applies(Party party) {
            this(List.of(party));
        }
    }

    /**
     * It would run if the target file said more.
     *
     * @param sentence what to add to the target file
     */
    record Missing(String sentence) implements Applicability {}

    /**
     * The target file does not promise what the check is about, and no standard demands it. The control lacks nothing.
     *
     * @param sentence what to declare in the target file if the target does promise it
     */
    record NotPromised(String sentence) implements Applicability {}

    /**
     * It has nothing to say here; no case is planned.
     *
     * @param sentence why
     */
    record Irrelevant(String sentence) implements Applicability {}

    /**
     * Who takes part in a case.
     *
     * @param granted the identity whose positive control shows what a grant looks like
     * @param intruder the identity that must be denied, where the case is about one
     */
    record Party(Identity granted, Optional<Identity> intruder) {
        /** A case about forged or missing credentials. */
        public static Party of(Identity granted) {
            return new Party(granted, Optional.empty());
        }

        /** A case about a valid credential that must not do. */
        public static Party of(Identity granted, Identity intruder) {
            return new Party(granted, Optional.of(intruder));
        }
    }
}
