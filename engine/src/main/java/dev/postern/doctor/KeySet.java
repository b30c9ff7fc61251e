package dev.postern.doctor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** The keys that an issuer publishes (RFC 7517 5). */
final class KeySet {

    private final List<JWK> keys;

    private KeySet(List<JWK> keys) {
        this.keys = keys;
    }

    /** What the exchange brought, where it is a key set. */
    static Optional<KeySet> in(Exchange exchange) {
        return exchange.response().filter(WireResponse::isSuccess).flatMap(response -> {
            try {
                return Optional.of(
                        new KeySet(JWKSet.parse(response.body().text()).getKeys()));
            } catch (ParseException e) {
                return Optional.empty();
            }
        });
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean has(String kid) {
        return keys.stream().anyMatch(k -> kid.equals(k.getKeyID()));
    }

    /** Whether one of the keys has signed the token; empty where that cannot be told, e.g. for an HMAC. */
    Optional<Boolean> signed(String token) {
        try {
            var jws = JWSObject.parse(token);
            var algorithm = jws.getHeader().getAlgorithm();
            var verifiers = keys.stream()
                    .map(KeySet::verifier)
                    .flatMap(Optional::stream)
                    .toList();
            var known = List.of("RS", "PS", "ES").contains(algorithm.getName().substring(0, 2));
            if (!known || verifiers.size() < keys.size()) {
                return Optional.empty();
            }
            return Optional.of(verifiers.stream().anyMatch(v -> verifies(v, jws)));
        } catch (ParseException | RuntimeException e) { // another's token may be anything
            return Optional.empty();
        }
    }

    private static Optional<JWSVerifier> verifier(JWK key) {
        try {
            if (key instanceof RSAKey rsa) {
                return Optional.of(new RSASSAVerifier(rsa));
            }
            return key instanceof ECKey ec ? Optional.of(new ECDSAVerifier(ec)) : Optional.empty();
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    private static boolean verifies(JWSVerifier verifier, JWSObject jws) {
        try {
            return verifier.supportedJWSAlgorithms().contains(jws.getHeader().getAlgorithm()) && jws.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
