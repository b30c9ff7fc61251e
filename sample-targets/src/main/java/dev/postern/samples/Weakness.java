package dev.postern.samples;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One defence of the orders API gone wrong, in a way in which real servers have gone wrong.
 *
 * <p>Each weakness replaces one decision by a worse one and leaves all others as they are. Several may be combined; of
 * two that replace the same decision the later one counts.
 */
// Every field is final and unmodifiable; only the type Consumer cannot say so.
@SuppressWarnings("ImmutableEnumChecker")
public enum Weakness {
    // Authentication as such
    ROUTE_FORGOTTEN_IN_FILTER(
            "The security filter lists the path prefixes that it guards, and nobody added the newer /tenants to the"
                    + " list. Default-allow filters have this hole waiting in them (CWE-306).",
            List.of("auth.missing-credential"),
            defences -> defences.routeIsGuarded = route -> !route.template().startsWith("/tenants/")),
    CREDENTIAL_OPTIONAL(
            "The middleware runs with credentialsRequired: false, meant for one public page, and the rules behind it"
                    + " read `if (user && …)`: without a user nothing is checked.",
            List.of("auth.missing-credential"),
            defences -> defences.callerWithoutToken = Optional.of(Caller.ANONYMOUS)),
    KEY_PRESENCE_ONLY(
            "The gateway rejects requests without X-API-Key and leaves it to the service to look the key up; the service"
                    + " trusts the gateway and falls back to a default customer.",
            List.of("auth.invalid-credential", "apikey.invalid"),
            defences -> defences.apiKeyPresenceSuffices = true),
    SESSION_COOKIE_PRESENCE_ONLY(
            "A middleware at the edge checks only whether there is a session cookie, as tutorials for front-end"
                    + " frameworks show it, and the page behind it does not ask again.",
            List.of("auth.invalid-credential", "mfa.required"),
            defences -> {
                defences.sessionOpens = session -> true;
                defences.callerOfUnknownSession = Optional.of(new Caller("visitor", "a", Set.of(), Set.of()));
            }),
    UNKNOWN_TOKEN_IS_GUEST(
            "A look-up that misses answers a guest instead of a refusal (getOrDefault), and the guest was given the read"
                    + " scope when the demo was built.",
            List.of("auth.invalid-credential"),
            defences -> defences.callerOfUnknownOpaqueToken =
                    Optional.of(new Caller("guest", "a", Set.of("orders:read"), Set.of()))),
    OPAQUE_TOKEN_IS_TEXT(
            "The token is base64 of a JSON text that says whose it is, and nothing is signed: what cannot be read at a glance"
                    + " was taken for what cannot be made (CWE-345).",
            List.of("auth.invalid-credential"),
            defences -> defences.opaqueTokensAreLookedUp = false),
    PARSE_ERROR_FAILS_OPEN(
            "The filter catches the exception of the token parser, logs it and goes on down the chain, so that old"
                    + " session users still get in: garbage gets further than a wrong token (CWE-636).",
            List.of("auth.malformed-credential", "auth.invalid-credential"),
            defences -> defences.callerOfGarbage = Optional.of(Caller.ANONYMOUS)),
    BASIC_WITHOUT_COLON(
            "The header is decoded leniently and split at the colon; the user is looked up, and the password is compared"
                    + " if there are two parts: what happens otherwise was never thought of.",
            List.of("auth.malformed-credential"),
            defences -> defences.basicParser = BasicUsers::parseLoosely),

    // How bearer tokens travel, and what is said to those who are refused
    TOKEN_IN_QUERY(
            "For downloads in a new window ?access_token= is accepted as well; tokens end up in access logs, histories and"
                    + " referrers (CWE-598).",
            List.of("bearer.query-token"),
            defences -> defences.tokenElsewhere = call -> call.queryValue("access_token")),
    TOKEN_IN_COOKIE(
            "A page kept the token in a cookie, so the filter looks there too: now browsers send it along by themselves,"
                    + " also for other sites' forms (CWE-352).",
            List.of("bearer.cookie-token"),
            defences -> defences.tokenElsewhere =
                    call -> call.cookie("access_token").or(() -> call.cookie("jwt"))),
    TOKEN_IN_FORM(
            "The resolver of the framework was switched to accept form parameters for one old client, and accepts them"
                    + " from all (RFC 6750 2.2).",
            List.of("bearer.body-token"),
            defences -> defences.tokenElsewhere = call -> call.header("Content-Type")
                    .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                    .map(type -> call.form().get("access_token"))),
    SCHEME_NOT_LOOKED_AT(
            "header.split(' ').pop(): what stands before the token, if anything does, is not looked at.",
            List.of("bearer.scheme-required"),
            defences -> defences.tokenOfHeader = header -> Optional.of(header.substring(header.lastIndexOf(' ') + 1))),
    TWO_HEADERS_TWO_READERS(
            "The gateway verifies the first Authorization header and lets both through; the service behind it trusts the"
                    + " gateway and reads the claims of the last one (CWE-444 is this for whole requests).",
            List.of("bearer.duplicate-header"),
            defences -> defences.lastHeaderNamesTheCaller = true),
    NO_CHALLENGE(
            "The error handler builds the 401 itself and forgets the header that the framework would have set.",
            List.of("bearer.challenge"),
            defences ->
                    defences.refusal = answer -> answer.status() == 401 ? answer.without("WWW-Authenticate") : answer),
    SCOPE_REFUSED_AS_INVALID_TOKEN(
            "One exception mapper turns every refusal into 401 invalid_token: clients fetch new tokens for ever, where"
                    + " they lack a scope.",
            List.of("bearer.insufficient-scope"),
            defences -> defences.refusal = answer ->
                    BearerTokens.isForScope(answer) ? BearerTokens.invalid().answer() : answer),
    STACK_TRACE_IN_REFUSAL(
            "include-stacktrace: always came from a developer's profile, and refusals tell class, line and library"
                    + " (CWE-209).",
            List.of("bearer.error-leak"),
            defences -> defences.refusal = answer -> answer.status() == 401 ? SampleTrace.addedTo(answer) : answer),
    ANSWERS_CACHEABLE(
            "A filter for static files stamps every answer with Cache-Control: public, so that shared caches may serve"
                    + " one caller's data to another (RFC 9111 3.5).",
            List.of("bearer.no-store"),
            defences -> defences.granted = answer -> answer.with("Cache-Control", "public, max-age=300")),

    // HTTP Basic
    BASIC_OVER_PLAINTEXT(
            "The plaintext port was opened for health probes inside the cluster and serves everything, to everybody who"
                    + " can reach it; passwords cross the network readable (CWE-319).",
            List.of("basic.https-only"),
            defences -> defences.plaintextIsServed = true),
    BASIC_NAME_ONLY(
            "The user is looked up by name and taken for authenticated when found: comparing the password was left to a"
                    + " proxy that is no longer there.",
            List.of("basic.wrong-password"),
            defences -> defences.passwordMatches = (presented, known) -> true),
    BASIC_AFTER_ANY_WORD(
            "header.split(' ').pop() is decoded: what stands before the credentials, if anything does, is not looked at.",
            List.of("basic.scheme-required"),
            defences -> defences.basicOfHeader = header -> Optional.of(header.substring(header.lastIndexOf(' ') + 1))),
    BASIC_EMPTY_PASSWORD(
            "The password goes to an LDAP simple bind, and a bind without a password succeeds as anybody (RFC 4513"
                    + " 5.1.2, unauthenticated authentication); the API takes success for proof.",
            List.of("basic.wrong-password"),
            defences -> defences.passwordMatches = BasicUsers::bind),

    // Signatures of tokens
    ALG_NONE_HONOURED(
            "The verifier does what the header says, and the header says alg none (CVE-2020-15957).",
            List.of("jwt.alg-none"),
            defences -> defences.signature = BrokenSignatureRules::algorithmFromHeader),
    ALG_NONE_BLACKLISTED(
            "Exactly \"none\" is refused before a library is asked that compares algorithms without regard to case:"
                    + " \"None\" passes (as in Auth0's authentication API, 2020).",
            List.of("jwt.alg-none"),
            defences -> defences.signature = BrokenSignatureRules::noneBlacklisted),
    ALG_CONFUSION_WITH_PEM(
            "verify(token, key) serves HMAC and RSA alike and the key is the text of a PEM file: a token signed by HMAC"
                    + " with that public text is valid (CVE-2016-10555).",
            List.of("jwt.alg-confusion"),
            defences -> defences.signature = keys -> BrokenSignatureRules.oneKeyForAllAlgorithms(
                    keys, keys.publicPem().getBytes(StandardCharsets.US_ASCII))),
    ALG_CONFUSION_WITH_DER(
            "For HS256 the verifier builds its secret from publicKey.getEncoded(), since every Key has that method: the"
                    + " DER form of the public key signs (CVE-2016-5431 is of this kind).",
            List.of("jwt.alg-confusion"),
            defences -> defences.signature = keys -> BrokenSignatureRules.oneKeyForAllAlgorithms(
                    keys, keys.publicKey().getEncoded())),
    ALG_CONFUSION_WITH_JSON(
            "The key is fetched once and kept as json.dumps writes it, and what is no PEM counts as a secret where the token"
                    + " says HS256 (CVE-2026-48526): the JSON text with blanks signs.",
            List.of("jwt.alg-confusion"),
            defences -> defences.signature = keys -> BrokenSignatureRules.oneKeyForAllAlgorithms(
                    keys, keys.publicJwkAsPythonWritesIt().getBytes(StandardCharsets.US_ASCII))),
    ALG_CONFUSION_OF_THE_NEXT_KEY(
            "The key that will sign next month is published already, and found by kid. It was pasted below a line end, and"
                    + " the library knows a public key by its first characters (CVE-2026-34950).",
            List.of("jwt.alg-confusion"),
            defences -> {
                RSAKey next = SigningKeys.stray(2048, "next");
                defences.published = keys -> keys.publishedBehind(next);
                defences.signature = keys -> BrokenSignatureRules.nextKeyIsText(keys, next);
            }),
    SIGNATURE_NOT_VERIFIED(
            "decode() was called instead of verify(): the claims are checked with care, the signature not at all"
                    + " (CWE-347).",
            List.of("jwt.signature-tampered", "jwt.signature-stripped", "jwt.foreign-key"),
            defences -> defences.signature = keys -> BrokenSignatureRules.decodeOnly()),
    SIGNATURE_VERDICT_CACHED(
            "To save time the verdict is cached under the token's signature: once a token was seen, its signature covers"
                    + " any payload.",
            List.of("jwt.signature-tampered"),
            defences -> defences.signature = BrokenSignatureRules::verdictCachedBySignature),
    VERIFY_RESULT_IGNORED(
            "Signature.verify answers false, and the code waits for an exception, the mistake of CVE-2008-5077 in"
                    + " another language.",
            List.of("jwt.signature-tampered", "jwt.foreign-key"),
            defences -> defences.signature = BrokenSignatureRules::verifyResultIgnored),
    EMPTY_SIGNATURE_SKIPPED(
            "Verification is skipped when the third part is empty, because internal services once sent their tokens"
                    + " unsigned; CVE-2020-28042 has the same effect.",
            List.of("jwt.signature-stripped"),
            defences -> defences.signature = BrokenSignatureRules::emptySignatureSkipped),
    UNKNOWN_KEY_ID_ACCEPTED(
            "A token with an unknown kid once crashed the verifier. The mending null check skips the comparison when no"
                    + " key was found.",
            List.of("jwt.foreign-key", "jwt.kid-unknown"),
            defences -> defences.signature = BrokenSignatureRules::unknownKeyIdAccepted),
    EMBEDDED_JWK_TRUSTED(
            "The verifier prefers the jwk in the token's header to its own key (CVE-2018-0114).",
            List.of("jwt.embedded-jwk"),
            defences -> defences.signature = BrokenSignatureRules::embeddedKeyTrusted),
    EMBEDDED_CERTIFICATE_TRUSTED(
            "The first certificate of x5c becomes the key. That its chain ought to end at a known authority was left to"
                    + " a library that only parses it (CWE-295).",
            List.of("jwt.embedded-x5c"),
            defences -> defences.signature = BrokenSignatureRules::embeddedCertificateTrusted),
    ECDSA_WITHOUT_RANGE_CHECK(
            "ES256 is verified by arithmetic that was rewritten for speed and lost the check of 1 <= r, s < n: a"
                    + " signature of zeros fits every message and every key (CVE-2022-21449).",
            List.of("jwt.psychic-signature"),
            defences -> defences.signature = BrokenSignatureRules::handmadeEcdsa),
    ABSENT_KEY_IS_EMPTY(
            "Internal services sign by HS256 with secrets of their own, found by kid as secrets[kid] || \"\": an unknown"
                    + " kid has the empty secret, which everybody has (CVE-2026-44351 is of this kind).",
            List.of("jwt.blank-secret"),
            defences -> defences.signature = BrokenSignatureRules::absentKeyIsEmpty),
    KEY_FILE_NAMED_BY_KID(
            "Each secret is a file, read from keyFolder + \"/\" + kid: with ../ the token leaves the folder and names a"
                    + " file whose content is known, /dev/null (CWE-22).",
            List.of("jwt.kid-traversal"),
            defences -> defences.signature = BrokenSignatureRules::keyFileNamedByKeyId),
    KEY_QUERIED_BY_KID(
            "The secret is looked up by a query into which the kid is concatenated, since a kid \"comes from our own"
                    + " issuer\": UNION SELECT answers a secret of the forger's choice (CWE-89).",
            List.of("jwt.kid-injection"),
            defences -> defences.signature = BrokenSignatureRules::keyQueriedByKeyId),

    SHARED_SECRET_COMPARED_IN_PART(
            "Tokens are signed by HS256, and the comparison runs over as many bytes as the token brings: one right byte is"
                    + " found after 256 tries at most.",
            List.of("jwt.signature-truncated"),
            defences -> {
                defences.tokensShareASecret = true;
                defences.signature = BrokenSignatureRules::sharedSecretComparedAsFarAsItGoes;
            }),
    UNKNOWN_ALGORITHM_SKIPPED(
            "Verifiers sit in a map by algorithm, and the null check that mended a crash skips verification where there is"
                    + " none.",
            List.of("jwt.alg-swap", "jwt.alg-none"),
            defences -> defences.signature = BrokenSignatureRules::unknownAlgorithmSkipped),
    EVERY_ALGORITHM_OF_THE_KEY(
            "No list of algorithms was given to the library, which takes whatever fits the key: RS256 and PS512 alike"
                    + " (RFC 8725 3.1).",
            List.of("jwt.alg-not-allowed"),
            defences -> defences.signature = BrokenSignatureRules::everyAlgorithmOfTheKey),
    CURVE_NOT_COMPARED(
            "The hash is chosen by the name of the algorithm and the curve by the key, and any two will do: tokens of a"
                    + " key on P-256 pass as ES384 or ES256K (as in CVE-2022-23539).",
            List.of("jwt.wrong-curve"),
            defences -> {
                defences.tokensAreOfACurve = true;
                defences.published = SigningKeys::curveJwks;
                defences.signature = BrokenSignatureRules::curveNotCompared;
            }),
    CRITICAL_EXTENSION_IGNORED(
            "Parameters that are not known are passed over, crit among them, which was made so that they are not"
                    + " (RFC 7515 4.1.11).",
            List.of("jwt.crit-unknown"),
            defences -> defences.signature = BrokenSignatureRules::criticalIgnored),
    DENY_LIST_OF_TEXTS(
            "Revoked tokens are kept as they came and compared as texts, while the decoder is lenient: the same token with"
                    + " a bit changed that means nothing is granted on.",
            List.of("revoke.access-token"),
            defences -> {
                defences.denyList = DenyList::ofTexts;
                defences.signature = BrokenSignatureRules::signatureSpeltAnyhow;
            }),
    SIGNATURE_SPELT_ANYHOW(
            "base64url is decoded leniently, so that one token has many spellings; the list of revoked tokens knows one of"
                    + " them.",
            List.of("jwt.b64-slack"),
            defences -> defences.signature = BrokenSignatureRules::signatureSpeltAnyhow),
    KEY_SET_FETCHED(
            "The key set is fetched from the jku of the token, by a client that knows data: URLs, too: keys come with the"
                    + " token (CWE-918).",
            List.of("jwt.jku-inline", "jwt.jku-fetched"),
            defences -> defences.signature = BrokenSignatureRules::keySetFetched),
    KEY_SET_FETCHED_AND_REFUSED(
            "The jku of a token is fetched into the cache of key sets, and compared with the list of allowed ones only when a"
                    + " key is taken out of it: nobody gets in, and everybody can make the API ask (CWE-918).",
            List.of("jwt.jku-fetched"),
            defences -> defences.signature = BrokenSignatureRules::keySetFetchedBeforeItsAddressIsCompared),
    KEY_SET_FETCHED_WHERE_THE_ISSUER_IS_NAMED(
            "The jku is compared with the issuer by contains: in https://issuer@elsewhere the issuer is a user name, and the"
                    + " keys come from elsewhere.",
            List.of("jwt.jku-fetched"),
            defences -> defences.signature = BrokenSignatureRules::keySetFetchedWhereTheIssuerIsNamed),
    KEY_SET_FETCHED_WHERE_THE_PATH_IS_KNOWN(
            "Several issuers of the house publish their keys, all at /.well-known/jwks.json: a jku that ends so is fetched,"
                    + " whatever host it names.",
            List.of("jwt.jku-fetched"),
            defences -> defences.signature = BrokenSignatureRules::keySetFetchedWhereThePathIsKnown),
    KEYS_OF_ANY_ISSUER(
            "Keys are discovered at the iss of the token, so that a new realm needs no configuration; whether the issuer is"
                    + " one of the house is left to whoever reads the claims (CVE-2025-59936 is of this kind).",
            List.of("jwt.issuer-fetched"),
            defences -> {
                defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerIsAUrl());
                defences.signature = BrokenSignatureRules::keysOfAnyIssuer;
            }),
    CERTIFICATE_FETCHED(
            "The certificate is fetched from the x5u of the token; what vouches for it is the fact that it could be"
                    + " fetched.",
            List.of("jwt.x5u-inline", "jwt.x5u-fetched"),
            defences -> defences.signature = BrokenSignatureRules::certificateFetched),
    ENCRYPTED_TOKEN_BELIEVED(
            "An encrypted token is decrypted and its content verified, if it is a signed token: claims alone are taken as"
                    + " they are (CVE-2026-29000, pac4j).",
            List.of("jwt.jwe-plain"),
            defences ->
                    defences.reader = (keys, rule) -> BrokenTokenReaders.decrypting(keys, TokenReader.compact(rule))),
    PASSWORD_HASHED_AS_OFTEN_AS_TOLD(
            "Partners may encrypt tokens with a password, and the token says how often it is hashed before anything can be"
                    + " compared: a few bytes from anybody keep a core busy for minutes (CVE-2023-52428).",
            List.of("jwt.p2c-bomb"),
            defences -> defences.reader =
                    (keys, rule) -> BrokenTokenReaders.hashingAsOftenAsTold(keys, TokenReader.compact(rule))),
    JSON_SPLIT_AT_DOTS(
            "The library verifies JSON serialization too, and the claims are read by splitting the text at its dots"
                    + " (CVE-2022-39227, python-jwt).",
            List.of("jwt.json-serialization"),
            defences -> {
                defences.tokenSyntax = text -> true;
                defences.reader = (keys, rule) -> BrokenTokenReaders.splitAtDots(TokenReader.compact(rule));
            }),
    JSON_WITHOUT_SIGNATURES(
            "All signatures of a JSON token must be right, and the loop over an empty list finds none that is wrong.",
            List.of("jwt.json-serialization"),
            defences -> {
                defences.tokenSyntax = text -> true;
                defences.reader = (keys, rule) -> BrokenTokenReaders.allSignaturesOfJson(TokenReader.compact(rule));
            }),
    FIRST_MEMBER_WINS(
            "The parser keeps the first of two members of one name, the issuer's the last: what one has checked the other"
                    + " never sees (RFC 7519 4).",
            List.of("jwt.duplicate-member"),
            defences -> defences.reader = (keys, rule) -> BrokenTokenReaders.firstMemberWins(rule)),

    // Claims of tokens
    EXPIRY_IGNORED(
            "The library checks exp unless told not to, and a test profile with ignoreExpiration reached production"
                    + " (CWE-613).",
            List.of("jwt.expired", "jwt.expired-captured"),
            defences -> defences.claims.put(ClaimRule.Subject.EXPIRY, ClaimRule.unchecked())),
    EXPIRY_IN_WRONG_UNIT(
            "exp is turned into milliseconds and compared with seconds: every token lives for some fifty thousand"
                    + " years.",
            List.of("jwt.expired"),
            defences -> defences.claims.put(ClaimRule.Subject.EXPIRY, ClaimRule.notExpiredInMilliseconds())),
    EXPIRY_OPTIONAL(
            "exp is compared if it is there, since tokens of machines once had none; whoever gets a token signed without"
                    + " exp has it for ever. Many libraries do so by default.",
            List.of("jwt.exp-missing"),
            defences -> defences.claims.put(ClaimRule.Subject.EXPIRY, ClaimRule.notExpiredIfLimited())),
    EXPIRY_INCOMPARABLE(
            "JavaScript's if (now >= exp) refuse(): compared with \"never\" or an object, which become NaN, no moment is"
                    + " ever later (CWE-1287).",
            List.of("jwt.exp-odd"),
            defences -> defences.claims.put(ClaimRule.Subject.EXPIRY, ClaimRule.notExpiredInJavaScript())),
    CLOCK_SKEW_OF_FIVE_MINUTES(
            "The leeway was never set, and the library's own is 300 s (ClockSkew of Microsoft.IdentityModel), ten times"
                    + " what the documentation promises.",
            List.of("jwt.leeway"),
            defences -> defences.claims.put(
                    ClaimRule.Subject.EXPIRY,
                    ClaimRule.notExpired(Duration.ofMinutes(5).toSeconds()))),
    NOT_BEFORE_IGNORED(
            "Hand-written claim checks stop at exp; nbf was not known to exist.",
            List.of("jwt.not-yet-valid"),
            defences -> defences.claims.put(ClaimRule.Subject.NOT_BEFORE, ClaimRule.unchecked())),
    ISSUED_AT_IGNORED(
            "The documentation promises that tokens from the future are refused; the library checks exp and nbf, and iat is"
                    + " for information only.",
            List.of("jwt.iat-future"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUED_AT, ClaimRule.unchecked())),
    ISSUER_IGNORED(
            "The signing key is trusted, so the issuer was thought to be implied; the key, however, signs for other"
                    + " realms too.",
            List.of("jwt.wrong-issuer"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.unchecked())),
    ISSUER_BY_PREFIX(
            "startsWith was to allow all realms of one identity server; it also allows"
                    + " https://id.orders.test.attacker.example.",
            List.of("jwt.wrong-issuer"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerStartsLikeOurs())),
    ISSUER_BY_PATTERN(
            "The issuer is a pattern in the configuration, and its dots are not escaped: https://idxorders.test passes, a"
                    + " host that anybody may register (CWE-625).",
            List.of("jwt.wrong-issuer"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerMatchesPattern())),
    ISSUER_IN_ARRAY(
            "iss is compared by code made for lists, and a list that holds the right issuer beside the attacker's is"
                    + " accepted (CVE-2025-30144, fast-jwt).",
            List.of("jwt.wrong-issuer"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerAmongOthers())),
    ISSUER_OPTIONAL(
            "if (iss != null && !iss.equals(…)): the check was added when old tokens without issuer were still about, and"
                    + " spares every token that names none.",
            List.of("jwt.issuer-missing"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerIsOursIfNamed())),
    ISSUER_NORMALIZED(
            "One environment was configured with a slash at the end, another in capitals. Instead of the configuration,"
                    + " the comparison was mended.",
            List.of("jwt.issuer-spelling"),
            defences -> defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerIsOursInAnySpelling())),
    AUDIENCE_IGNORED(
            "aud is not checked, as is the default of many libraries: a token for any other API of the company opens"
                    + " this one.",
            List.of("jwt.wrong-audience", "jwt.audience-odd", "bearer.other-audience"),
            defences -> defences.claims.put(ClaimRule.Subject.AUDIENCE, ClaimRule.unchecked())),
    AUDIENCE_BY_SUBSTRING(
            "aud.contains(\"orders\") was written for a list and runs on a text: \"orders-archive\" passes.",
            List.of("jwt.wrong-audience"),
            defences -> defences.claims.put(ClaimRule.Subject.AUDIENCE, ClaimRule.audienceContainsUs())),

    NOT_BEFORE_INCOMPARABLE(
            "JavaScript's if (now < nbf) refuse(): compared with what is no number, no moment is ever earlier.",
            List.of("jwt.nbf-odd"),
            defences -> defences.claims.put(ClaimRule.Subject.NOT_BEFORE, ClaimRule.alreadyValidInJavaScript())),
    SUBJECT_NOT_NEEDED(
            "String.valueOf(claims.get(\"sub\")) makes a caller of name \"null\" out of a token that names none, and of"
                    + " a list or an object one of an odd name.",
            List.of("jwt.subject-required"),
            defences -> defences.claims.put(ClaimRule.Subject.SUBJECT, ClaimRule.unchecked())),
    STRANGERS_BELONG_EVERYWHERE(
            "if (user != null && !user.tenant().equals(tenant)): the user is looked up by sub, and a token whose user was"
                    + " deleted is held to no tenant at all (CWE-863).",
            List.of("jwt.subject-unknown"),
            defences -> defences.strangersAreHeldToTheirTenant = false),
    ROLES_FROM_OLD_CLAIMS(
            "Two identity servers ago roles were called otherwise; the mapper still reads role, authorities and is_admin,"
                    + " which the new server lets users fill in.",
            List.of("jwt.role-claim-source"),
            defences -> defences.rolesOfClaims = ClaimRule::rolesOfAnyAge),
    SCOPE_BY_SUBSTRING(
            "scope.contains(\"orders:read\") runs on the text of all scopes: orders:readonly has it, and so has"
                    + " reorders:read.",
            List.of("jwt.scope-forms"),
            defences -> defences.scopesSuffice =
                    (held, needed) -> needed.stream().allMatch(String.join(" ", held)::contains)),
    TENANT_OPTIONAL(
            "if (tenant != null && !tenant.equals(…)): tokens of machines had no tenant and were to see all; so does any"
                    + " token without the claim (CWE-639).",
            List.of("jwt.tenant-claim"),
            defences -> defences.tenantsMatch = (asked, held) -> held.isEmpty() || asked.equals(held)),

    // What the issuer puts into tokens
    TOKENS_LIVE_A_MONTH(
            "Users complained about logging in again, and the lifetime of access tokens was raised to thirty days"
                    + " instead of using refresh tokens.",
            List.of("jwt.lifetime", "token.lifetime"),
            defences -> defences.lifetime = Duration.ofDays(30)),
    OPAQUE_TOKENS_NEVER_END(
            "Opaque tokens are rows without an end, to be deleted by a job that nobody wrote; the answer that brings one"
                    + " has no expires_in, and no client misses it (CWE-613).",
            List.of("token.lifetime"),
            defences -> defences.opaqueTokensEnd = false),
    TOKENS_SHARE_A_SECRET(
            "Tokens are signed by HS256, so that every API that verifies them holds the secret to make them"
                    + " (RFC 8725 3.2).",
            List.of("jwt.asymmetric"),
            defences -> {
                defences.tokensShareASecret = true;
                defences.signature = BrokenSignatureRules::sharedSecretOrPair;
            }),
    SECRET_OF_A_TUTORIAL(
            "Tokens are signed by HS256 with the secret that jwt.io shows, which came with the code of a tutorial"
                    + " (CWE-1391).",
            List.of("jwt.weak-secret"),
            defences -> {
                defences.tokensShareASecret = true;
                defences.secretMadeUp = Optional.of("a-string-secret-at-least-256-bits-long");
                defences.signature = SignatureRule::pinnedSecret;
            }),
    SECRET_NAMED_AFTER_THE_API(
            "The secret is the address of the issuer and the words \"secret key\": long enough for the library, and known to"
                    + " whoever reads a token.",
            List.of("jwt.weak-secret"),
            defences -> {
                defences.tokensShareASecret = true;
                defences.secretMadeUp = Optional.of("https://id.orders.test-secret-key");
                defences.signature = SignatureRule::pinnedSecret;
            }),
    PASSWORD_HASH_IN_PAYLOAD(
            "The whole user record is serialized into the token, its bcrypt hash with it; a payload is signed, not"
                    + " encrypted (CWE-522).",
            List.of("jwt.sensitive-payload"),
            defences -> defences.extraClaims = account -> Map.of("password_hash", SamplePersonalData.bcryptHash())),
    CARD_NUMBER_IN_PAYLOAD(
            "The shop put the customer's card into the token to save a query; it is now in every log that holds a token"
                    + " (CWE-312).",
            List.of("jwt.sensitive-payload"),
            defences -> defences.extraClaims = account -> Map.of("card_number", SamplePersonalData.CARD_NUMBER)),
    TOKENS_WITHOUT_AUDIENCE(
            "The issuer was set up without audiences, so that APIs cannot check any: each token opens every API of the"
                    + " company.",
            List.of("jwt.registered-claims"),
            defences -> {
                defences.omittedClaims = Set.of("aud");
                defences.claims.put(ClaimRule.Subject.AUDIENCE, ClaimRule.unchecked());
            }),
    TOKENS_CARRY_EVERY_GROUP(
            "All groups of the directory that a user is in are put into the token, and servers refuse headers of that"
                    + " size one after the other.",
            List.of("jwt.size"),
            defences -> defences.extraClaims =
                    account -> Map.of("groups", List.of("cn=group,ou=orders,dc=example;".repeat(110)))),
    PRIVATE_KEY_PUBLISHED(
            "The key set is served as it is stored, private members and all: everybody can sign (CWE-321).",
            List.of("jwks.no-private"),
            defences -> defences.published = keys -> new JWKSet(keys.pair()).toJSONObject(false)),
    SHORT_KEY_PUBLISHED(
            "The key of the first release, 1024 bits long, stays in the set, for nobody knows who still needs it.",
            List.of("jwks.strength"),
            defences -> defences.published = keys -> keys.publishedBehind(SigningKeys.stray(1024, "first"))),
    KEYS_SHARE_AN_ID(
            "A new key was rolled out under the name of the old one; which of the two verifies depends on the order of the"
                    + " set.",
            List.of("jwks.distinct"),
            defences -> defences.published = keys ->
                    keys.publishedBehind(SigningKeys.stray(2048, keys.pair().getKeyID()))),
    EXAMPLE_KEY_PUBLISHED(
            "The set was begun from the example of the specification and the example was never taken out: its private key"
                    + " is printed in RFC 7515 A.2 (CWE-798).",
            List.of("jwks.known-key"),
            defences -> defences.published = keys -> keys.publishedBehind(SigningKeys.ofTheSpecification())),
    KEY_OF_AN_OLD_CARD_PUBLISHED(
            "The key was made in a smart card, to be safe, and the card's generator makes primes of so few forms that the key"
                    + " can be factored (ROCA, CVE-2017-15361).",
            List.of("jwks.roca"),
            defences -> defences.published = keys -> keys.publishedBehind(SigningKeys.ofAnOldCard())),
    ISSUER_WITHOUT_TLS(
            "The issuer believes to be at http://, for TLS ends at the proxy before it; whoever looks its keys up by that"
                    + " name does so in clear.",
            List.of("jwks.https"),
            defences -> {
                defences.issuer = "http://id.orders.test";
                defences.claims.put(ClaimRule.Subject.ISSUER, ClaimRule.issuerIs(defences.issuer));
            }),
    TOKEN_RESPONSE_CACHEABLE(
            "The token endpoint is served by the same framework as the pages and sends no Cache-Control: proxies and"
                    + " browsers may keep the answer (RFC 6749 5.1).",
            List.of("token.no-store"),
            defences -> defences.tokenResponseIsCacheable = true),

    // Refresh tokens
    REFRESH_NOT_ROTATED(
            "The refresh grant answers the same refresh token again: who copied it once can use it for ever, unseen"
                    + " (RFC 9700 4.14.2).",
            List.of("refresh.rotation"),
            defences -> defences.refreshTokensRotate = false),
    USED_REFRESH_TOKEN_WORKS(
            "A new refresh token is issued and the old one is never retired: rotation in looks only.",
            List.of("refresh.replayed"),
            defences -> defences.usedRefreshTokensRetire = false),
    REFRESH_TOKEN_OPENS_API(
            "Refresh tokens are JWTs of the same issuer, and the API does not look at the type: a token for eight hours"
                    + " at the token endpoint becomes one for eight hours everywhere.",
            List.of("refresh.as-access-token", "bearer.id-token", "jwt.typ-confusion"),
            defences -> defences.claims.put(ClaimRule.Subject.TYPE, ClaimRule.unchecked())),
    OPAQUE_TOKENS_SHARE_A_MAP(
            "Access and refresh tokens are rows of one table, and the resource server finds any of them by its value.",
            List.of("refresh.as-access-token"),
            defences -> defences.refreshTokensSitInTheSameMap = true),
    REFRESH_BROKEN(
            "Stored tokens were to be hashed; reading was changed and writing was not, so that no refresh token is ever"
                    + " found.",
            List.of("refresh.works"),
            defences -> defences.refreshTokenLookup = RefreshTokens::hashed),

    // What ends before its time
    REVOCATION_FOR_REFRESH_TOKENS_ONLY(
            "The revocation endpoint knows refresh tokens only; handed an access token it finds nothing, and answers 200 as"
                    + " for any unknown token (RFC 7009 2.2).",
            List.of("revoke.access-token"),
            defences -> defences.revocationEndsAccessTokens = false),
    REVOCATION_FOR_ACCESS_TOKENS_ONLY(
            "Access tokens were made revocable by a list of ids; refresh tokens are in another table, which the endpoint"
                    + " does not touch.",
            List.of("revoke.refresh-token"),
            defences -> defences.revocationEndsRefreshTokens = false),
    DENY_LIST_PER_NODE(
            "The list of revoked tokens is a map in the memory of the node that took the revocation; the node beside it"
                    + " goes on granting.",
            List.of("revoke.access-token"),
            defences -> defences.denyList = () -> DenyList.perNode(2)),
    TOKEN_VERDICT_CACHED(
            "The gateway caches for minutes that a token is valid, as its manual recommends against load; what is revoked"
                    + " meanwhile opens all that it opened before (CWE-613).",
            List.of("revoke.access-token", "bearer.after-logout"),
            defences -> defences.verdictOnTokenIsCached = true),
    LOGOUT_LEFT_TO_THE_CLIENT(
            "The token is self-contained, so logout answers 204 and the client forgets the token; whoever else has it does"
                    + " not (CWE-613).",
            List.of("bearer.after-logout"),
            defences -> defences.logoutEndsAccessTokens = false),
    LOGOUT_LEAVES_REFRESH_TOKEN(
            "Logout puts the access token on the list of revoked ones; the refresh token beside it was not thought of, and"
                    + " brings the next.",
            List.of("refresh.after-logout"),
            defences -> defences.logoutEndsRefreshTokens = false),
    LOGOUT_CLEARS_THE_COOKIE_ONLY(
            "Logout has the browser delete its cookie and leaves the session on the server: a copied cookie goes on until"
                    + " the session runs out (CWE-613).",
            List.of("session.logout"),
            defences -> defences.logoutEndsSessions = false),
    DISABLED_IS_ASKED_AT_LOGIN_ONLY(
            "Whether a user is disabled is asked when tokens and sessions are issued, and never again: a dismissed employee"
                    + " works on until they run out.",
            List.of("user.disabled"),
            defences -> defences.disabledIsLookedUpAtEachCall = false),

    // API keys and limits
    API_KEY_BY_ID_ONLY(
            "Keys are found by their readable first part, and the secret part is not compared: a key from a log file,"
                    + " masked as usual, opens the API.",
            List.of("apikey.invalid"),
            defences -> defences.apiKeyMatches = ApiKeys::sameId),
    API_KEY_BY_LIKE(
            "The key is looked up by LIKE with bound parameters: no injection, but % is everybody's key (CWE-943).",
            List.of("apikey.invalid"), defences -> defences.apiKeyMatches = ApiKeys::like),
    API_KEY_IN_QUERY(
            "For a partner without headers ?api_key= is accepted as well, and keys end up in access logs, histories and"
                    + " referrers (CWE-598).",
            List.of("apikey.not-in-url"),
            defences -> defences.apiKeyQueryParameters = Set.of("api_key")),
    RATE_LIMIT_ABSENT(
            "The limit is in the contract and in the documentation; the gateway that was to enforce it is not in the"
                    + " path (CWE-770).",
            List.of("apikey.rate-limit"),
            defences -> defences.rateLimit = RateLimit::absent),
    RATE_LIMIT_PER_NODE(
            "Each of four nodes counts only what it sees itself, and the load balancer spreads a client's requests:"
                    + " four times the limit passes.",
            List.of("apikey.rate-limit"),
            defences -> defences.rateLimit = () -> RateLimit.perNode(4)),
    RATE_LIMIT_PER_ADDRESS(
            "The limiter was made for anonymous visitors and counts by key and client address, which it reads from"
                    + " X-Forwarded-For: whoever makes one up has a fresh limit (CWE-348).",
            List.of("apikey.rate-limit"),
            defences -> defences.rateLimit = RateLimit::perAddress),
    RATE_LIMIT_GLOBAL(
            "The limiter has one counter for all keys: one client's burst shuts out everybody else.",
            List.of("rate.per-key-isolation"),
            defences -> defences.rateLimit = RateLimit::global),

    // Caches
    CACHE_BY_URL_ALONE(
            "A cache was put before the API on a busy morning. Its key is the URL, and the page of the profile was marked"
                    + " public, since nobody thought that a cache has no credential to check (CWE-524).",
            List.of("cache.authenticated-response-stored"),
            defences -> defences.cache = new CarelessCache("/me")::answer),

    // Second factor
    PENDING_SESSION_OPENS(
            "The session is stored as logged in after the password, and the second factor is a page that comes next in"
                    + " the browser only (CWE-304).",
            List.of("mfa.required"),
            defences -> defences.sessionOpens = session -> true),

    // What a caller may do
    SCOPES_IGNORED(
            "The token is verified and its scopes are never read: authentication was taken for authorization (CWE-862).",
            List.of("scope.enforced"),
            defences -> defences.scopesAreChecked = route -> false),
    SCOPE_FORGOTTEN_ON_WRITE(
            "Scopes are annotations on methods, and the method that creates orders was copied without its annotation.",
            List.of("scope.enforced"),
            defences -> defences.scopesAreChecked = route -> !route.method().equals("POST")),
    ADMIN_FOR_ANYONE(
            "The admin pages are hidden in the front end; the API behind them asks for any valid token (OWASP API5:2023,"
                    + " broken function level authorization).",
            List.of("role.admin-denied"),
            defences -> defences.rolesAreChecked = route -> false),
    ROLE_FROM_HEADER(
            "The gateway sets X-Role from the token, the service believes it, and the gateway does not remove the one"
                    + " that a client sent (CWE-290).",
            List.of("role.client-claim-ignored"),
            defences -> defences.rolesInEffect = (call, caller) -> call.header("X-Role")
                    .or(() -> call.header("X-User-Role"))
                    .map(Set::of)
                    .orElse(caller.roles())),
    ROLE_FROM_QUERY(
            "A support tool could view the API as another role by ?role=; nobody asked who may (CWE-472).",
            List.of("role.client-claim-ignored"),
            defences -> defences.rolesInEffect =
                    (call, caller) -> call.queryValue("role").map(Set::of).orElse(caller.roles())),
    TENANT_IN_PATH_NOT_COMPARED(
            "The tenant of the path selects the data, the token only opens the door: any tenant's name in the path will"
                    + " do (CWE-639).",
            List.of("tenant.isolated"),
            defences -> defences.tenantsMatch = (asked, held) -> true),
    OWNER_OF_ORDER_NOT_COMPARED(
            "The order is loaded by its id and shown; whose it is was checked in the list from which the id came (OWASP"
                    + " API1:2023, broken object level authorization).",
            List.of("tenant.isolated"),
            defences -> defences.ownerOfOrderIsCompared = false),
    OWNER_OF_INVOICE_NOT_COMPARED(
            "Invoices are found by their number, and numbers are not guessed, it was said; they count up. There is no"
                    + " tenant anywhere whose check would have helped (OWASP API1:2023).",
            List.of("owner.isolated"),
            defences -> defences.ownerOfInvoiceIsCompared = false),
    LIST_FILTERED_BY_THE_PAGE(
            "The endpoint of the list sends the rows of all customers, and the page shows those of the one who has signed in:"
                    + " seen in a browser, nothing is wrong (CWE-200).",
            List.of("owner.marker-leak"),
            defences -> defences.listIsFiltered = false),
    TENANT_FROM_HEADER(
            "The tenant filter reads X-Tenant-ID, set by the gateway for internal calls, and prefers it to the token"
                    + " (CWE-807).",
            List.of("tenant.parameter-ignored"),
            defences -> defences.tenantOverride = call -> call.header("X-Tenant-ID")),
    TENANT_FROM_QUERY(
            "Reports of the parent company pass ?tenant_id=; the parameter works for everybody.",
            List.of("tenant.parameter-ignored"),
            defences -> defences.tenantOverride = call -> call.queryValue("tenant_id")),
    TENANT_FROM_FORM(
            "The search page of the support staff has a hidden field for the tenant, and the search believes it of everybody"
                    + " (CWE-472).",
            List.of("tenant.parameter-ignored"),
            defences -> defences.tenantOverride = call -> call.header("Content-Type")
                    .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                    .map(type -> call.form().get("tenant"))),
    ACT_AS_PARAMETER(
            "Support staff act as a customer by ?act_as=, and the right to do so is not checked (CWE-269).",
            List.of("tenant.admin-id"),
            defences -> defences.impersonated = call -> call.queryValue("act_as"));

    private final String story;
    private final List<String> checkIds;
    private final Consumer<Defences> spoil;

    Weakness(String story, List<String> checkIds, Consumer<Defences> spoil) {
        this.story = story;
        this.checkIds = checkIds;
        this.spoil = spoil;
    }

    /** How real servers come to this, in one or two sentences. */
    public String story() {
        return story;
    }

    /** The checks that must detect it, the most telling one first. */
    public List<String> checkIds() {
        return checkIds;
    }

    void spoil(Defences defences) {
        spoil.accept(defences);
    }
}
