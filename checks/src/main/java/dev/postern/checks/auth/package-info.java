/**
 * Whether a request without a valid credential is refused, whatever the scheme.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.auth;
