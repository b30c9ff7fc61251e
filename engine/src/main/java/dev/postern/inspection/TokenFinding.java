package dev.postern.inspection;

import dev.postern.api.check.Severity;

/**
 * One thing that is dubious about a token.
 *
 * @param rule a stable name, e.g. {@code exp-missing}
 * @param what what was found; never a secret of the token's
 * @param why what follows from it
 * @param how what to change
 * @param reference the standard that says so, e.g. {@code RFC 8725 3.1}
 */
public record TokenFinding(String rule, Severity severity, String what, String why, String how, String reference) {}
