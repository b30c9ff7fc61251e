package dev.postern.api.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * One case of the plan.
 *
 * @param id stable: {@code check|operation|scheme|identity|intruder}, empty parts left empty
 * @param checkId the check; for a manual control {@code manual}
 * @param operation id of the operation; empty where the case is about none
 * @param operationLabel {@code GET /orders/{id}}; empty where the case is about none
 * @param scheme name of the scheme; empty where the case is about none
 * @param identity name of the granted identity; empty where the case is about none
 * @param intruder name of the identity that must be denied; empty where the case is about none
 * @param skip the verdict that is known already while planning: NOT_APPLICABLE or MANUAL
 * @param requests the most requests that it sends, controls not counted
 * @param uses what it uses of what others use too, e.g. a rate limit
 */
public record PlannedCase(
        String id,
        String checkId,
        String operation,
        String operationLabel,
        String scheme,
        String identity,
        String intruder,
        Optional<Verdict> skip,
        int requests,
        Set<Use> uses) {

    /** Keeps an immutable copy. */
    public PlannedCase {
        uses = Set.copyOf(uses);
    }

    /**
     * Something that several cases use.
     *
     * @param name such as {@code limit:metered}
     * @param alone whether no other case may use it at the same time
     */
    public record Use(String name, boolean alone) {}

    /**
     * What a finding of this case is known by: of the place, not of the answer, so that the same weakness at the same
     * place has the same one in every run.
     *
     * @param target name of the target
     */
    public String fingerprint(String target) {
        return fingerprint(target, id);
    }

    /** The same for a case of which only the id is left. */
    public static String fingerprint(String target, String caseId) {
        try {
            var text = target + "|" + caseId;
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Operation and who takes part, or the scheme if nobody does: {@code GET /orders · alice}, {@code GET /admin/users ·
     * carol (granted: dora)}, {@code DELETE /orders · scheme tokens}. No two cases of a check have the same.
     */
    public String displayName() {
        if (operationLabel.isEmpty()) {
            return scheme.isEmpty() ? "target" : scheme;
        }
        if (identity.isEmpty()) {
            return operationLabel + (scheme.isEmpty() ? "" : " · scheme " + scheme);
        }
        return operationLabel + " · " + (intruder.isEmpty() ? identity : intruder + " (granted: " + identity + ")");
    }

    /** Whether it is about an operation, given by its id, its label, or its method and path. */
    public boolean isOn(String wanted) {
        return wanted.equals(operation)
                || wanted.equals(operationLabel)
                || operationLabel.equals(wanted + " (" + operation + ")");
    }
}
