package dev.postern.inspection;

import static dev.postern.api.check.Severity.CRITICAL;
import static dev.postern.api.check.Severity.MEDIUM;

import com.nimbusds.jose.jwk.JWK;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.forge.PublicKeys;
import dev.postern.forge.SigningKey;
import dev.postern.forge.TokenView;
import dev.postern.forge.UnusableKeyException;
import dev.postern.forge.Verification;
import java.util.List;
import java.util.Optional;

/** Whether a token is what a target file declares. Keys are taken from the file alone. */
final class SchemeRules {
    private final Scheme.BearerJwt scheme;
    private final Findings found;

    SchemeRules(Scheme.BearerJwt scheme, Findings found) {
        this.scheme = scheme;
        this.found = found;
    }

    void apply(TokenView view) {
        scheme.issuer()
                .filter(declared -> !view.iss().equals(Optional.of(declared)))
                .ifPresent(declared -> found.add(
                        "iss-other",
                        MEDIUM,
                        "iss is not the issuer of the scheme, " + Shown.safe(declared),
                        "the target must refuse it",
                        "get a token from it, or correct the target file",
                        "RFC 8725 3.8"));
        scheme.audience()
                .filter(declared -> !view.aud().contains(declared))
                .ifPresent(declared -> found.add(
                        "aud-other",
                        MEDIUM,
                        "aud does not hold the audience of the scheme, " + Shown.safe(declared),
                        "the target must refuse it",
                        "ask for a token for it, or correct the target file",
                        "RFC 8725 3.9"));
        var promises = scheme.promises();
        var alg = view.alg().orElse("");
        if (!promises.algorithms().isEmpty() && !promises.algorithms().contains(alg)) {
            found.add(
                    "alg-other",
                    MEDIUM,
                    "alg " + Shown.safe(alg) + " is none of the algorithms of the scheme",
                    "the target must refuse it",
                    "sign with one of them, or correct the target file",
                    "RFC 8725 3.1");
        }
        if (promises.atJwt() && !view.typ().orElse("").matches("(?i)(application/)?at\\+jwt")) {
            found.add(
                    "typ-other",
                    MEDIUM,
                    "typ is not at+jwt, which the scheme declares",
                    "the target must refuse it",
                    "set typ, or correct the target file",
                    "RFC 9068 2.1");
        }
    }

    /** What the signature is, in words. */
    String signature(TokenText token) {
        if (token.kind() == TokenKind.UNSECURED) {
            return "there is none";
        }
        var text = token.compact();
        var publicKeys =
                scheme.publicKey().map(key -> PublicKeys.in(key.reveal())).orElse(List.of());
        var signing = scheme.signingKey().map(Secret::reveal);
        if (publicKeys.isEmpty() && signing.isEmpty()) {
            return "not verified: the scheme has neither publicKey nor signingKey, and nothing is fetched";
        }
        try {
            var isRight = publicKeys.isEmpty()
                    ? Verification.verifies(text, SigningKey.parse(signing.orElseThrow()))
                    : anyVerifies(text, publicKeys);
            if (isRight) {
                return "right, by the " + (publicKeys.isEmpty() ? "signingKey" : "publicKey") + " of the scheme";
            }
            wrong("The signature is not by the key of the scheme");
            return "wrong";
        } catch (UnusableKeyException misfit) {
            wrong("The signature cannot be by the key of the scheme: "
                    + misfit.getMessage().replaceAll("\\.$", ""));
            return "wrong";
        }
    }

    private static boolean anyVerifies(String token, List<JWK> keys) {
        UnusableKeyException last = null;
        var tried = 0;
        for (var key : keys) {
            try {
                tried++;
                if (Verification.verifies(token, PublicKeys.toJca(key))) {
                    return true;
                }
            } catch (UnusableKeyException misfit) {
                tried--;
                last = misfit;
            }
        }
        if (tried == 0 && last != null) {
            throw last;
        }
        return false;
    }

    private void wrong(String what) {
        found.add(
                "signature-wrong",
                CRITICAL,
                what,
                "somebody else signed it, or it was changed",
                "refuse it; or correct the key in the target file",
                "RFC 7515 5.2");
    }
}
