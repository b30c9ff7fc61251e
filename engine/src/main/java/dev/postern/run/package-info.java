/**
 * Runs the cases of one audit: obtains credentials, takes controls, sends attempts, and draws verdicts.
 *
 * <p>Used by {@code engine}; knows {@code http}, {@code oracle}, {@code redaction} and {@code journal}, and nothing of
 * JUnit.
 */
package dev.postern.run;
