package dev.postern.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.samples.Accounts.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Signs the tokens of the issuer. */
final class TokenIssuer {
    static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");
    static final JOSEObjectType ID = JOSEObjectType.JWT;
    static final JOSEObjectType REFRESH = new JOSEObjectType("refresh+jwt");

    private final SigningKeys keys;
    private final Secrets secrets;
    private final Duration lifetime;
    private final boolean symmetric;
    private final boolean ofACurve;
    private final Function<Account, Map<String, Object>> extraClaims;
    private final Set<String> omittedClaims;
    private final String issuer;

    TokenIssuer(SigningKeys keys, Secrets secrets, Defences defences) {
        this.keys = keys;
        this.secrets = secrets;
        this.lifetime = defences.lifetime;
        this.symmetric = defences.tokensShareASecret;
        this.ofACurve = defences.tokensAreOfACurve;
        this.extraClaims = defences.extraClaims;
        this.omittedClaims = defences.omittedClaims;
        this.issuer = defences.issuer;
    }

    /** The pair that signs, or would but for a shared secret. */
    JWK pair() {
        return ofACurve ? keys.curvePair() : keys.pair();
    }

    /** By which algorithm that pair signs. */
    JWSAlgorithm algorithm() {
        return ofACurve ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
    }

    Duration lifetime() {
        return lifetime;
    }

    /** An access token that names the log-in from which it came. */
    String accessToken(Account account, Set<String> scopes, String login) {
        return sign(ACCESS, ClaimRule.AUDIENCE, account, scopes, Instant.now(), lifetime, Map.of("sid", login));
    }

    /**
     * Says to a client who has logged in (OpenID Connect Core 2). Its audience is the client, and here the client bears
     * the name of its API, as in products where both are one application.
     */
    String idToken(Account account) {
        return sign(ID, ClaimRule.AUDIENCE, account, Set.of("openid"), Instant.now(), lifetime);
    }

    /** An access token for another API of the same issuer. */
    String accessTokenForTheWarehouse(Account account) {
        return sign(ACCESS, "warehouse", account, account.caller().scopes(), Instant.now(), lifetime);
    }

    /** An access token that has run out. */
    String expiredAccessToken(Account account) {
        Instant issued = Instant.now().minus(lifetime).minus(Duration.ofHours(1));
        return sign(ACCESS, ClaimRule.AUDIENCE, account, account.caller().scopes(), issued, lifetime);
    }

    /** Looks like an access token but for its type, as refresh tokens of many products do. */
    String refreshToken(Account account, Set<String> scopes) {
        return sign(REFRESH, ClaimRule.AUDIENCE, account, scopes, Instant.now(), RefreshTokens.LIFETIME);
    }

    private String sign(
            JOSEObjectType type, String audience, Account account, Set<String> scopes, Instant now, Duration lives) {
        return sign(type, audience, account, scopes, now, lives, Map.of());
    }

    private String sign(
            JOSEObjectType type,
            String audience,
            Account account,
            Set<String> scopes,
            Instant now,
            Duration lives,
            Map<String, Object> more) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(account.name())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lives)))
                .jwtID(UUID.randomUUID().toString())
                .claim("client_id", account.kind() == Accounts.Kind.CLIENT ? account.name() : "orders-app")
                .claim("tenant", account.caller().tenant())
                .claim("scope", String.join(" ", scopes))
                .claim("roles", List.copyOf(account.caller().roles()));
        more.forEach(claims::claim);
        extraClaims.apply(account).forEach(claims::claim);
        omittedClaims.forEach(name -> claims.claim(name, null));
        try {
            JWSHeader.Builder header = new JWSHeader.Builder(symmetric ? JWSAlgorithm.HS256 : algorithm()).type(type);
            SignedJWT token = new SignedJWT(
                    symmetric ? header.build() : header.keyID(pair().getKeyID()).build(), claims.build());
            token.sign(signer());
            return secrets.remember(token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException("own keys can sign", e);
        }
    }

    private JWSSigner signer() throws JOSEException {
        if (symmetric) {
            return new MACSigner(keys.sharedSecret());
        }
        return ofACurve ? new ECDSASigner(keys.curvePair()) : new RSASSASigner(keys.pair());
    }
}
