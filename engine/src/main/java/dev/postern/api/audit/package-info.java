/**
 * The plan of an audit, its verdicts with their evidence, and the listener through which reporters learn of them.
 *
 * <p>For authors of reporters. Everything here is free of secrets: it may be written down.
 */
package dev.postern.api.audit;
