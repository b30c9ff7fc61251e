/**
 * Reads target files and OpenAPI documents into the values of {@link dev.postern.api.target}.
 *
 * <p>{@link dev.postern.target.TargetFile} is the way in. Sends no request and fetches no URL. For the engine and the
 * command line; not for authors of checks.
 */
package dev.postern.target;
