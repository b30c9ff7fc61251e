package dev.postern.stacks;

/** Verification that went wrong: each constant a weakness, the code that has it, and how it came about. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Weak {
    NONE_BY_HAND(
            Weakness.ALG_NONE,
            Stack.HAND,
            "`switch (alg)` has a case for \"none\", since RFC 7519 has unsecured JWTs",
            ByHand::noneHonoured),
    NONE_BY_JJWT(
            Weakness.ALG_NONE,
            Stack.JJWT,
            "`unsecured()` mended failing tests, and `parse` takes signed and unsigned tokens",
            ByJjwt::unsecuredAllowed),
    NONE_BY_JAVA_JWT(
            Weakness.ALG_NONE,
            Stack.JAVA_JWT,
            "`Algorithm.none()` is among the algorithms looked up by the token's `alg`",
            ByJavaJwt::noneAmongTheAlgorithms),
    NONE_BY_JOSE4J(
            Weakness.ALG_NONE,
            Stack.JOSE4J,
            "`NO_CONSTRAINTS`, `setDisableRequireSignature` and what else the errors asked for",
            ByJose4j::noConstraints),
    NONE_BY_NIMBUS(
            Weakness.ALG_NONE,
            Stack.NIMBUS,
            "`if (jwt instanceof SignedJWT s && !s.verify(…))` lets a PlainJWT through",
            ByNimbus::plainFallsThrough),

    CONFUSION_BY_HAND(
            Weakness.ALG_CONFUSION,
            Stack.HAND,
            "one configured key text (PEM) for all algorithms",
            ByHand::keyTextForAllAlgorithms),
    CONFUSION_BY_JJWT(
            Weakness.ALG_CONFUSION,
            Stack.JJWT,
            "the key locator makes a `SecretKey` of the public key (DER) where `alg` begins with HS",
            ByJjwt::keyForTheAlgorithmOfTheHeader),
    CONFUSION_BY_JAVA_JWT(
            Weakness.ALG_CONFUSION,
            Stack.JAVA_JWT,
            "a factory by the token's `alg`: `Algorithm.HMAC256(configured)`, where a PEM is configured",
            ByJavaJwt::keyTextForAllAlgorithms),
    CONFUSION_BY_JOSE4J(
            Weakness.ALG_CONFUSION,
            Stack.JOSE4J,
            "the key resolver makes an `HmacKey` of the text of the JWKS",
            ByJose4j::keyForTheAlgorithmOfTheHeader),
    CONFUSION_BY_NIMBUS(
            Weakness.ALG_CONFUSION,
            Stack.NIMBUS,
            "`DefaultJWSVerifierFactory` for any header, with a key (DER) of the type that it asks for",
            ByNimbus::keyForTheAlgorithmOfTheHeader),

    UNVERIFIED_BY_HAND(
            Weakness.SIGNATURE_NOT_VERIFIED,
            Stack.HAND,
            "`Signature.verify` answers false, and the code waits for an exception",
            ByHand::verdictIgnored),
    UNVERIFIED_BY_JAVA_JWT(
            Weakness.SIGNATURE_NOT_VERIFIED,
            Stack.JAVA_JWT,
            "`JWT.decode` was taken for verification (as in CVE-2021-37580)",
            ByJavaJwt::decodedOnly),
    UNVERIFIED_BY_JOSE4J(
            Weakness.SIGNATURE_NOT_VERIFIED,
            Stack.JOSE4J,
            "`setSkipSignatureVerification`, the first of two passes, without the second",
            ByJose4j::signatureSkipped),
    UNVERIFIED_BY_NIMBUS(
            Weakness.SIGNATURE_NOT_VERIFIED,
            Stack.NIMBUS,
            "`SignedJWT.parse` and the claims verifier, without `verify`",
            ByNimbus::parsedOnly),
    UNVERIFIED_BY_GOOGLE(
            Weakness.SIGNATURE_NOT_VERIFIED,
            "google-oauth-client 1.33.2",
            "`IdTokenVerifier.verify` by its manual (CVE-2021-22573)",
            ByOldReleases::googleIdToken),

    JWK_BY_HAND(
            Weakness.EMBEDDED_JWK, Stack.HAND, "the key is read from the token where it has one", ByHand::embeddedKey),
    JWK_BY_JJWT(Weakness.EMBEDDED_JWK, Stack.JJWT, "the key locator prefers `header.getJwk()`", ByJjwt::embeddedKey),
    JWK_BY_JOSE4J(
            Weakness.EMBEDDED_JWK, Stack.JOSE4J, "the key resolver prefers `getJwkHeader()`", ByJose4j::embeddedKey),
    JWK_BY_NIMBUS(Weakness.EMBEDDED_JWK, Stack.NIMBUS, "`getHeader().getJWK()` is preferred", ByNimbus::embeddedKey),

    X5C_BY_HAND(
            Weakness.EMBEDDED_X5C,
            Stack.HAND,
            "`CertificateFactory` parses the certificate, and nobody asks who issued it",
            ByHand::embeddedCertificate),
    X5C_BY_JJWT(
            Weakness.EMBEDDED_X5C,
            Stack.JJWT,
            "the key locator takes the key of `getX509Chain().get(0)`",
            ByJjwt::embeddedCertificate),
    X5C_BY_JOSE4J(
            Weakness.EMBEDDED_X5C,
            Stack.JOSE4J,
            "the key resolver takes the key of `getLeafCertificateHeaderValue()`",
            ByJose4j::embeddedCertificate),
    X5C_BY_NIMBUS(
            Weakness.EMBEDDED_X5C,
            Stack.NIMBUS,
            "`X509CertUtils.parse` of the first certificate of the token",
            ByNimbus::embeddedCertificate),

    FILE_BY_HAND(
            Weakness.KID_NAMES_A_FILE,
            Stack.HAND,
            "`Files.readAllBytes(folder.resolve(kid))` is the HMAC secret",
            ByHand::secretFileNamedByKid),
    FILE_BY_JOSE4J(
            Weakness.KID_NAMES_A_FILE,
            Stack.JOSE4J,
            "the same in a key resolver, with key validation relaxed for old secrets",
            ByJose4j::secretFileNamedByKid),
    FILE_BY_NIMBUS(
            Weakness.KID_NAMES_A_FILE,
            Stack.NIMBUS,
            "the same; `MACVerifier` refuses secrets under 256 bits",
            ByNimbus::secretFileNamedByKid),

    QUERY_BY_JAVA_JWT(
            Weakness.KID_IN_A_QUERY,
            Stack.JAVA_JWT,
            "the kid joined into SQL (H2); `Algorithm.HMAC256` of what it answers",
            ByJavaJwt::secretQueriedByKid),
    QUERY_BY_JJWT(
            Weakness.KID_IN_A_QUERY,
            Stack.JJWT,
            "the kid joined into SQL (H2) in the key locator; secrets under 256 bits are refused",
            ByJjwt::secretQueriedByKid),
    QUERY_BY_NIMBUS(
            Weakness.KID_IN_A_QUERY,
            Stack.NIMBUS,
            "the kid joined into SQL (H2); `MACVerifier` refuses secrets under 256 bits",
            ByNimbus::secretQueriedByKid),

    PSYCHIC_BY_HAND(
            Weakness.PSYCHIC_SIGNATURE,
            Stack.HAND,
            "projective coordinates, inverses by Fermat, no range check (as in CVE-2022-21449)",
            ByHand::ecdsaWithoutRangeCheck),
    PSYCHIC_BY_NIMBUS(
            Weakness.PSYCHIC_SIGNATURE,
            Stack.NIMBUS,
            "a `JWSVerifier` of one's own: affine coordinates, inverses by Euclid, no range check",
            ByNimbus::ecdsaWithoutRangeCheck),

    EXPIRED_BY_HAND(
            Weakness.EXPIRY_NOT_CHECKED,
            Stack.HAND,
            "the gateway checked it, and the gateway is gone",
            ByHand::expiryNotChecked),
    EXPIRED_BY_JJWT(
            Weakness.EXPIRY_NOT_CHECKED,
            Stack.JJWT,
            "`catch (ExpiredJwtException e) { return e.getClaims(); }`",
            ByJjwt::claimsOfTheExpired),
    EXPIRED_BY_JAVA_JWT(
            Weakness.EXPIRY_NOT_CHECKED,
            Stack.JAVA_JWT,
            "`acceptLeeway(duration.toMillis())`, which counts in seconds",
            ByJavaJwt::leewayInTheWrongUnit),
    EXPIRED_BY_JOSE4J(
            Weakness.EXPIRY_NOT_CHECKED,
            Stack.JOSE4J,
            "`setAllowedClockSkewInSeconds` of a day",
            ByJose4j::clockSkewOfADay),
    EXPIRED_BY_NIMBUS(
            Weakness.EXPIRY_NOT_CHECKED,
            Stack.NIMBUS,
            "`SignedJWT.verify`, which is about the signature only",
            ByNimbus::expiryNotChecked),

    ANYBODYS_BY_HAND(
            Weakness.ISSUER_AND_AUDIENCE_NOT_CHECKED,
            Stack.HAND,
            "the signature shows that the token is ours",
            ByHand::issuerAndAudienceNotChecked),
    ANYBODYS_BY_JJWT(
            Weakness.ISSUER_AND_AUDIENCE_NOT_CHECKED,
            Stack.JJWT,
            "no `requireIssuer`, no `requireAudience`",
            ByJjwt::issuerAndAudienceNotChecked),
    ANYBODYS_BY_JAVA_JWT(
            Weakness.ISSUER_AND_AUDIENCE_NOT_CHECKED,
            Stack.JAVA_JWT,
            "`JWT.require(algorithm).build()`",
            ByJavaJwt::issuerAndAudienceNotChecked),
    ANYBODYS_BY_JOSE4J(
            Weakness.ISSUER_AND_AUDIENCE_NOT_CHECKED,
            Stack.JOSE4J,
            "`setSkipDefaultAudienceValidation`, no expected issuer",
            ByJose4j::issuerAndAudienceNotChecked),
    ANYBODYS_BY_NIMBUS(
            Weakness.ISSUER_AND_AUDIENCE_NOT_CHECKED,
            Stack.NIMBUS,
            "`DefaultJWTProcessor` with the claims verifier that it has by itself",
            ByNimbus::issuerAndAudienceNotChecked),

    BLANK_BY_HAND(
            Weakness.BLANK_SECRET,
            Stack.HAND,
            "`String.valueOf(secrets.get(kid))` is \"null\" for an unknown kid",
            ByHand::absentSecretIsNull),
    BLANK_BY_JAVA_JWT(
            Weakness.BLANK_SECRET,
            Stack.JAVA_JWT,
            "`\"\" + System.getenv(…)` is \"null\" where the variable is not set",
            ByJavaJwt::absentVariableIsText),
    BLANK_BY_JOSE4J(
            Weakness.BLANK_SECRET,
            Stack.JOSE4J,
            "`String.valueOf(System.getenv(…))`, with key validation relaxed",
            ByJose4j::absentVariableIsText),

    STRIPPED_BY_HAND(
            Weakness.SIGNATURE_STRIPPED,
            Stack.HAND,
            "an empty signature means that there is nothing to verify",
            ByHand::emptySignatureSkipped),
    STRIPPED_BY_OLD_JJWT(
            Weakness.SIGNATURE_STRIPPED,
            "jjwt 0.9.1",
            "`parser.setSigningKey(key).parse(token)`: `parse` believes what is not signed",
            ByOldReleases::jjwtParse),

    ENCRYPTED_BY_NIMBUS(
            Weakness.ENCRYPTED_NOT_SIGNED,
            Stack.NIMBUS,
            "`toSignedJWT()` of what was decrypted is null where nothing was signed, and is verified if it is not null",
            ByNimbus::signatureOnlyWithinIfThere),
    ENCRYPTED_BY_PAC4J(
            Weakness.ENCRYPTED_NOT_SIGNED,
            "pac4j-jwt 5.7.8",
            "`JwtAuthenticator` with a signature and an encryption configuration (CVE-2026-29000)",
            ByOldReleases::pac4j);

    /** Makes the verifier of an API that trusts an issuer. */
    @FunctionalInterface
    interface Recipe {
        Verifier verifier(Issuer issuer) throws Exception;
    }

    private final Weakness weakness;
    private final String stack;
    private final String story;
    private final Recipe recipe;

    Weak(Weakness weakness, Stack stack, String story, Recipe recipe) {
        this(weakness, stack.title(), story, recipe);
    }

    Weak(Weakness weakness, String stack, String story, Recipe recipe) {
        this.weakness = weakness;
        this.stack = stack;
        this.story = story;
        this.recipe = recipe;
    }

    Weakness weakness() {
        return weakness;
    }

    String stack() {
        return stack;
    }

    /** How the code came to be wrong, in Markdown. */
    String story() {
        return story;
    }

    /** Tokens of zeros are a matter of elliptic curves. */
    Issuer issuer() {
        return weakness == Weakness.PSYCHIC_SIGNATURE ? Issuer.ec() : Issuer.rsa();
    }

    Api start() throws Exception {
        return NotesApi.start(recipe.verifier(issuer()));
    }
}
