/**
 * Proves every check twice: it fails on a weakened sample target, and passes on the hardened one. Writes the table of
 * that into {@code docs/proof.md}.
 */
package dev.postern.proof;
