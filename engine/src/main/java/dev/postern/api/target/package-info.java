/**
 * The target under audit as plain values: schemes, identities, operations, and who may do what.
 *
 * <p>For authors of checks and reporters; read from YAML by the package {@code dev.postern.target}.
 */
package dev.postern.api.target;
