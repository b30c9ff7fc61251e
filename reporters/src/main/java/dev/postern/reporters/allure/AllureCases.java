package dev.postern.reporters.allure;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.reporters.summary.ControlsByCase;
import dev.postern.reporters.summary.HttpMessage;
import dev.postern.reporters.summary.MarkdownText;
import dev.postern.reporters.summary.Reference;
import dev.postern.reporters.summary.VisibleText;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Translates the cases of an audit into Allure's words. */
final class AllureCases {

    private static final int MESSAGE = 2_000;

    private final Audit audit;
    private final ControlsByCase controls;
    private final Set<Control> uncovered;
    private final Set<Control> partlyVerified;

    AllureCases(Audit audit) {
        this.audit = audit;
        this.controls = ControlsByCase.of(audit.plan());
        this.uncovered = controls(audit.gate().uncovered());
        this.partlyVerified = controls(audit.gate().partlyVerified());
    }

    private static Set<Control> controls(List<ControlResult> results) {
        return results.stream().map(ControlResult::control).collect(Collectors.toSet());
    }

    /** A result and the file that it names. */
    record AllureCase(TestResult result, Optional<Evidence> attachment) {}

    /** What was sent and received in a case; {@code source} is the name of the file. */
    record Evidence(String source, String text) {}

    AllureCase translate(PlannedCase planned) {
        var result = audit.result(planned);
        var verdict = result.map(CaseResult::verdict).or(planned::skip);
        var words = verdict.map(Verdict::words).orElse("Not run: the audit was told to end before.");
        var outcome = verdict.map(Verdict::outcome);
        var exemption = result.flatMap(CaseResult::exemption);
        var isWaived = outcome.filter(o -> o == Outcome.WAIVED).isPresent();
        var check = Optional.ofNullable(audit.plan().checks().get(planned.checkId()));
        var evidence = result.filter(r -> !r.trials().isEmpty()).map(this::evidence);
        var start = result.map(CaseResult::startedAt).orElse(audit.endedAt()).toEpochMilli();
        var id = id(planned);
        var translated = new TestResult()
                .setUuid(uuid(id))
                .setTestCaseId(id)
                .setHistoryId(id)
                .setName(name(planned, check))
                .setFullName(fullName(planned))
                .setStage(Stage.FINISHED)
                .setStatus(outcome.map(AllureCases::status).orElse(Status.SKIPPED))
                .setStatusDetails(new StatusDetails()
                        .setMessage(VisibleText.line(exempt(exemption) + words, MESSAGE))
                        .setKnown(isWaived || is(Exemption.Kind.KNOWN, exemption))
                        .setMuted(isWaived || exemption.isPresent()))
                .setDescription(description(verdict, exempt(exemption) + words, check))
                .setLabels(labels(planned, verdict, check))
                .setLinks(links(planned, check))
                .setParameters(parameters(planned))
                .setSteps(result.stream()
                        .flatMap(r -> r.trials().stream().map(t -> step(t, r)))
                        .toList())
                .setStart(start)
                .setStop(start + result.map(CaseResult::elapsedMillis).orElse(0L));
        evidence.ifPresent(e -> translated.setAttachments(List.of(new Attachment()
                .setName("What was sent and received")
                .setType("text/plain")
                .setSource(e.source()))));
        return new AllureCase(translated, evidence);
    }

    private static String exempt(Optional<Exemption> exemption) {
        return exemption
                .map(why -> "Does not break the gate (" + why.words() + "): ")
                .orElse("");
    }

    private static boolean is(Exemption.Kind kind, Optional<Exemption> exemption) {
        return exemption.filter(why -> why.kind() == kind).isPresent();
    }

    // Allure takes results of equal id for retries of one test and shows the last only, so that all that tells cases
    // apart must be in it: target, address, check, operation, scheme, identity, intruder.
    private String id(PlannedCase planned) {
        return Hash.of(String.join(
                "|",
                audit.plan().name(),
                audit.plan().target().name(),
                audit.plan().target().place(),
                planned.id()));
    }

    private String uuid(String id) {
        var run = id + "|" + audit.startedAt();
        return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private String name(PlannedCase planned, Optional<CheckInfo> check) {
        var title = check.map(CheckInfo::title)
                .or(() -> controls.of(planned).stream().map(Control::title).findFirst())
                .orElse(planned.checkId());
        return VisibleText.line(
                planned.operation().isEmpty() && planned.scheme().isEmpty()
                        ? title
                        : title + " · " + planned.displayName());
    }

    private String fullName(PlannedCase planned) {
        return VisibleText.line(audit.plan().target().name() + ": " + planned.id());
    }

    private static Status status(Outcome outcome) {
        return switch (outcome) {
            case PASS -> Status.PASSED;
            case FAIL -> Status.FAILED;
            case INCONCLUSIVE -> Status.BROKEN;
            case NOT_APPLICABLE, WAIVED, MANUAL -> Status.SKIPPED;
        };
    }

    private static String description(Optional<Verdict> verdict, String words, Optional<CheckInfo> check) {
        var text = new StringBuilder(verdict.map(
                                v -> "**" + v.outcome() + "** (" + v.reason().code() + "): ")
                        .orElse(""))
                .append(MarkdownText.literal(words))
                .append("\n");
        check.ifPresent(c -> {
            for (var heading :
                    List.of("What is sent", "Why it matters", "How servers get it wrong", "How to mend it")) {
                var section = c.section(heading);
                if (!section.isEmpty()) {
                    text.append("\n### ")
                            .append(heading)
                            .append("\n\n")
                            .append(MarkdownText.prose(section))
                            .append('\n');
                }
            }
        });
        return text.toString();
    }

    private List<Label> labels(PlannedCase planned, Optional<Verdict> verdict, Optional<CheckInfo> check) {
        var labels = new ArrayList<Label>();
        var concerned = controls.of(planned);
        var checkName = check.map(c -> c.id() + ": " + c.title()).orElse("attested by a person");
        label(labels, "parentSuite", audit.plan().target().name());
        concerned.stream().limit(1).forEach(c -> label(labels, "suite", c.title()));
        label(labels, "subSuite", checkName);
        label(labels, "epic", audit.plan().checklist().title());
        concerned.forEach(c -> label(labels, "feature", c.title()));
        label(labels, "story", checkName);
        label(
                labels,
                "severity",
                verdict.flatMap(Verdict::severity)
                        .or(() -> check.map(CheckInfo::severity))
                        .map(AllureCases::severity)
                        .orElse("normal"));
        label(labels, "tag", planned.checkId().replaceAll("\\..*", ""));
        concerned.forEach(c -> label(labels, "tag", c.id()));
        if (concerned.stream().anyMatch(uncovered::contains)) {
            label(labels, "tag", "uncovered");
        }
        if (concerned.stream().anyMatch(partlyVerified::contains)) {
            label(labels, "tag", "partly-verified");
        }
        check.filter(c -> c.cwe() != 0).ifPresent(c -> label(labels, "tag", "CWE-" + c.cwe()));
        label(labels, "framework", "postern");
        label(labels, "verdict", verdict.map(v -> v.outcome().name()).orElse("NOT_RUN"));
        verdict.ifPresent(v -> label(labels, "reason", v.reason().code()));
        return labels;
    }

    private static void label(List<Label> labels, String name, String value) {
        labels.add(new Label().setName(name).setValue(VisibleText.line(value)));
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "blocker";
            case HIGH -> "critical";
            case MEDIUM -> "normal";
            case LOW -> "minor";
            case INFO -> "trivial";
        };
    }

    private List<Link> links(PlannedCase planned, Optional<CheckInfo> check) {
        var ofControls = controls.of(planned).stream()
                .flatMap(c -> c.references().stream())
                .map(Reference::parse);
        return Stream.concat(check.stream().flatMap(c -> Reference.of(c.references(), c.cwe()).stream()), ofControls)
                .distinct()
                .filter(r -> r.link().isPresent())
                .map(r -> new Link()
                        .setName(VisibleText.line(r.text()))
                        .setUrl(r.link().get().toString())
                        .setType("reference"))
                .toList();
    }

    private static List<Parameter> parameters(PlannedCase planned) {
        var parameters = new ArrayList<Parameter>();
        parameter(parameters, "operation", planned.operationLabel());
        parameter(parameters, "scheme", planned.scheme());
        parameter(parameters, "identity", planned.identity());
        parameter(parameters, "intruder", planned.intruder());
        return parameters;
    }

    private static void parameter(List<Parameter> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.add(new Parameter().setName(name).setValue(VisibleText.line(value)));
        }
    }

    private static StepResult step(Trial trial, CaseResult result) {
        var parameters = new ArrayList<Parameter>();
        parameter(parameters, "expected", trial.expected());
        parameter(parameters, "observed", trial.observed());
        trial.exchanges().stream()
                .reduce((a, b) -> b)
                .ifPresent(x -> parameter(parameters, "answer", HttpMessage.statusLine(x)));
        var start = trial.exchanges().stream()
                .mapToLong(x -> x.sentAt().toEpochMilli())
                .min()
                .orElse(result.startedAt().toEpochMilli());
        var stop = trial.exchanges().stream()
                .mapToLong(x -> x.sentAt().toEpochMilli() + x.elapsedMillis())
                .max()
                .orElse(start);
        return new StepResult()
                .setName(VisibleText.line(trial.label()))
                .setStage(Stage.FINISHED)
                .setStatus(status(trial))
                .setStatusDetails(new StatusDetails().setMessage(VisibleText.line(trial.words(), MESSAGE)))
                .setParameters(parameters)
                .setStart(start)
                .setStop(stop);
    }

    private static Status status(Trial trial) {
        if (trial.asExpected()) {
            return Status.PASSED;
        }
        var isTried = trial.kind() == Trial.Kind.ATTEMPT || trial.kind() == Trial.Kind.STEP;
        return isTried && !trial.observed().equals("unclear") ? Status.FAILED : Status.BROKEN;
    }

    private Evidence evidence(CaseResult result) {
        var text = new StringBuilder();
        for (var trial : result.trials()) {
            text.append("======== ").append(VisibleText.line(trial.label())).append('\n');
            if (!trial.expected().isEmpty()) {
                text.append("expected: ").append(trial.expected()).append('\n');
                text.append("observed: ").append(trial.observed()).append('\n');
            }
            if (!trial.words().isEmpty()) {
                text.append("why: ").append(VisibleText.line(trial.words())).append('\n');
            }
            trial.exchanges().forEach(x -> exchange(text, x));
            text.append('\n');
        }
        var content = text.toString().stripTrailing() + "\n";
        return new Evidence(Hash.of(content) + "-attachment.txt", content);
    }

    private static void exchange(StringBuilder text, RecordedExchange exchange) {
        text.append("\n-------- request: ")
                .append(VisibleText.line(exchange.step()))
                .append('\n');
        text.append(HttpMessage.request(exchange)).append("\n\n");
        text.append("-------- response after ").append(exchange.elapsedMillis()).append(" ms\n");
        text.append(HttpMessage.response(exchange)).append("\n\n");
        if (!exchange.curl().isEmpty()) {
            text.append("-------- repeat\n")
                    .append(VisibleText.block(exchange.curl()))
                    .append('\n');
        }
    }
}
