/**
 * The audit in a page of Markdown, {@code summary.md}: what a CI job appends to its summary, or posts to a merge request.
 * It leaves the evidence to the other reports.
 */
package dev.postern.reporters.markdown;
