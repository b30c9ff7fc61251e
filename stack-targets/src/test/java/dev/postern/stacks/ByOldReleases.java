package dev.postern.stacks;

import java.io.IOException;
import java.time.Instant;
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

    private static Optional<Caller> refused(Class<?> refusal, Exception e) throws Exception {
        if (refusal.isInstance(e)) {
            return Optional.empty();
        }
        throw e;
    }
}
