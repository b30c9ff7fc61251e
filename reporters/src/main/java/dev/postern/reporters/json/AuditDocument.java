package dev.postern.reporters.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Gap;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Parameters;
import dev.postern.api.http.Header;
import dev.postern.api.target.Target;
import dev.postern.reporters.summary.AccessView;
import dev.postern.reporters.summary.Finding;
import dev.postern.reporters.summary.Findings;
import dev.postern.reporters.summary.Verdicts;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes an audit field by field, so that a renamed record component never changes the format by accident. */
final class AuditDocument {

    private static final String FORMAT = "postern-audit";
    private static final int VERSION = 1;

    private final JsonGenerator json;

    AuditDocument(JsonGenerator json) {
        this.json = json;
    }

    void write(Audit audit) throws IOException {
        var plan = audit.plan();
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("formatVersion", VERSION);
        json.writeStringField("toolVersion", audit.toolVersion());
        json.writeStringField("name", plan.name());
        json.writeStringField("startedAt", audit.startedAt().toString());
        json.writeStringField("endedAt", audit.endedAt().toString());
        json.writeNumberField("requests", audit.requests());
        json.writeBooleanField("interrupted", audit.interrupted());
        gate(audit);
        counts(audit);
        target(plan.target());
        json.writeObjectFieldStart("checklist");
        json.writeStringField("id", plan.checklist().id());
        json.writeStringField("title", plan.checklist().title());
        json.writeEndObject();
        controls(audit);
        checks(plan.checks());
        cases(audit);
        findings(Findings.of(audit));
        matrix(AccessView.of(audit));
        json.writeEndObject();
    }

    private void gate(Audit audit) throws IOException {
        json.writeObjectFieldStart("gate");
        json.writeBooleanField("passed", audit.gate().passed());
        texts("reasons", audit.gate().reasons());
        texts("notes", audit.gate().notes());
        unverified("uncovered", audit.gate().uncovered());
        unverified("partlyVerified", audit.gate().partlyVerified());
        known("mended", audit.gate().mended());
        known("stale", audit.gate().stale());
        json.writeEndObject();
    }

    private void unverified(String name, List<ControlResult> controls) throws IOException {
        json.writeArrayFieldStart(name);
        for (var result : controls) {
            json.writeStartObject();
            json.writeStringField("control", result.control().id());
            texts("remedies", result.remedies());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void known(String name, List<KnownFinding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (var finding : findings) {
            json.writeStartObject();
            json.writeStringField("fingerprint", finding.fingerprint());
            json.writeStringField("check", finding.check());
            optional("operation", finding.operation());
            optional("identity", finding.identity());
            optional("intruder", finding.intruder());
            json.writeStringField("severity", code(finding.severity()));
            json.writeStringField("since", finding.since().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void counts(Audit audit) throws IOException {
        json.writeObjectFieldStart("counts");
        for (var outcome : Outcome.values()) {
            json.writeNumberField(code(outcome), Verdicts.count(audit, outcome));
        }
        json.writeNumberField("notRun", Verdicts.notRun(audit));
        json.writeEndObject();
    }

    private void target(Target target) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("name", target.name());
        json.writeStringField("baseUrl", target.baseUrl().toString());
        json.writeStringField("file", target.file().file());
        json.writeArrayFieldStart("operations");
        for (var operation : target.operations().values()) {
            json.writeStartObject();
            json.writeStringField("id", operation.id());
            json.writeStringField("method", operation.method());
            json.writeStringField("path", operation.path());
            json.writeBooleanField("public", operation.open());
            json.writeBooleanField("destructive", operation.destructive());
            json.writeStringField("position", operation.position().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("identities");
        for (var identity : target.identities().values()) {
            json.writeStartObject();
            json.writeStringField("name", identity.name());
            json.writeStringField("scheme", identity.scheme());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void controls(Audit audit) throws IOException {
        json.writeArrayFieldStart("controls");
        for (var summary : ControlResult.of(audit)) {
            var control = summary.control();
            json.writeStartObject();
            json.writeStringField("id", control.id());
            json.writeStringField("title", control.title());
            json.writeStringField("description", control.description());
            texts("references", control.references());
            json.writeBooleanField("manual", control.manual());
            json.writeStringField("verdict", code(summary.verdict()));
            json.writeBooleanField("uncovered", summary.isUncovered());
            parameters(control.parameters());
            gaps(summary.gaps());
            json.writeArrayFieldStart("checks");
            for (var check : summary.planned().checks()) {
                json.writeStartObject();
                json.writeStringField("check", check.check().id());
                texts("cases", check.cases().stream().map(PlannedCase::id).toList());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void parameters(Parameters parameters) throws IOException {
        if (!parameters.values().isEmpty()) {
            json.writeObjectFieldStart("parameters");
            for (var parameter : parameters.values().entrySet()) {
                json.writeStringField(parameter.getKey(), parameter.getValue());
            }
            json.writeEndObject();
        }
    }

    private void gaps(List<Gap> gaps) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (var gap : gaps) {
            json.writeStartObject();
            json.writeStringField("kind", code(gap.kind()));
            json.writeStringField("remedy", gap.remedy());
            texts("checks", gap.checks());
            texts("operations", gap.operations());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void checks(Map<String, CheckInfo> checks) throws IOException {
        json.writeArrayFieldStart("checks");
        for (var check : checks.values()) {
            json.writeStartObject();
            json.writeStringField("id", check.id());
            json.writeStringField("title", check.title());
            json.writeStringField("severity", code(check.severity()));
            json.writeStringField("kind", check.kind());
            texts("references", check.references());
            if (check.cwe() != 0) {
                json.writeNumberField("cwe", check.cwe());
            }
            parameters(check.parameters());
            json.writeStringField("explanation", check.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void cases(Audit audit) throws IOException {
        json.writeArrayFieldStart("cases");
        for (var planned : audit.plan().cases()) {
            json.writeStartObject();
            json.writeStringField("id", planned.id());
            json.writeStringField("check", planned.checkId());
            optional("operation", planned.operation());
            optional("operationLabel", planned.operationLabel());
            optional("scheme", planned.scheme());
            optional("identity", planned.identity());
            optional("intruder", planned.intruder());
            json.writeNumberField("plannedRequests", planned.requests());
            if (planned.skip().isPresent()) {
                verdict("skip", planned.skip().get());
            }
            if (audit.result(planned).isPresent()) {
                result(audit.result(planned).get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @SuppressWarnings("ReferenceEquality") // of two equal trials only one decided
    private void result(CaseResult result) throws IOException {
        verdict("verdict", result.verdict());
        optional("fingerprint", result.fingerprint());
        exemption(result.exemption());
        json.writeStringField("startedAt", result.startedAt().toString());
        json.writeNumberField("elapsedMillis", result.elapsedMillis());
        json.writeArrayFieldStart("trials");
        var decisive = result.decisive();
        for (var trial : result.trials()) {
            trial(trial, decisive.filter(d -> d == trial).isPresent());
        }
        json.writeEndArray();
    }

    private void exemption(Optional<Exemption> exemption) throws IOException {
        if (exemption.isPresent()) {
            json.writeObjectFieldStart("exemption");
            json.writeStringField("kind", code(exemption.get().kind()));
            json.writeStringField("words", exemption.get().words());
            json.writeEndObject();
        }
    }

    private void verdict(String name, Verdict verdict) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("outcome", code(verdict.outcome()));
        json.writeStringField("reason", verdict.reason().code());
        json.writeStringField("words", verdict.words());
        if (verdict.severity().isPresent()) {
            json.writeStringField("severity", code(verdict.severity().get()));
        }
        json.writeEndObject();
    }

    private void trial(Trial trial, boolean isDecisive) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", trial.label());
        json.writeStringField("kind", code(trial.kind()));
        optional("expected", trial.expected());
        optional("observed", trial.observed());
        json.writeBooleanField("asExpected", trial.asExpected());
        if (isDecisive) {
            json.writeBooleanField("decisive", true);
        }
        json.writeStringField("words", trial.words());
        json.writeArrayFieldStart("exchanges");
        for (var exchange : trial.exchanges()) {
            exchange(exchange);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void exchange(RecordedExchange exchange) throws IOException {
        json.writeStartObject();
        json.writeStringField("step", exchange.step());
        json.writeStringField("sentAt", exchange.sentAt().toString());
        json.writeNumberField("elapsedMillis", exchange.elapsedMillis());
        json.writeObjectFieldStart("request");
        json.writeStringField("method", exchange.method());
        json.writeStringField("url", exchange.url());
        headers(exchange.requestHeaders());
        json.writeStringField("body", exchange.requestBody());
        json.writeEndObject();
        if (exchange.status() == 0) {
            json.writeStringField("failure", exchange.failure());
        } else {
            json.writeObjectFieldStart("response");
            json.writeNumberField("status", exchange.status());
            headers(exchange.responseHeaders());
            json.writeStringField("body", exchange.responseBody());
            json.writeEndObject();
        }
        json.writeStringField("curl", exchange.curl());
        json.writeEndObject();
    }

    private void headers(List<Header> headers) throws IOException {
        json.writeArrayFieldStart("headers");
        for (var header : headers) {
            json.writeStartObject();
            json.writeStringField("name", header.name());
            json.writeStringField("value", header.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void findings(Findings findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (var finding : findings.all()) {
            finding(finding, "");
            for (var consequence : finding.consequences()) {
                finding(consequence, finding.check().id());
            }
        }
        json.writeEndArray();
    }

    private void finding(Finding finding, String cause) throws IOException {
        json.writeStartObject();
        json.writeStringField("check", finding.check().id());
        json.writeStringField("title", finding.check().title());
        json.writeStringField("severity", code(finding.severity()));
        json.writeStringField("reason", finding.reason().code());
        optional("explainedBy", cause);
        exemption(finding.exemption());
        texts("controls", finding.controls().stream().map(c -> c.id()).toList());
        texts("cases", finding.cases().stream().map(c -> c.planned().id()).toList());
        json.writeEndObject();
    }

    private void matrix(AccessView view) throws IOException {
        json.writeArrayFieldStart("matrix");
        for (var row : view.rows()) {
            json.writeStartObject();
            json.writeStringField("operation", row.operation().id());
            json.writeArrayFieldStart("callers");
            for (var i = 0; i < row.squares().size(); i++) {
                var square = row.squares().get(i);
                json.writeStartObject();
                // The column without credential has no identity.
                if (i > 0) {
                    json.writeStringField("identity", view.callers().get(i));
                }
                json.writeStringField("expected", code(square.expected()));
                json.writeStringField("seen", code(square.seen()));
                optional("why", square.why());
                if (square.crossing() != AccessView.Crossing.NOT_TRIED) {
                    json.writeStringField("othersData", code(square.crossing()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void texts(String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private void optional(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
