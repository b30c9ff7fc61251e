/**
 * What checks of several families make their attempts and read their answers with: worthless look-alikes of a credential,
 * and the verdict of an answer that decides nothing.
 *
 * <p>For the built-in checks only; knows no scheme and no family.
 */
package dev.postern.checks.craft;
