package dev.postern.reporters.sarif;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of SARIF 2.1.0 that Postern writes: names and nesting are the standard's, and what is empty is left out.
 *
 * @param schema where the schema can be read; some consumers want it
 */
record SarifLog(@JsonProperty("$schema") String schema, String version, List<Run> runs) {

    /** Everything about one audit (3.14). Results are written even where there are none: without them a run has failed. */
    record Run(
            Tool tool,
            AutomationDetails automationDetails,
            List<Invocation> invocations,
            String columnKind,
            List<String> redactionTokens,
            List<ToolComponent> taxonomies,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Result> results,
            Map<String, Object> properties) {}

    /** What wrote the file (3.18). */
    record Tool(ToolComponent driver) {}

    /** The tool with its rules, or a list of weaknesses with its taxa (3.19). */
    record ToolComponent(
            String name,
            Optional<String> version,
            Optional<String> organization,
            Optional<Text> shortDescription,
            List<Rule> rules,
            List<Rule> taxa,
            List<ComponentReference> supportedTaxonomies) {}

    /** A check, or a weakness (3.49). */
    record Rule(
            String id,
            Optional<String> name,
            Optional<Text> shortDescription,
            Optional<Text> fullDescription,
            Optional<Text> help,
            Optional<String> helpUri,
            Optional<Configuration> defaultConfiguration,
            List<Relationship> relationships,
            Map<String, Object> properties) {}

    /** How bad a result of a rule is where the result does not say it (3.50). */
    record Configuration(String level) {}

    /** A check finds a weakness (3.53). */
    record Relationship(DescriptorReference target, List<String> kinds) {}

    /** Names a weakness in a list (3.52). */
    record DescriptorReference(String id, int index, ComponentReference toolComponent) {}

    /** Names a list of weaknesses (3.54). */
    record ComponentReference(String name, int index) {}

    /** A text for people, and the same in Markdown (3.11, 3.12). */
    record Text(String text, Optional<String> markdown) {
        static Text of(String text) {
            return new Text(text, Optional.empty());
        }
    }

    /** What tells this audit from others of the tool (3.17). */
    record AutomationDetails(String id, Text description) {}

    /** How the audit went (3.20). */
    record Invocation(
            boolean executionSuccessful,
            int exitCode,
            String exitCodeDescription,
            String startTimeUtc,
            String endTimeUtc,
            List<Notification> toolExecutionNotifications) {}

    /** What a reader of the results must know of the audit (3.58). */
    record Notification(String level, Text message) {}

    /** A case (3.27). */
    record Result(
            String ruleId,
            int ruleIndex,
            String kind,
            String level,
            Text message,
            List<Location> locations,
            List<Location> relatedLocations,
            Map<String, String> partialFingerprints,
            List<CodeFlow> codeFlows,
            List<Suppression> suppressions,
            Optional<WebRequest> webRequest,
            Optional<WebResponse> webResponse,
            Map<String, Object> properties) {}

    /** A place, and what of the target is declared there (3.28). */
    record Location(
            Optional<Integer> id,
            PhysicalLocation physicalLocation,
            List<LogicalLocation> logicalLocations,
            Optional<Text> message) {}

    /** A place in a file (3.29). */
    record PhysicalLocation(ArtifactLocation artifactLocation, Region region) {}

    /** A file (3.4). */
    record ArtifactLocation(String uri, Optional<String> uriBaseId, Optional<Text> description) {}

    /** A line (3.30); without an end it is the whole of it from the column on. */
    record Region(int startLine, Optional<Integer> startColumn) {}

    /** An operation or an identity of the target (3.33). */
    record LogicalLocation(String name, String fullyQualifiedName, String kind) {}

    /** The trials of a case (3.36). */
    record CodeFlow(Text message, List<ThreadFlow> threadFlows) {}

    /** The trials in the order in which they were sent (3.37). */
    record ThreadFlow(List<Step> locations) {}

    /** A trial (3.38). */
    record Step(Location location, int executionOrder, Optional<String> executionTimeUtc, String importance) {}

    /** What a waiver says (3.35). */
    record Suppression(String kind, String status, String justification) {}

    /** What was sent (3.46). */
    record WebRequest(String target, String method, Map<String, String> headers, Optional<Content> body) {}

    /** What came back (3.47). */
    record WebResponse(
            Optional<Integer> statusCode,
            Map<String, String> headers,
            Optional<Content> body,
            Optional<Boolean> noResponseReceived) {}

    /** A body (3.3). */
    record Content(String text) {}
}
