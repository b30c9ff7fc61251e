package dev.postern.api.check;

import dev.postern.api.audit.Verdict;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Optional;

/** What a running scenario can do. Each request and its answer becomes a step of the evidence. */
public interface Scenario extends Subject {

    /**
     * Sends a request through the door.
     *
     * @param step what this step is for, in a few words
     */
    Exchange send(String step, WireRequest request);

    /** Sends a request and lets the oracle judge it against the controls of this operation and identity. */
    Decision judge(String step, WireRequest request);

    /**
     * Marks the step that this answer came to as the one on which the verdict hangs, and which reports show first. Where
     * nothing is marked it is the last step.
     */
    void decidedBy(Exchange answer);

    /**
     * The language of RestAssured: the base URL is the target's, redirects are not followed, and the request leaves
     * through the door. For exact paths and queries use {@link #send}.
     */
    RequestSpecification given();

    /** Obtains a new credential for an identity, apart from the one that all cases share. */
    Fresh obtain(Identity identity);

    /**
     * The refresh grant (RFC 6749 6) at the scheme's token endpoint.
     *
     * @param step what this step is for
     * @param refreshToken the refresh token to present
     */
    Exchange refresh(String step, Identity identity, String refreshToken);

    /**
     * The steps of the identity's login that come before its second factor.
     *
     * @return the value of the session cookie after them, if one was set
     */
    Optional<String> loginWithoutSecondFactor(String step, Identity identity);

    /** The session cookie after a whole login, apart from the one that all cases share. */
    Optional<String> login(String step, Identity identity);

    /**
     * Revokes a token at the scheme's {@code revocationEndpoint} (RFC 7009 2.1), as the identity's client.
     *
     * @param step what this step is for
     * @param token a token of this scenario's own, from {@link #obtain} or {@link #refresh}
     * @param typeHint {@code access_token} or {@code refresh_token}
     */
    Exchange revoke(String step, Identity identity, String token, String typeHint);

    /**
     * Sends the identity's {@code logout}.
     *
     * @param step what this step is for
     * @param own the credential that is to end, of this scenario's own, from {@link #obtain}
     */
    Exchange logout(String step, Identity identity, Fresh.Obtained own);

    /**
     * Disables the identity's user, looks what that does, and enables the user again, whatever happens: also where the
     * audit is told to end. Where that fails, the verdict says so, and all further cases of the identity are
     * INCONCLUSIVE.
     *
     * @throws InterruptedException where the audit was told to end before the user was disabled, or meanwhile
     */
    Verdict whileDisabled(Identity identity, Disabled then) throws InterruptedException;

    /** What is done while a user is disabled. */
    @FunctionalInterface
    interface Disabled {
        /**
         * Looks.
         *
         * @param disabling the answer to the identity's {@code disable}
         */
        Verdict look(Exchange disabling) throws InterruptedException;
    }

    /** Waits; ends early where the audit is told to end. At most the target's {@code maxWait}. */
    void pause(Duration duration) throws InterruptedException;

    /** Postern's own server, where the target file gives an address for it ({@link Need#LISTENER}). */
    Optional<Listener> listener();

    /** A fresh credential, or the verdict that follows from its absence. */
    sealed interface Fresh {
        /** Obtained. */
        record Obtained(String credential, Optional<String> refreshToken) implements Fresh {
            /** Neither of them. */
            @Override
            public String toString() {
                return "***";
            }
        }

        /** Not obtained. */
        record Failed(Verdict verdict) implements Fresh {}
    }
}
