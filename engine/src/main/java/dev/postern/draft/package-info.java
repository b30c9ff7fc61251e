/**
 * Drafts a first target file from an OpenAPI document, from curl commands, and from the identities of other tools.
 *
 * <p>{@link dev.postern.draft.TargetDraft} is the way in. Sends no request, fetches no URL, and puts a variable of the
 * environment in the place of every secret. For the command line; not for authors of checks.
 */
package dev.postern.draft;
