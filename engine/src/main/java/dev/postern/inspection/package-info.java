/**
 * What one token tells: its kind, what each member means, and what is dubious about it. Nothing is sent.
 *
 * <p>{@link dev.postern.inspection.Inspection} is where to begin. For the command line, the doctor and tests; it knows the API and
 * the forge, which reads and verifies.
 */
package dev.postern.inspection;
