package dev.postern.run;

import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an examination saw, raw: it holds credentials, so it stays in memory. What is said of it must go through
 * {@code redaction}.
 *
 * @param target the target as it was asked
 * @param possessions what each identity holds, by its name, in the order of the target file
 * @param keySets the answers to the key sets ({@code jwks}) that schemes name, by the scheme's name
 * @param controls the controls in the order of the target file: of each operation the positive ones, then the negative
 *     one, then those of identities that must be denied
 * @param now the time at the end, by the target's clock
 * @param clockOffset how far the target's clock is ahead of this machine's; zero where it cannot be told
 * @param requests how many requests were sent
 * @param redaction takes all secrets out of a text
 */
public record Examined(
        Target target,
        Map<String, Possession> possessions,
        Map<String, Exchange> keySets,
        List<Control> controls,
        Instant now,
        Duration clockOffset,
        int requests,
        UnaryOperator<String> redaction) {

    /** Keeps copies that nobody changes. */
    public Examined {
        possessions = Collections.unmodifiableMap(new LinkedHashMap<>(possessions));
        keySets = Collections.unmodifiableMap(new LinkedHashMap<>(keySets));
        controls = List.copyOf(controls);
    }

    /** The counts only: all else may hold a credential. */
    @Override
    public String toString() {
        return "Examined[" + controls.size() + " controls, " + requests + " requests]";
    }

    /**
     * What an identity holds.
     *
     * @param credential its credential, where there is one
     * @param exchange the exchange that issued it or, where there is none, in which it was refused
     * @param why why there is none; empty where there is one
     */
    public record Possession(Identity identity, Optional<String> credential, Optional<Exchange> exchange, String why) {

        /** Whose it is, and never what. */
        @Override
        public String toString() {
            return "Possession[" + identity.name() + "]";
        }
    }

    /**
     * One request of an operation, or why it was not sent.
     *
     * @param sender whose credential was sent; empty for none
     * @param cell what must happen; for the negative control of an operation that is not public,
     *     {@link AccessMatrix.Cell#DENY_SCHEME}
     */
    public record Control(Operation operation, Optional<Identity> sender, AccessMatrix.Cell cell, Outcome outcome) {

        /** Whether it must be granted. */
        public boolean mustBeGranted() {
            return !cell.isDeny();
        }
    }

    /** What became of a control. */
    public sealed interface Outcome {

        /** It was sent; the oracle has judged the answer. */
        record Sent(Exchange exchange, Decision decision) implements Outcome {}

        /**
         * It was not sent.
         *
         * @param before the earlier exchange that shows that it would be in vain, where there is one
         */
        record NotSent(Why why, Optional<Exchange> before) implements Outcome {}
    }

    /** Why a control was not sent. */
    public enum Why {
        /** The operation is destructive, and the target file does not allow that. */
        DESTRUCTIVE,
        /** The identity has no credential. */
        NO_CREDENTIAL,
        /** Nothing answers at that address: it was tried before. */
        SILENT
    }
}
