/**
 * The keys that an issuer publishes (RFC 7517): what everybody can see of them, without a request to the target.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.jwks;
