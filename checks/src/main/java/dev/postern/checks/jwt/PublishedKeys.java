package dev.postern.checks.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Subject;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.PublicKeys;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.text.ParseException;
import java.util.List;
import java.util.function.Predicate;

/** The public keys of an issuer, as everybody gets them, or the public half of the key that the target file gives. */
final class PublishedKeys {

    private PublishedKeys() {}

    /**
     * Keys to forge with, likeliest first; never none.
     *
     * @param preferred which of them are likelier
     * @throws CannotTryException if there are none
     */
    static List<JWK> of(Subject on, Predicate<JWK> preferred) {
        try {
            var published = published(on);
            var likely = published.stream().filter(preferred).toList();
            return likely.isEmpty() ? published : likely;
        } catch (CannotTryException e) {
            var own = ofSigningKey(on);
            if (own.isEmpty()) {
                throw e;
            }
            return own;
        }
    }

    private static List<JWK> published(Subject on) {
        var why = "The jwks address gives no RSA, EC or Ed25519 key, and there is no signingKey with a public half.";
        try {
            var published = on.publicKeys().map(PublicKeys::in).orElse(List.of());
            if (!published.isEmpty()) {
                return published;
            }
        } catch (UnusableKeyException e) {
            why = e.getMessage();
        }
        throw new CannotTryException(
                Reason.SETUP_FAILED,
                "There is no public key of scheme \"" + on.scheme().name() + "\" to try with. " + why);
    }

    /** The keys as they are served; none where nobody serves them. */
    static String text(Subject on) {
        try {
            return on.publicKeys().orElse("");
        } catch (CannotTryException silent) {
            return "";
        }
    }

    /** Whether a key is not said to be for encryption only. */
    static boolean isForSignatures(JWK key) {
        return !KeyUse.ENCRYPTION.equals(key.getKeyUse());
    }

    private static List<JWK> ofSigningKey(Subject on) {
        try {
            var key = ValidToken.scheme(on)
                    .signingKey()
                    .map(text -> SigningKey.parse(text.reveal()))
                    .filter(parsed -> !parsed.isSymmetric());
            return key.isPresent() ? List.of(JWK.parse(key.get().publicJwk())) : List.of();
        } catch (UnusableKeyException | ParseException e) {
            return List.of(); // the checks that need the key say so
        }
    }
}
