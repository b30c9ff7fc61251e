/**
 * What checks of several families make their attempts and read their answers with: worthless look-alikes of a credential,
 * the valid token taken apart, forgeries beside their honest twin, and the verdict of an answer that decides nothing.
 *
 * <p>For the built-in checks only; knows no family.
 */
package dev.postern.checks.craft;
