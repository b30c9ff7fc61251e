/**
 * What claims hold that must not be readable by everybody who holds the token.
 *
 * <p>For checks, and for who shows a token to a person. It judges names and values, and knows of no token.
 */
package dev.postern.forge.claim;
