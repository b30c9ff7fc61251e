package dev.postern.api.audit;

import dev.postern.api.check.Parameters;
import dev.postern.api.check.Severity;
import java.util.List;

/**
 * What a report says of a check.
 *
 * @param cwe a CWE number; 0 for none
 * @param explainedBy ids of checks whose failing for the same scheme explains that this one fails too
 * @param parameters the limits that the checklist sets for it: of several controls, the strictest
 * @param explanation Markdown with the sections that {@link dev.postern.api.check.Check} names; empty where there is none
 */
public record CheckInfo(
        String id,
        String title,
        Severity severity,
        List<String> references,
        int cwe,
        String kind,
        List<String> explainedBy,
        Parameters parameters,
        String explanation) {
    /** Keeps immutable copies. */
    public CheckInfo {
        references = List.copyOf(references);
        explainedBy = List.copyOf(explainedBy);
    }

    /** A check whose failing is never explained by that of another. */
    public CheckInfo(
            String id,
            String title,
            Severity severity,
            List<String> references,
            int cwe,
            String kind,
            String explanation) {
        this(id, title, severity, references, cwe, kind, List.of(), Parameters.NONE, explanation);
    }

    /** The same check with other limits. */
    public CheckInfo with(Parameters other) {
        return new CheckInfo(id, title, severity, references, cwe, kind, explainedBy, other, explanation);
    }

    /** One section of the explanation, e.g. {@code How to mend it}; empty where it is absent. */
    public String section(String heading) {
        var start = explanation.indexOf("## " + heading);
        if (start < 0) {
            return "";
        }
        var body = explanation.indexOf('\n', start);
        var end = explanation.indexOf("\n## ", start + 1);
        return body < 0
                ? ""
                : explanation
                        .substring(body, end < 0 ? explanation.length() : end)
                        .strip();
    }
}
