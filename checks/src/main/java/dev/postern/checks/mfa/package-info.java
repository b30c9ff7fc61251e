/**
 * Second factors: that the first alone opens nothing.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.mfa;
