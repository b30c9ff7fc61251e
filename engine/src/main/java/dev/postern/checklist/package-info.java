/**
 * Reads checklists and attestations.
 *
 * <p>{@link dev.postern.checklist.Checklists} and {@link dev.postern.checklist.Attestations} are the ways in. For the
 * engine and the command line; not for authors of checks.
 */
package dev.postern.checklist;
