/**
 * The audit in the Static Analysis Results Interchange Format, SARIF 2.1.0: {@code audit.sarif}, for code scanning and
 * for viewers in editors. Checks are its rules, cases its results, and the place of a result is the line of the target
 * file or OpenAPI document that declares the operation.
 */
package dev.postern.reporters.sarif;
