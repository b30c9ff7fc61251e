package dev.postern.api.check;

import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running check looks at: one operation, one identity that is granted on it, and its valid credential. The
 * controls have been taken before a check is asked for its attempts.
 */
public interface Subject {

    /** The target. */
    Target target();

    /** The operation. */
    Operation operation();

    /** The scheme by which the identity authenticates. */
    Scheme scheme();

    /** The limits that the checklist sets for the check. */
    default Parameters parameters() {
        return Parameters.NONE;
    }

    /** The identity whose positive control was granted. */
    Identity identity();

    /** The identity that must be denied, in a case about one. */
    Optional<Identity> intruder();

    /**
     * The valid credential of the identity as text: token, API key, cookie value, or {@code user:password}. It is a
     * secret: use it in attempts only.
     */
    String credential();

    /** The valid credential of another identity of this target. */
    String credentialOf(Identity other);

    /** The request of the positive control: the operation with the identity's own parameters and valid credential. */
    WireRequest request();

    /** The same request without any credential. */
    WireRequest bare();

    /** The same request with that credential, unencoded, in the place where the scheme carries it. */
    WireRequest requestWith(String credential);

    /** The identity's request with the valid credential of another one, as that one's scheme carries it. */
    WireRequest requestAs(Identity other);

    /**
     * Tells that a check made this credential up, so that reports show it as it is, wherever it holds nothing of a secret. Not
     * needed for attempts: all that is in one was made by the check.
     *
     * @param credential as it stands in the request: of Basic, in base64
     * @return the same
     */
    String madeUp(String credential);

    /** The operation as another identity would call it: its own parameters, its valid credential. */
    WireRequest requestOf(Identity other);

    /**
     * The issuer's public key or key set, as text: JWKS as served, or the declared JWK or PEM; else the public half of
     * the declared signing key is left to the caller to derive.
     *
     * @throws CannotTryException if nobody answers where the key set should be, and the target file gives no key
     */
    Optional<String> publicKeys();

    /** Whether the operation shows an identity one of its own markers; sends the positive control of that identity. */
    boolean showsOwnMarker(Identity owner);

    /** The refresh token of the identity, where it has one. Not to be used up: scenarios obtain their own. */
    Optional<String> refreshToken();

    /** The time by the target's clock, as far as its {@code Date} header tells. */
    Instant now();

    /**
     * The earlier of this machine's clock and the target's. Something in front of the target may set {@code Date}: what is
     * past by this time is past for whoever verifies.
     */
    default Instant earliestNow() {
        return now();
    }

    /** The later of the two clocks: what is to come by this time is to come for whoever verifies. */
    default Instant latestNow() {
        return now();
    }

    /** An attempt with that credential, unencoded, in the place where the scheme carries it. */
    default Attempt attempt(String label, String credential) {
        return Attempt.denied(label, requestWith(credential));
    }

    /** An attempt with any request. */
    default Attempt attempt(String label, WireRequest request) {
        return Attempt.denied(label, request);
    }

    /** The granted identity's request, sent with the intruder's valid credential. */
    default Attempt attemptAs(String label, Identity other) {
        return Attempt.denied(label, requestAs(other)).by(other);
    }

    /** All texts that only this identity's data contains, as declared. */
    default List<String> markers() {
        return identity().markers();
    }
}
