/**
 * Checks that are written in YAML: reads {@code META-INF/postern/checks.yaml} of every jar and folder of the class path.
 *
 * <p>Imports {@code api} and {@code yaml}. Nobody imports it; the catalogue finds it through {@code META-INF/services}.
 */
package dev.postern.checkfile;
