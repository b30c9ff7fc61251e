package dev.postern.doctor;

import static dev.postern.doctor.Cause.certain;
import static dev.postern.doctor.Cause.likely;
import static dev.postern.doctor.Cause.possible;

import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.doctor.Cause.Code;
import dev.postern.doctor.Cause.Likelihood;
import dev.postern.forge.TokenView;
import dev.postern.inspection.Spans;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is wrong with a credential that is granted nowhere. What another identity's credential has too that is granted is
 * no cause.
 */
final class CredentialRules {

    private static final List<BiFunction<Symptoms, Facts, Optional<Cause>>> RULES = List.of(
            CredentialRules::malformed,
            CredentialRules::expired,
            CredentialRules::notYetValid,
            CredentialRules::otherScheme,
            CredentialRules::audience,
            CredentialRules::issuer,
            CredentialRules::key,
            CredentialRules::kindOfToken,
            CredentialRules::hint,
            CredentialRules::incompleteMint,
            CredentialRules::notRead,
            CredentialRules::unknown);

    /** How services word it when they do; only a hint beside what the token itself shows. */
    private static final Map<Code, Pattern> HINTS = new LinkedHashMap<>();

    static {
        HINTS.put(Code.EXPIRED_TOKEN, Pattern.compile("\\bexp(ir|\\b)", Pattern.CASE_INSENSITIVE));
        HINTS.put(Code.WRONG_AUDIENCE, Pattern.compile("\\baud(ience|\\b)", Pattern.CASE_INSENSITIVE));
        HINTS.put(Code.WRONG_ISSUER, Pattern.compile("\\biss(uer|\\b)", Pattern.CASE_INSENSITIVE));
        HINTS.put(
                Code.KEY_NOT_TRUSTED,
                Pattern.compile("\\b(signature|signed|kid|no matching key|jwks?)\\b", Pattern.CASE_INSENSITIVE));
    }

    private CredentialRules() {}

    static List<Function<Symptoms, Optional<Cause>>> all() {
        return RULES.stream()
                .<Function<Symptoms, Optional<Cause>>>map(rule -> s -> applies(s)
                        ? s.facts()
                                .flatMap(facts -> rule.apply(s, facts))
                                .filter(c -> s.mayBeRefusal() || c.likelihood() == Likelihood.CERTAIN)
                                .map(c -> weighed(s, c))
                        : Optional.empty())
                .toList();
    }

    /** A credential that cannot be read is answered with 400 too (RFC 6750 3.1). */
    private static boolean applies(Symptoms s) {
        return (s.mayBeRefusal() || s.hasStatus(400)) && !s.isAlive();
    }

    /** Where all are answered alike, a flaw of one credential may be another matter. */
    private static Cause weighed(Symptoms s, Cause cause) {
        return s.all().isAlikeEverywhere() ? cause.atMost(Likelihood.LIKELY) : cause;
    }

    private static Optional<Cause> malformed(Symptoms s, Facts f) {
        var credential = f.possession().credential().orElse("");
        if (!(f.scheme() instanceof Scheme.Bearer)) {
            return credential.isBlank()
                    ? Optional.of(certain(Code.MALFORMED_CREDENTIAL, "the credential is empty", "give it"))
                    : Optional.empty();
        }
        if (credential.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return Optional.of(certain(
                    Code.MALFORMED_CREDENTIAL,
                    "the token begins with the word Bearer, which Postern adds itself",
                    "give the token alone"));
        }
        // RFC 6750 2.1: b64token
        return credential.matches("[A-Za-z0-9._~+/-]+=*")
                ? Optional.empty()
                : Optional.of(certain(
                        Code.MALFORMED_CREDENTIAL,
                        credential.isBlank()
                                ? "the token is empty"
                                : "the token has characters that no bearer token has, such as blanks or quotes",
                        "give the token alone, on one line"));
    }

    private static Optional<Cause> expired(Symptoms s, Facts f) {
        var now = s.all().now();
        return f.token().flatMap(TokenView::exp).filter(at -> !at.isAfter(now)).map(at -> {
            var ahead = s.all().examined().clockOffset();
            var byOurs = at.isAfter(now.minus(ahead));
            return certain(
                    Code.EXPIRED_TOKEN,
                    "the token ran out at " + at
                            + (byOurs
                                    ? " by the target's clock, which is " + Spans.of(ahead) + " ahead of this machine's"
                                    : ""),
                    byOurs ? "set the clocks" : fresh(f));
        });
    }

    private static String fresh(Facts f) {
        var obtain = f.possession().identity().obtain();
        if (obtain instanceof Obtain.Given) {
            return "give a fresh one, or let Postern obtain it (`grant:` or `claims:` in `obtain:`)";
        }
        if (obtain instanceof Obtain.Minted minted && minted.claims().containsKey("exp")) {
            return "leave `exp` out of `claims:`";
        }
        return "look at the clock and the lifetime of who issues it";
    }

    private static Optional<Cause> notYetValid(Symptoms s, Facts f) {
        var now = s.all().now();
        var leeway = f.jwt().map(Scheme.BearerJwt::leeway).orElse(Duration.ZERO);
        var begins = f.token().flatMap(TokenView::nbf).filter(at -> at.isAfter(now));
        var issued = f.token().flatMap(TokenView::iat).filter(at -> at.isAfter(now.plus(leeway)));
        return begins.or(() -> issued).map(at -> {
            var words = "the token is valid only from " + at + " on: " + Spans.of(Duration.between(now, at))
                    + " from now, by the target's clock";
            var remedy = "set the clocks of the target and of who issues the token, or give another token";
            return at.isAfter(now.plus(leeway))
                    ? certain(Code.TOKEN_NOT_YET_VALID, words, remedy)
                    : likely(Code.TOKEN_NOT_YET_VALID, words, remedy);
        });
    }

    /** RFC 9110 11.6.1: the challenges name all schemes that would do. */
    private static Optional<Cause> otherScheme(Symptoms s, Facts f) {
        var asked = s.challenges().stream().map(Challenge::scheme).distinct().toList();
        var sent = switch (f.scheme().type()) {
            case BEARER_JWT, BEARER_OPAQUE -> "bearer";
            case BASIC -> "basic";
            case API_KEY, SESSION -> "";
        };
        var known = asked.stream()
                .filter(List.of("bearer", "basic", "dpop", "digest", "negotiate")::contains)
                .toList();
        if (known.isEmpty() || asked.contains(sent) || s.hasPeers()) {
            return Optional.empty();
        }
        var words = "the target asks for " + String.join(" or ", known) + ", and not for what scheme `"
                + f.scheme().name() + "` (" + f.scheme().type().key() + ") sends";
        var remedy = "correct `type:` of scheme `" + f.scheme().name() + "`, or `requires: scheme:` of the operation";
        return Optional.of(
                sent.isEmpty() ? possible(Code.WRONG_SCHEME, words, remedy) : likely(Code.WRONG_SCHEME, words, remedy));
    }

    private static Optional<Cause> audience(Symptoms s, Facts f) {
        var aud = f.token().map(TokenView::aud).orElse(List.of());
        if (f.token().isEmpty() || s.peers().anyMatch(p -> audiences(p).equals(aud))) {
            return Optional.empty();
        }
        var own = aud.isEmpty() ? "for no audience" : "for audience " + Told.shown(Facts.joined(aud));
        var declared = f.jwt().flatMap(Scheme.BearerJwt::audience);
        if (declared.isPresent() && !aud.contains(declared.get())) {
            return Optional.of(certain(
                    Code.WRONG_AUDIENCE,
                    "the token is " + own + ", but `audience:` of scheme `"
                            + f.scheme().name() + "` is " + declared.get(),
                    obtainFor("for audience " + declared.get(), f) + ", or correct `audience:`"));
        }
        return s.peers()
                .filter(p -> declared.isEmpty() && p.token().isPresent())
                .findFirst()
                .map(p -> likely(
                        Code.WRONG_AUDIENCE,
                        "the token is " + own + ", that of "
                                + p.possession().identity().name() + ", which is granted, for "
                                + Told.shown(Facts.joined(audiences(p))),
                        obtainFor("for audience " + Told.shown(Facts.joined(audiences(p))), f)));
    }

    private static List<String> audiences(Facts f) {
        return f.token().map(TokenView::aud).orElse(List.of());
    }

    private static String obtainFor(String what, Facts f) {
        var obtain = f.possession().identity().obtain();
        if (obtain instanceof Obtain.Given) {
            return "give a token " + what;
        }
        return obtain instanceof Obtain.Minted
                ? "leave it out of `claims:`"
                : "have the issuer make tokens " + what + " for this client";
    }

    private static Optional<Cause> issuer(Symptoms s, Facts f) {
        var own = f.token().flatMap(TokenView::iss);
        if (f.token().isEmpty()
                || s.peers().anyMatch(p -> p.token().flatMap(TokenView::iss).equals(own))) {
            return Optional.empty();
        }
        var words =
                own.map(iss -> "the token is from issuer " + Told.shown(iss)).orElse("the token names no issuer");
        var declared = f.jwt().flatMap(Scheme.BearerJwt::issuer);
        if (declared.isPresent() && !declared.equals(own)) {
            return Optional.of(certain(
                    Code.WRONG_ISSUER,
                    words + ", but `issuer:` of scheme `" + f.scheme().name() + "` is " + declared.get(),
                    obtainFor("from " + declared.get(), f) + ", or correct `issuer:`"));
        }
        return s.peers()
                .filter(p -> declared.isEmpty())
                .flatMap(p -> p.token().flatMap(TokenView::iss).stream())
                .findFirst()
                .map(iss -> likely(
                        Code.WRONG_ISSUER,
                        words + ", one that is granted is from " + Told.shown(iss),
                        obtainFor("from " + Told.shown(iss), f)));
    }

    private static Optional<Cause> key(Symptoms s, Facts f) {
        var keys = s.all().keySet(f.scheme().name());
        if (f.token().isEmpty() || keys.isEmpty()) {
            return Optional.empty();
        }
        var kid = f.token().flatMap(TokenView::kid);
        if (kid.isPresent()
                && s.peers().anyMatch(p -> p.token().flatMap(TokenView::kid).equals(kid))) {
            return Optional.empty();
        }
        var signed = keys.get().signed(f.possession().credential().orElse(""));
        var isUnknown = kid.filter(k -> !keys.get().has(k)).isPresent();
        if (signed.filter(is -> is).isPresent() || (signed.isEmpty() && !isUnknown)) {
            return Optional.empty();
        }
        var algorithm = f.token().flatMap(TokenView::alg).map(Told::shown).orElse("none");
        return Optional.of(certain(
                Code.KEY_NOT_TRUSTED,
                "no key of `jwks` has signed the token ("
                        + kid.map(k -> "kid " + Told.shown(k) + ", ").orElse("") + algorithm + ")",
                f.possession().identity().obtain() instanceof Obtain.Minted
                        ? "give the `signingKey:` whose public half the target trusts, with its `kid`"
                        : "give a token of the issuer that the target trusts, or correct `jwks:`"));
    }

    /** An ID token says who logged in, and opens nothing (OpenID Connect Core 1.0, 2); nor does a refresh token. */
    private static Optional<Cause> kindOfToken(Symptoms s, Facts f) {
        var isIdToken = f.token()
                .filter(t -> Stream.of("nonce", "at_hash", "c_hash")
                        .anyMatch(c -> t.claim(c).isPresent()))
                .isPresent();
        var isRefreshToken = Stream.of(
                        f.token().flatMap(TokenView::typ),
                        f.token().flatMap(t -> t.claim("typ")).map(n -> n.asText()))
                .flatMap(Optional::stream)
                .anyMatch(typ -> typ.toLowerCase(Locale.ROOT).contains("refresh"));
        return isIdToken || isRefreshToken
                ? Optional.of(likely(
                        Code.NO_ACCESS_TOKEN,
                        "it is " + (isIdToken ? "an ID token" : "a refresh token")
                                + " by its claims, and no access token",
                        "give the `access_token` of the issuer's answer"))
                : Optional.empty();
    }

    /** The target's own word, where neither file nor token shows what it means. */
    private static Optional<Cause> hint(Symptoms s, Facts f) {
        var words = s.challenged("error_description").orElse("");
        return HINTS.entrySet().stream()
                .filter(h -> h.getValue().matcher(words).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .map(code -> switch (code) {
                    case EXPIRED_TOKEN -> likely(code, "the target says that the token has run out", fresh(f));
                    case WRONG_AUDIENCE ->
                        likely(
                                code,
                                "the target says that the token's audience is wrong; it is for "
                                        + (audiences(f).isEmpty() ? "none" : Told.shown(Facts.joined(audiences(f)))),
                                obtainFor("for the target's audience", f) + ", and declare it: `audience:`");
                    case WRONG_ISSUER ->
                        likely(
                                code,
                                "the target says that the token's issuer is wrong; it is "
                                        + f.token()
                                                .flatMap(TokenView::iss)
                                                .map(Told::shown)
                                                .orElse("none"),
                                obtainFor("from the issuer that the target trusts", f) + ", and declare it: `issuer:`");
                    default ->
                        likely(
                                code,
                                "the target says that it does not trust the token's signature",
                                "give a token of the issuer that the target trusts, or the `signingKey:` that it trusts");
                });
    }

    private static Optional<Cause> incompleteMint(Symptoms s, Facts f) {
        var isMinted = f.possession().identity().obtain() instanceof Obtain.Minted;
        var missing = Stream.of(
                        f.jwt().filter(j -> j.issuer().isEmpty()).map(j -> "issuer"),
                        f.jwt().filter(j -> j.audience().isEmpty()).map(j -> "audience"))
                .flatMap(Optional::stream)
                .toList();
        return isMinted && !missing.isEmpty() && !s.hasPeers()
                ? Optional.of(likely(
                        Code.MALFORMED_CREDENTIAL,
                        "the token is minted without " + String.join(" and ", missing)
                                + ", since the scheme declares none",
                        "declare what the target accepts: `" + String.join(":` and `", missing) + ":` of scheme `"
                                + f.scheme().name() + "`"))
                : Optional.empty();
    }

    /** RFC 6750 3.1: a credential that was read is refused with an error code, none at all without one. */
    private static Optional<Cause> notRead(Symptoms s, Facts f) {
        if (s.all().isAlikeEverywhere()
                || s.hasPeers()
                || !s.isLikeNegative()
                || s.challenged("error").isPresent()) {
            return Optional.empty();
        }
        var words = "the answer is the one that no credential gets, so the credential may not have been read";
        if (f.scheme() instanceof Scheme.ApiKey key) {
            return Optional.of(likely(
                    Code.CREDENTIAL_NOT_READ,
                    words,
                    "look where the target reads the key: scheme `" + key.name() + "` sends it in "
                            + key.in().name().toLowerCase(Locale.ROOT) + " " + key.parameter() + " (`in:`, `name:`)"));
        }
        return Optional.of(possible(
                Code.CREDENTIAL_NOT_READ,
                words,
                f.scheme() instanceof Scheme.Session session
                        ? "look whether `cookie: " + session.cookie() + "` is the session's cookie"
                        : "look whether the target reads it from `Authorization`, and whether a gateway before it wants"
                                + " something else (`headers:`)"));
    }

    private static Optional<Cause> unknown(Symptoms s, Facts f) {
        var obtain = f.possession().identity().obtain();
        var scheme = f.scheme();
        if (obtain instanceof Obtain.UserPassword) {
            return weigh(
                    s,
                    "user name or password is wrong, or the account is locked",
                    "correct `username:` and `password:`");
        }
        if (scheme instanceof Scheme.ApiKey) {
            return weigh(s, "the target does not know the key, or has revoked it", "give a valid one: `key:`");
        }
        if (scheme instanceof Scheme.Session) {
            return weigh(
                    s,
                    "the session is not accepted",
                    obtain instanceof Obtain.Login
                            ? "look whether the `login:` has all its steps, and whether `cookie:` is the session's"
                            : "give the cookie of a session that is open");
        }
        if (obtain instanceof Obtain.Minted) {
            return weigh(
                    s,
                    "the target does not trust the `signingKey:`, or wants a claim that the token lacks",
                    "give the key that it trusts, and what it wants under `claims:`");
        }
        return weigh(
                s,
                "the target does not know the token, or has revoked it, or trusts another issuer",
                obtain instanceof Obtain.Given
                        ? "give a fresh one of the issuer that the target trusts"
                        : "look whether `tokenEndpoint:` is that of the issuer that the target trusts");
    }

    /** Where others of the scheme are granted, it must be this credential. */
    private static Optional<Cause> weigh(Symptoms s, String words, String remedy) {
        return Optional.of(
                s.hasPeers()
                        ? likely(Code.UNKNOWN_CREDENTIAL, words, remedy)
                        : possible(Code.UNKNOWN_CREDENTIAL, words, remedy));
    }
}
