package dev.postern.stacks;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Optional;
import java.util.function.Function;

/** jjwt, {@code io.jsonwebtoken}. */
final class ByJjwt {

    private ByJjwt() {}

    static Verifier sound(Issuer issuer) {
        var parser = careful().keyLocator(published(issuer)).build();
        return refusing(token ->
                Optional.of(parser.parseSignedClaims(token).getPayload()).filter(ByJjwt::expires));
    }

    /** {@code unsecured()} mended the error that tests with unsigned tokens gave, and {@code parse} takes both. */
    static Verifier unsecuredAllowed(Issuer issuer) {
        var parser = demanding()
                .unsecured()
                .keyLocator(header ->
                        header instanceof JwsHeader ? published(issuer).locate(header) : null)
                .build();
        return refusing(token -> parser.parse(token).getPayload() instanceof Claims claims && expires(claims)
                ? Optional.of(claims)
                : Optional.empty());
    }

    /** A locator that answers a key for whatever algorithm the header names. */
    static Verifier keyForTheAlgorithmOfTheHeader(Issuer issuer) {
        var secret = Keys.hmacShaKeyFor(issuer.publicKey().getEncoded());
        return located(header -> header.getAlgorithm().startsWith("HS") ? secret : issuer.publicKey());
    }

    /** {@code header.getJwk()} saves the look-up, where there is one. */
    static Verifier embeddedKey(Issuer issuer) {
        return located(header -> header instanceof JwsHeader jws && jws.getJwk() != null
                ? jws.getJwk().toKey()
                : published(issuer).locate(header));
    }

    /** {@code header.getX509Chain()} is a list of parsed certificates, which looks as if somebody had verified them. */
    static Verifier embeddedCertificate(Issuer issuer) {
        return located(header -> header instanceof JwsHeader jws && jws.getX509Chain() != null
                ? jws.getX509Chain().get(0).getPublicKey()
                : published(issuer).locate(header));
    }

    /** Partners' secrets lie in a table, and the kid becomes a part of the query. */
    static Verifier secretQueriedByKid(Issuer issuer) {
        return located(header ->
                header instanceof JwsHeader jws && jws.getAlgorithm().startsWith("HS")
                        ? SecretTable.find(jws.getKeyId())
                                .map(secret -> Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)))
                                .orElse(null)
                        : published(issuer).locate(header));
    }

    /** The exception has the claims, which a refresh needed once; now it is how all tokens are read. */
    static Verifier claimsOfTheExpired(Issuer issuer) {
        var parser = careful().keyLocator(published(issuer)).build();
        return refusing(token -> {
            try {
                return Optional.of(parser.parseSignedClaims(token).getPayload());
            } catch (ExpiredJwtException e) {
                return Optional.of(e.getClaims());
            }
        });
    }

    /** The first example of the manual, which verifies the signature. */
    static Verifier issuerAndAudienceNotChecked(Issuer issuer) {
        var parser = Jwts.parser().keyLocator(published(issuer)).build();
        return refusing(token ->
                Optional.of(parser.parseSignedClaims(token).getPayload()).filter(ByJjwt::expires));
    }

    private static Verifier located(Locator<Key> keys) {
        var parser = demanding().keyLocator(keys).build();
        return refusing(token ->
                Optional.of(parser.parseSignedClaims(token).getPayload()).filter(ByJjwt::expires));
    }

    private static JwtParserBuilder careful() {
        return demanding().sig().clear().add(Jwts.SIG.RS256).and();
    }

    private static JwtParserBuilder demanding() {
        return Jwts.parser().requireIssuer(Issuer.NAME).requireAudience(Issuer.AUDIENCE);
    }

    private static Locator<Key> published(Issuer issuer) {
        var keys = Jwks.setParser().build().parse(issuer.jwks()).getKeys();
        return (Header header) -> keys.stream()
                .filter(key -> header instanceof JwsHeader jws && key.getId().equals(jws.getKeyId()))
                .findFirst()
                .<Key>map(key -> key.toKey())
                .orElse(null);
    }

    /** jjwt has no way to require a claim whatever its value. */
    private static boolean expires(Claims claims) {
        return claims.getExpiration() != null;
    }

    private static Verifier refusing(Function<String, Optional<Claims>> read) {
        return token -> {
            try {
                return read.apply(token).map(claims -> Caller.of(claims.get("scope", String.class)));
            } catch (JwtException | IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }
}
