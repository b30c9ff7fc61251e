/**
 * The audit as one self-contained page, {@code report.html}, to be read, printed and handed on.
 *
 * <p>All markup goes through {@link dev.postern.reporters.html.Markup}, which escapes. What is said of findings and
 * controls stands in the page itself; the evidence of single cases is kept as data and drawn when a case is opened, so
 * that thousands of cases stay usable. A template library was not taken: escaping in one place of 100 lines is easier
 * to trust than a template's default.
 */
package dev.postern.reporters.html;
