/**
 * The server that shows what a target fetches. It is the one place where Postern is asked and does not ask: it offers what
 * checks put there, and nothing else, at addresses that nobody can guess.
 *
 * <p>Used by {@code run}. Knows the API only.
 */
package dev.postern.listener;
