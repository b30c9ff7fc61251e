/**
 * What the token endpoint answers (RFC 6749 5.1).
 *
 * <p>One class a check; found by {@link java.util.ServiceLoader}. {@link dev.postern.checks.oauth.TokenAnswer} is also for
 * the family {@code refresh}.
 */
package dev.postern.checks.oauth;
