/**
 * User name and password (RFC 7617): that both are looked at, and that they never travel in the clear.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.basic;
