/**
 * The audit in words on standard output: progress in a terminal, plain lines in CI, a summary in both. Switched by the
 * system property {@code postern.console}.
 */
package dev.postern.reporters.console;
