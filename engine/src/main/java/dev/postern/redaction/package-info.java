/**
 * Takes credentials out of everything that is written down: by the places where they travel, and by their value in
 * every encoding.
 *
 * <p>For the engine. Imports {@code dev.postern.api} only.
 */
package dev.postern.redaction;
