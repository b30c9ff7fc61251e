package dev.postern.stacks;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases that had the flaw themselves, used as their manuals said. */
final class ByOldReleases {

    private ByOldReleases() {}

    /**
     * jjwt 0.9.1: {@code parse} verifies what is signed, and believes what is not, whatever its header says (jwtk/jjwt issue
     * 212; closed by 0.12).
     */
    static Verifier jjwtParse(Issuer issuer) throws Exception {
        var jjwt = OldRelease.of("jjwt");
        var refusal = jjwt.type("io.jsonwebtoken.JwtException");
        return token -> {
            try {
                var parser = jjwt.callStatic("io.jsonwebtoken.Jwts", "parser");
                jjwt.call(parser, "setSigningKey", issuer.publicKey());
                jjwt.call(parser, "requireIssuer", Issuer.NAME);
                jjwt.call(parser, "requireAudience", Issuer.AUDIENCE);
                var claims = (Map<?, ?>) jjwt.call(jjwt.call(parser, "parse", token), "getBody");
                return claims.get("exp") == null
                        ? Optional.empty()
                        : Optional.of(Caller.of((String) claims.get("scope")));
            } catch (IllegalArgumentException | ClassCastException e) {
                return Optional.empty();
            } catch (Exception e) {
                return refused(refusal, e);
            }
        };
    }

    /** google-oauth-client 1.33.2: the verifier of ID tokens verifies all but the signature (CVE-2021-22573). */
    static Verifier googleIdToken(Issuer issuer) throws Exception {
        var google = OldRelease.of("google");
        var json = google.callStatic("com.google.api.client.json.gson.GsonFactory", "getDefaultInstance");
        var builder = google.make("com.google.api.client.auth.openidconnect.IdTokenVerifier$Builder");
        google.call(builder, "setIssuer", Issuer.NAME);
        google.call(builder, "setAudience", List.of(Issuer.AUDIENCE));
        google.call(builder, "setAcceptableTimeSkewSeconds", 60L);
        var verifier = google.call(builder, "build");
        return token -> {
            try {
                var idToken =
                        google.callStatic("com.google.api.client.auth.openidconnect.IdToken", "parse", json, token);
                var claims = (Map<?, ?>) google.call(idToken, "getPayload");
                // it does not look at nbf, which ID tokens do not have
                var early = claims.get("nbf") instanceof Number nbf
                        && nbf.longValue() > Instant.now().getEpochSecond();
                return !early && (boolean) google.call(verifier, "verify", idToken)
                        ? Optional.of(Caller.of((String) claims.get("scope")))
                        : Optional.empty();
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }

    /** pac4j-jwt 5.7.8: the signature within what was encrypted is verified only if there is one (CVE-2026-29000). */
    static Verifier pac4j(Issuer issuer) throws Exception {
        var pac4j = OldRelease.of("pac4j");
        var refusal = pac4j.type("org.pac4j.core.exception.TechnicalException");
        var authenticator = pac4j.make(
                "org.pac4j.jwt.credentials.authenticator.JwtAuthenticator",
                pac4j.make("org.pac4j.jwt.config.signature.RSASignatureConfiguration", issuer.keyPair()),
                pac4j.make("org.pac4j.jwt.config.encryption.RSAEncryptionConfiguration", issuer.keyPair()));
        return token -> {
            try {
                var profile = pac4j.call(authenticator, "validateToken", token);
                return profile == null ? Optional.empty() : caller((Map<?, ?>) pac4j.call(profile, "getAttributes"));
            } catch (Exception e) {
                return refused(refusal, e);
            }
        };
    }

    /** What the application looks at itself: pac4j 5 heeds {@code exp} alone. */
    private static Optional<Caller> caller(Map<?, ?> claims) {
        return Issuer.NAME.equals(claims.get("iss"))
                        && List.of(Issuer.AUDIENCE).equals(claims.get("aud"))
                        && claims.get("exp") != null
                        && !(claims.get("nbf") instanceof Date start
                                && start.toInstant().isAfter(Instant.now()))
                ? Optional.of(Caller.of((String) claims.get("scope")))
                : Optional.empty();
    }

    private static Optional<Caller> refused(Class<?> refusal, Exception e) throws Exception {
        if (refusal.isInstance(e)) {
            return Optional.empty();
        }
        throw e;
    }
}
