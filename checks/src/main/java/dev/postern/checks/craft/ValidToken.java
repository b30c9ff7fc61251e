package dev.postern.checks.craft;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.forge.Draft;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.Token;
import dev.postern.forge.TokenView;

/** The subject's valid token, taken apart. A token that cannot be taken apart ends the case INCONCLUSIVE. */
public record ValidToken(Subject on, Draft draft, TokenView view) {

    public static ValidToken of(Subject on) {
        try {
            var draft = Draft.from(on.credential());
            return new ValidToken(on, draft, draft.view());
        } catch (MalformedTokenException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "Scheme \"" + on.scheme().name() + "\" is declared bearer-jwt, but the valid token of \""
                            + on.identity().name() + "\" cannot be taken apart. " + e.getMessage()
                            + " Where access tokens are opaque or encrypted, declare the scheme as bearer-opaque.");
        }
    }

    /** As {@link #of}; a token without signature, which cannot be tampered with, ends the case too. */
    public static ValidToken signed(Subject on) {
        var valid = of(on);
        if (!valid.isSigned()) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The valid token of \"" + on.identity().name() + "\" has no signature that could be tampered with;"
                            + " see jwt.alg-none.");
        }
        return valid;
    }

    /** What the target file says of the scheme. */
    public static Scheme.BearerJwt scheme(Subject on) {
        return (Scheme.BearerJwt) on.scheme();
    }

    /** The token as it came, for changes to its signature alone. */
    public Token received() {
        return new Token(on.credential(), "");
    }

    /** Whether there is a signature that could be changed or kept. */
    public boolean isSigned() {
        return received().signatureLength() > 0;
    }

    /** An attempt named by what the forge did to the token. */
    public Attempt attempt(Token forged) {
        return on.attempt(forged.description(), forged.text());
    }
}
