package dev.postern.inspection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What members of headers and claims mean, by the standard that defines them. */
final class Meanings {
    private static final Map<String, String> HEADER = table("""
            alg      | how it is signed, or its key encrypted (RFC 7515 4.1.1)
            enc      | how its content is encrypted (RFC 7516 4.1.2)
            kid      | which key (RFC 7515 4.1.4)
            typ      | what kind of token it is (RFC 7515 4.1.9)
            cty      | what is inside; JWT for a token (RFC 7515 4.1.10)
            jku      | where the key set is said to be (RFC 7515 4.1.2)
            jwk      | the key itself, as the token says (RFC 7515 4.1.3)
            x5u      | where the certificate is said to be (RFC 7515 4.1.5)
            x5c      | the certificate itself, as the token says (RFC 7515 4.1.6)
            x5t      | SHA-1 of the certificate (RFC 7515 4.1.7)
            x5t#S256 | SHA-256 of the certificate (RFC 7515 4.1.8)
            crit     | members that a receiver must understand (RFC 7515 4.1.11)
            b64      | whether the payload is in base64url (RFC 7797 3)
            zip      | how it is compressed before it is encrypted (RFC 7516 4.1.3)
            epk      | the sender's half of the key agreement (RFC 7518 4.6.1.1)
            apu      | the sender, for the key agreement (RFC 7518 4.6.1.2)
            apv      | the receiver, for the key agreement (RFC 7518 4.6.1.3)
            iv       | nonce of the encrypted key (RFC 7518 4.7.1.1)
            tag      | integrity of the encrypted key (RFC 7518 4.7.1.2)
            p2s      | salt of the password (RFC 7518 4.8.1.1)
            p2c      | rounds of the password's hash (RFC 7518 4.8.1.2)
            """);

    private static final Map<String, String> CLAIMS = table("""
            iss       | issuer (RFC 7519 4.1.1)
            sub       | subject: whom the token is about (RFC 7519 4.1.2)
            aud       | audience: for whom the token is (RFC 7519 4.1.3)
            exp       | end of validity (RFC 7519 4.1.4)
            nbf       | start of validity (RFC 7519 4.1.5)
            iat       | when it was issued (RFC 7519 4.1.6)
            jti       | the token's own id (RFC 7519 4.1.7)
            scope     | scopes (RFC 8693 4.2)
            client_id | the client that asked for it (RFC 8693 4.3)
            act       | who acts for the subject (RFC 8693 4.1)
            may_act   | who may act for the subject (RFC 8693 4.4)
            cnf       | the key that its holder must prove to have (RFC 7800 3.1)
            roles     | roles (RFC 9068 2.2.3.1)
            groups    | groups (RFC 9068 2.2.3.1)
            entitlements | entitlements (RFC 9068 2.2.3.1)
            auth_time | when the user logged in (OpenID Connect Core 2)
            acr       | how well the user was authenticated (OpenID Connect Core 2)
            amr       | by which methods (RFC 8176 1)
            azp       | the client that it was issued to (OpenID Connect Core 2)
            nonce     | ties an ID token to a login (OpenID Connect Core 2)
            at_hash   | hash of the access token beside an ID token (OpenID Connect Core 3.1.3.6)
            """);

    private static final Map<String, String> ALGORITHMS = table("""
            HS256 | HMAC with SHA-256
            HS384 | HMAC with SHA-384
            HS512 | HMAC with SHA-512
            RS256 | RSA PKCS#1 v1.5 with SHA-256
            RS384 | RSA PKCS#1 v1.5 with SHA-384
            RS512 | RSA PKCS#1 v1.5 with SHA-512
            PS256 | RSA-PSS with SHA-256
            PS384 | RSA-PSS with SHA-384
            PS512 | RSA-PSS with SHA-512
            ES256 | ECDSA on P-256 with SHA-256
            ES384 | ECDSA on P-384 with SHA-384
            ES512 | ECDSA on P-521 with SHA-512
            ES256K | ECDSA on secp256k1 with SHA-256
            EdDSA | Ed25519 or Ed448
            Ed25519 | Ed25519
            Ed448 | Ed448
            none  | no signature
            RSA1_5 | RSA PKCS#1 v1.5
            RSA-OAEP | RSA-OAEP with SHA-1
            RSA-OAEP-256 | RSA-OAEP with SHA-256
            dir   | a shared key
            A128KW | AES key wrap
            A192KW | AES key wrap
            A256KW | AES key wrap
            A128GCMKW | AES-GCM key wrap
            A192GCMKW | AES-GCM key wrap
            A256GCMKW | AES-GCM key wrap
            ECDH-ES | ECDH with a fresh key
            ECDH-ES+A128KW | ECDH with a fresh key, then AES key wrap
            ECDH-ES+A192KW | ECDH with a fresh key, then AES key wrap
            ECDH-ES+A256KW | ECDH with a fresh key, then AES key wrap
            PBES2-HS256+A128KW | a password
            PBES2-HS384+A192KW | a password
            PBES2-HS512+A256KW | a password
            """);

    private Meanings() {}

    static Optional<String> ofHeader(String name) {
        return Optional.ofNullable(HEADER.get(name));
    }

    static Optional<String> ofClaim(String name) {
        return Optional.ofNullable(CLAIMS.get(name));
    }

    /** RFC 7518 3.1 and 4.1, RFC 8037, RFC 8812, RFC 9864; empty for a name that is none of theirs. */
    static Optional<String> ofAlgorithm(String name) {
        return Optional.ofNullable(ALGORITHMS.get(name));
    }

    private static Map<String, String> table(String rows) {
        var table = new LinkedHashMap<String, String>();
        rows.lines().forEach(row -> {
            int bar = row.indexOf('|');
            table.put(row.substring(0, bar).strip(), row.substring(bar + 1).strip());
        });
        return table;
    }
}
