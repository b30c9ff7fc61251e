package dev.postern.api.audit;

import java.util.List;

/**
 * Whether the audit may go through.
 *
 * @param reasons one sentence for each thing that breaks the gate; empty where it passed
 */
public record GateResult(boolean passed, List<String> reasons) {}
