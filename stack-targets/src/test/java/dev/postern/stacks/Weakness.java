package dev.postern.stacks;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The gravest mistakes in the verification of tokens. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are of Set.of
enum Weakness {
    ALG_NONE("Unsigned tokens are accepted", Set.of("jwt.alg-none"), Set.of()),
    ALG_CONFUSION("The public key serves as an HMAC secret", Set.of("jwt.alg-confusion"), Set.of()),
    SIGNATURE_NOT_VERIFIED(
            "The signature is not verified",
            Set.of("jwt.signature-tampered", "jwt.foreign-key"),
            Set.of(
                    "auth.malformed-credential",
                    "jwt.alg-confusion",
                    "jwt.alg-none",
                    "jwt.alg-swap",
                    "jwt.blank-secret",
                    "jwt.embedded-jwk",
                    "jwt.embedded-x5c",
                    "jwt.jku-inline",
                    "jwt.kid-injection",
                    "jwt.kid-traversal",
                    "jwt.kid-unknown",
                    "jwt.psychic-signature",
                    "jwt.signature-stripped",
                    "jwt.signature-truncated",
                    "jwt.x5u-inline")),
    EMBEDDED_JWK("The key that the token brings is trusted", Set.of("jwt.embedded-jwk"), Set.of()),
    EMBEDDED_X5C("The certificate that the token brings is trusted", Set.of("jwt.embedded-x5c"), Set.of()),
    KID_NAMES_A_FILE("The kid chooses a file as the key", Set.of("jwt.kid-traversal"), Set.of()),
    KID_IN_A_QUERY("The kid becomes part of a query for the key", Set.of("jwt.kid-injection"), Set.of()),
    PSYCHIC_SIGNATURE(
            "ECDSA signatures of zeros are accepted",
            Set.of("jwt.psychic-signature"),
            // one of its attempts is as many zeros as the right signature has bytes
            Set.of("jwt.signature-stripped")),
    EXPIRY_NOT_CHECKED(
            "Expired tokens are accepted",
            Set.of("jwt.expired"),
            // a leeway that is too long is one at both ends
            Set.of("jwt.exp-missing", "jwt.exp-odd", "jwt.leeway", "jwt.not-yet-valid")),
    ISSUER_AND_AUDIENCE_NOT_CHECKED(
            "Tokens of other issuers and for other audiences are accepted",
            Set.of("jwt.wrong-issuer", "jwt.wrong-audience"),
            Set.of("jwt.audience-odd", "jwt.issuer-missing", "jwt.issuer-spelling")),
    BLANK_SECRET("An absent HMAC secret becomes one that can be guessed", Set.of("jwt.blank-secret"), Set.of()),
    SIGNATURE_STRIPPED(
            "Tokens whose signature was removed are accepted",
            Set.of("jwt.signature-stripped"),
            Set.of("jwt.alg-none")),
    ENCRYPTED_NOT_SIGNED("Encrypted tokens need no signature", Set.of("jwt.jwe-plain"), Set.of());

    private final String title;
    private final Set<String> found;
    private final Set<String> kin;

    Weakness(String title, Set<String> found, Set<String> kin) {
        this.title = title;
        this.found = found;
        this.kin = kin;
    }

    /** The checks that find one of the weaknesses, or are related to one. */
    static Set<String> checks() {
        return Arrays.stream(values())
                .flatMap(w -> w.related().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String title() {
        return title;
    }

    /** The checks that must fail, whatever the implementation. */
    Set<String> found() {
        return found;
    }

    /** The checks that may fail: theirs are other faces of the same weakness. */
    Set<String> related() {
        var all = new TreeSet<>(kin);
        all.addAll(found);
        return all;
    }
}
