/**
 * API keys: that only exact keys pass, that they stay out of URLs, and that the declared limit of a key holds.
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.apikey;
