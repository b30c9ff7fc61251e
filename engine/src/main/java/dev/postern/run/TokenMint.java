package dev.postern.run;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs honest tokens with the key that the target file gives. */
final class TokenMint {

    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private TokenMint() {}

    /**
     * A token for an identity.
     *
     * @throws MintException where the key cannot be read or cannot sign
     */
    static String mint(Scheme.BearerJwt scheme, Identity identity, Obtain.Minted minted, Instant now) {
        try {
            var key = key(scheme.signingKey()
                    .orElseThrow(() -> new MintException("scheme \"" + scheme.name() + "\" has no signingKey"))
                    .reveal());
            var header = new JWSHeader.Builder(algorithm(key))
                    .keyID(key.getKeyID())
                    .type(JOSEObjectType.JWT)
                    .build();
            var jwt = new SignedJWT(header, claims(scheme, identity, minted, now));
            jwt.sign(signer(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new MintException("the signing key cannot sign");
        }
    }

    /** How long an honest token of that scheme lives. */
    static Duration lifetime(Scheme.BearerJwt scheme) {
        return scheme.maxLifetime().compareTo(LIFETIME) < 0 ? scheme.maxLifetime() : LIFETIME;
    }

    private static JWTClaimsSet claims(Scheme.BearerJwt scheme, Identity identity, Obtain.Minted minted, Instant now) {
        var claims = new LinkedHashMap<String, Object>();
        scheme.issuer().ifPresent(issuer -> claims.put("iss", issuer));
        scheme.audience().ifPresent(audience -> claims.put("aud", audience));
        claims.put("sub", identity.name());
        claims.put("iat", Date.from(now));
        claims.put("exp", Date.from(now.plus(lifetime(scheme))));
        claims.put("jti", UUID.randomUUID().toString());
        if (!identity.scopes().isEmpty()) {
            put(claims, scheme.claims().scopes(), String.join(" ", sorted(identity.scopes())));
        }
        if (!identity.roles().isEmpty()) {
            put(claims, scheme.claims().roles(), sorted(identity.roles()));
        }
        identity.tenant().ifPresent(tenant -> put(claims, scheme.claims().tenant(), tenant));
        claims.putAll(minted.claims());
        var set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        return set.build();
    }

    private static List<String> sorted(java.util.Set<String> values) {
        return values.stream().sorted().toList();
    }

    /** {@code a/b} is a path into nested claims. */
    @SuppressWarnings("unchecked") // nested claims are maps that this method has put there
    private static void put(Map<String, Object> claims, String path, Object value) {
        var slash = path.indexOf('/');
        if (slash < 0) {
            claims.put(path, value);
        } else {
            var nested = claims.computeIfAbsent(path.substring(0, slash), k -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) nested, path.substring(slash + 1), value);
        }
    }

    private static JWK key(String text) throws JOSEException {
        try {
            return text.strip().startsWith("{") ? JWK.parse(text) : JWK.parseFromPEMEncodedObjects(text);
        } catch (ParseException e) {
            throw new MintException("the signing key is neither a JWK nor PEM");
        }
    }

    private static JWSAlgorithm algorithm(JWK key) {
        if (key.getAlgorithm() != null) {
            return JWSAlgorithm.parse(key.getAlgorithm().getName());
        }
        if (key instanceof RSAKey) {
            return JWSAlgorithm.RS256;
        }
        if (key instanceof ECKey ec) {
            return Curve.P_256.equals(ec.getCurve())
                    ? JWSAlgorithm.ES256
                    : Curve.P_384.equals(ec.getCurve()) ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
        }
        return JWSAlgorithm.HS256;
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSASigner(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDSASigner(ec);
        }
        if (key instanceof OctetSequenceKey oct) {
            return new MACSigner(oct);
        }
        throw new MintException("a signing key of type " + key.getKeyType() + " is not supported");
    }

    /** A key that cannot be used; the message holds no key material. */
    static final class MintException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MintException(String message) {
            super(message);
        }
    }
}
