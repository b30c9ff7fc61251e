/**
 * Refresh tokens (RFC 6749 6): that they work, are exchanged, die when used twice, and open nothing but the token endpoint.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody. Uses {@code oauth} to read answers.
 */
package dev.postern.checks.refresh;
