package dev.postern.checks.craft;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.TokenPromises.Refused;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenView;

/**
 * A genuine token that the target must refuse, as the target file gives it. It is not Postern's to forge: that it is
 * genuine, the target file vouches for.
 */
public record GivenToken(Subject on, Refused kind, String text, TokenView view) {

    /** One case where the target file gives such a token. */
    public static Applicability at(Site site, Refused kind) {
        var given = ((Scheme.BearerJwt) site.scheme()).promises().refused(kind);
        return given.isPresent()
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : new Applicability.Missing("give scheme `" + site.scheme().name() + "` " + words(kind)
                        + ": `refused:` with `" + kind.key() + ": ${file:…}`");
    }

    /**
     * Reads it.
     *
     * @throws CannotTryException where it is no JWT
     */
    public static GivenToken of(Subject on, Refused kind) {
        var text = ValidToken.scheme(on).promises().refused(kind).orElseThrow().reveal();
        try {
            return new GivenToken(on, kind, text, TokenView.of(text));
        } catch (MalformedTokenException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The token `refused." + kind.key() + "` of scheme \""
                            + on.scheme().name() + "\" cannot be taken apart. " + e.getMessage());
        }
    }

    /**
     * This token, if it has not run out: else it would be refused for that.
     *
     * @throws CannotTryException where it has
     */
    public GivenToken alive() {
        if (view.exp().filter(exp -> exp.isBefore(on.now())).isPresent()) {
            throw useless("has run out, so that its refusal would show nothing: give a fresh one");
        }
        return this;
    }

    /** Ends the case: the token does not serve. */
    public CannotTryException useless(String why) {
        return new CannotTryException(
                Reason.SETUP_FAILED,
                "The token `refused." + kind.key() + "` of scheme \""
                        + on.scheme().name() + "\" " + why + ".");
    }

    /** The attempt to use it. */
    public Attempt attempt(String label) {
        return on.attempt(label, text).tolerating(MALFORMED);
    }

    private static String words(Refused kind) {
        return switch (kind) {
            case ID_TOKEN -> "an ID token of the same issuer";
            case OTHER_AUDIENCE -> "a token of the same issuer for another API";
            case EXPIRED -> "a token that has run out";
        };
    }

    /** Not the token. */
    @Override
    public String toString() {
        return "GivenToken[" + kind + "]";
    }
}
