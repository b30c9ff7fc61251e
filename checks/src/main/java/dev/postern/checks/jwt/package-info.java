/**
 * Checks of JSON Web Tokens as access tokens (RFC 7519, RFC 8725, RFC 9068): signature, keys, claims, and what the issuer
 * puts into them.
 *
 * <p>One public class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.jwt;
