/**
 * The JUnit Platform engine {@code postern}: discovers audits, lays out the plan as a tree of descriptors, and has the
 * cases run.
 *
 * <p>Nobody imports it; JUnit finds it through {@code META-INF/services}.
 */
package dev.postern.engine;
