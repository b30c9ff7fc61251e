package dev.postern.checks.craft;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Subject;
import dev.postern.api.http.WireRequest;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import dev.postern.forge.Token;
import dev.postern.forge.TokenView;
import dev.postern.forge.UnusableKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A token with the claims of the valid one, freshly signed by the key that the target file gives: it must be granted. The
 * forgeries beside it are the same draft, signed by the same key, but for the one thing that is tested.
 */
public final class HonestTwin {

    /** Clocks that differ by less than three seconds are taken to agree; iat and nbf must not lie ahead of the target's. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final Subject on;
    private final SigningKey key;
    private final Draft draft;
    private final WireRequest request;

    private HonestTwin(Subject on, SigningKey key, Draft draft) {
        this.on = on;
        this.key = key;
        this.draft = draft;
        // signed once: ECDSA and PSS signatures differ each time, and the twin is to be sent once for all attempts
        this.request = on.requestWith(draft.sign(key).text());
    }

    /** The twin with the valid token's own claims. */
    public static HonestTwin of(Subject on) {
        return of(on, UnaryOperator.identity());
    }

    /** The twin with claims that the valid token lacks and the test needs. */
    public static HonestTwin of(Subject on, UnaryOperator<Draft> adapted) {
        var token = ValidToken.of(on);
        var fresh = renewed(on, token.draft());
        try {
            return new HonestTwin(on, key(on, token.view()), adapted.apply(fresh));
        } catch (UnusableKeyException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The signingKey of scheme \"" + on.scheme().name() + "\" cannot be used. " + e.getMessage());
        }
    }

    /** The moment that the twin gives as its iat and nbf. */
    public static Instant issuedAt(Subject on) {
        return on.earliestNow().minus(CLOCK_TOLERANCE);
    }

    /** The moment that the twin gives as its exp: so long after it was issued, by either clock. */
    public static Instant expiresAt(Subject on, Duration lifetime) {
        return on.latestNow().minus(CLOCK_TOLERANCE).plus(lifetime);
    }

    private static Draft renewed(Subject on, Draft draft) {
        var fresh = draft.renewed(issuedAt(on));
        return fresh.view().exp().isPresent() ? fresh.claim("exp", expiresAt(on, lifetime(draft.view()))) : fresh;
    }

    /** What the valid token's lifetime was, or five minutes. */
    public static Duration lifetime(TokenView view) {
        return view.exp()
                .flatMap(exp -> view.iat().or(view::nbf).map(from -> Duration.between(from, exp)))
                .filter(lifetime -> !lifetime.isNegative() && !lifetime.isZero())
                .orElse(Duration.ofMinutes(5));
    }

    /** The twin with the valid token's own claims, where the target file gives a key that can sign it. */
    public static Optional<HonestTwin> ifPossible(Subject on) {
        try {
            return ValidToken.scheme(on).signingKey().map(key -> of(on));
        } catch (CannotTryException e) {
            return Optional.empty(); // the checks that need the key say so
        }
    }

    /** The twin before it was signed, for changes of any kind. */
    public Draft draft() {
        return draft.afresh();
    }

    /** What the twin says. */
    public TokenView view() {
        return draft.view();
    }

    /** An attempt with the twin's claims changed and honestly signed. */
    public Attempt attempt(String label, UnaryOperator<Draft> change) {
        return attempt(label, change.apply(draft).sign(key));
    }

    /** As {@link #attempt(String, UnaryOperator)}, with the header left as the change made it. */
    public Attempt attemptAsIs(String label, UnaryOperator<Draft> change) {
        return attempt(label, change.apply(signable()).signAsIs(key.alg(), key));
    }

    /** The twin's own claims, signed by the same key with another algorithm; empty where the key does not fit it. */
    public Optional<Attempt> attemptSignedWith(String alg) {
        try {
            return Optional.of(attempt("signed with " + alg, draft.sign(key.withAlg(alg))));
        } catch (UnusableKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * The twin's own claims, signed by the same key under the name of an algorithm.
     *
     * @param algInHeader any text
     * @param realAlg an algorithm that fits the key
     */
    public Attempt attemptNamed(String label, String algInHeader, String realAlg) {
        return attempt(label, signable().signAs(algInHeader, realAlg, key));
    }

    /** A token with the twin's claims changed and honestly signed, for requests that are put together otherwise. */
    public String token(UnaryOperator<Draft> change) {
        return change.apply(draft).sign(key).text();
    }

    /** The twin on its own: it must be granted. */
    public WireRequest request() {
        return request;
    }

    /** The name of the algorithm by which the twin is signed. */
    public String alg() {
        return key.alg();
    }

    /** Names the key and its algorithm, as the honest header does. */
    private Draft signable() {
        var named = draft.header("alg", key.alg());
        return key.kid().map(kid -> named.header("kid", kid)).orElse(named);
    }

    /** An attempt with any token, beside this twin. */
    public Attempt attempt(String label, Token forged) {
        return on.attempt(label, forged.text()).besideTwin(request);
    }

    /** The algorithm of the valid token is one that the target takes; a key in PEM names none. */
    private static SigningKey key(Subject on, TokenView view) {
        var text = ValidToken.scheme(on)
                .signingKey()
                .orElseThrow(() -> new CannotTryException(
                        Reason.SETUP_FAILED, "Scheme \"" + on.scheme().name() + "\" has no signingKey."));
        var key = SigningKey.parse(text.reveal());
        try {
            return key.withAlg(view.alg().orElse(key.alg()));
        } catch (UnusableKeyException e) {
            return key; // another type of key than the valid token's: whether it is trusted, the twin will show
        }
    }
}
