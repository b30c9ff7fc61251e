/**
 * How bearer tokens are presented, and how their absence and their refusal are told (RFC 6750).
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.bearer;
