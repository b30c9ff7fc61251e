/**
 * What caches between the caller and the target keep and give away.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.cache;
