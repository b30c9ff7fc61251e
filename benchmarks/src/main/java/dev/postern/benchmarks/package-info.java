/** Measures Postern beside something else, in one run, and prints ratios. Nobody imports it. */
package dev.postern.benchmarks;
