/**
 * What the author of a check writes against: the {@link dev.postern.api.check.Check} annotation, the three kinds of
 * check, and what a running check is given.
 *
 * <p>Built-in and custom checks use the same interfaces. Imports nothing from the rest of Postern but {@code api}.
 */
package dev.postern.api.check;
