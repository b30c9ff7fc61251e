package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Every decision of the API that guards something. A new one holds the hardened decisions; a {@link Weakness} puts
 * another in the place of one of them before the server starts.
 */
final class Defences {
    // Which routes are guarded, and what happens to those who bring nothing.
    Predicate<Route> routeIsGuarded = route -> true;
    boolean plaintextIsServed = false;

    // Access tokens.
    Function<SigningKeys, SignatureRule> signature = SignatureRule::pinned;
    Reader reader = (keys, rule) -> TokenReader.compact(rule);
    Predicate<String> tokenSyntax = BearerTokens::isToken;
    Function<String, Optional<String>> tokenOfHeader = BearerTokens::afterBearer;
    Function<Call, Optional<String>> tokenElsewhere = call -> Optional.empty();
    boolean lastHeaderNamesTheCaller = false;
    final Map<ClaimRule.Subject, ClaimRule> claims = new EnumMap<>(Map.of(
            ClaimRule.Subject.ISSUER, ClaimRule.issuerIsOurs(),
            ClaimRule.Subject.AUDIENCE, ClaimRule.audienceIsUs(),
            ClaimRule.Subject.EXPIRY, ClaimRule.notExpired(),
            ClaimRule.Subject.NOT_BEFORE, ClaimRule.alreadyValid(),
            ClaimRule.Subject.ISSUED_AT, ClaimRule.issuedBefore(),
            ClaimRule.Subject.TYPE, ClaimRule.typeIsAccess(),
            ClaimRule.Subject.SUBJECT, ClaimRule.subjectIsNamed()));
    Function<Map<String, Object>, Set<String>> rolesOfClaims = JwtVerifier::roles;
    Optional<Caller> callerWithoutToken = Optional.empty();
    Optional<Caller> callerOfGarbage = Optional.empty();
    Optional<Caller> callerOfUnknownOpaqueToken = Optional.empty();
    boolean refreshTokensSitInTheSameMap = false;

    // The token endpoint.
    Duration lifetime = Duration.ofMinutes(15);
    boolean opaqueTokensEnd = true;
    boolean opaqueTokensAreLookedUp = true;
    boolean tokensShareASecret = false;
    boolean tokensAreOfACurve = false;
    Optional<String> secretMadeUp = Optional.empty();
    Function<Account, Map<String, Object>> extraClaims = account -> Map.of();
    Set<String> omittedClaims = Set.of();
    String issuer = ClaimRule.ISSUER;
    Function<SigningKeys, Map<String, Object>> published = SigningKeys::publicJwks;
    boolean tokenResponseIsCacheable = false;
    boolean refreshTokensRotate = true;
    boolean usedRefreshTokensRetire = true;
    UnaryOperator<String> refreshTokenLookup = UnaryOperator.identity();

    // What ends before its time.
    Supplier<DenyList> denyList = DenyList::shared;
    boolean verdictOnTokenIsCached = false;
    boolean revocationEndsAccessTokens = true;
    boolean revocationEndsRefreshTokens = true;
    boolean logoutEndsAccessTokens = true;
    boolean logoutEndsRefreshTokens = true;
    boolean logoutEndsSessions = true;
    boolean disabledIsLookedUpAtEachCall = true;

    // API keys and their limit.
    BiPredicate<String, String> apiKeyMatches = ApiKeys::same;
    boolean apiKeyPresenceSuffices = false;
    Set<String> apiKeyQueryParameters = Set.of();
    Supplier<RateLimit> rateLimit = RateLimit::declared;

    // Basic.
    BiPredicate<String, String> passwordMatches = BasicUsers::matches;
    Function<String, Optional<String>> basicOfHeader = BasicUsers::afterTheWord;
    BasicUsers.Parser basicParser = BasicUsers::parse;

    // Sessions.
    Predicate<Sessions.Session> sessionOpens = Sessions.Session::complete;
    Optional<Caller> callerOfUnknownSession = Optional.empty();

    // What an authenticated caller may do.
    Predicate<Route> scopesAreChecked = route -> true;
    Predicate<Route> rolesAreChecked = route -> true;
    BiFunction<Call, Caller, Set<String>> rolesInEffect = (call, caller) -> caller.roles();
    Function<Call, Optional<String>> tenantOverride = call -> Optional.empty();
    Function<Call, Optional<String>> impersonated = call -> Optional.empty();
    BiPredicate<Set<String>, Set<String>> scopesSuffice = Set::containsAll;
    BiPredicate<String, String> tenantsMatch = String::equals;
    boolean strangersAreHeldToTheirTenant = true;
    boolean ownerOfOrderIsCompared = true;
    boolean ownerOfInvoiceIsCompared = true;
    boolean listIsFiltered = true;

    // What is said to those who are refused, and to those who are not.
    UnaryOperator<Answer> refusal = UnaryOperator.identity();
    UnaryOperator<Answer> granted = UnaryOperator.identity();

    // What stands before the API.
    BiFunction<Call, Function<Call, Answer>, Answer> cache = (call, target) -> target.apply(call);

    /** How tokens are read, given the rule for their signatures. */
    @FunctionalInterface
    interface Reader {
        TokenReader of(SigningKeys keys, SignatureRule signature);
    }
}
