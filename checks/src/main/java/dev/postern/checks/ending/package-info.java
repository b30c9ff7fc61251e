/**
 * What a credential is worth after it should have ended: revoked, its user logged out or disabled.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody. {@code refresh} looks at refresh
 * tokens that should have ended.
 */
package dev.postern.checks.ending;
