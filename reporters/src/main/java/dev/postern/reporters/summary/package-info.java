/**
 * What all reports say alike: findings by cause, the verdict on a control, gaps of coverage, the observed access matrix,
 * links of references, and text from the target made safe to look at.
 *
 * <p>For the reporters of this module and for authors of others. Knows no format.
 */
package dev.postern.reporters.summary;
