/**
 * The whole audit as one JSON document, {@code audit.json}, for programs. Its shape is described in
 * {@code docs/audit-json.md} and is a public format.
 */
package dev.postern.reporters.json;
