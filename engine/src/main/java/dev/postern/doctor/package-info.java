/**
 * Explains why controls fail, and what to repair in the target file, before any audit: draws its conclusions from what an
 * examination of {@code run} has seen, and sends nothing itself.
 *
 * <p>Used by the command. Knows {@code run}, {@code inspection}, {@code forge} and the API; rules of one kind are together in one class, and
 * none of them reads how a target words its errors but as a hint.
 */
package dev.postern.doctor;
