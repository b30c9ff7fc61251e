/**
 * Turns an audit into passed or failed: the rule itself, what it was told to be lenient with, and the files of known and
 * of accepted findings. Imports {@code api} and {@code yaml} only; used by {@code run}, {@code engine} and the command
 * line.
 */
package dev.postern.gate;
