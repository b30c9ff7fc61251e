package dev.postern.reporters.sarif;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.http.Header;
import dev.postern.reporters.sarif.SarifLog.CodeFlow;
import dev.postern.reporters.sarif.SarifLog.Content;
import dev.postern.reporters.sarif.SarifLog.Location;
import dev.postern.reporters.sarif.SarifLog.PhysicalLocation;
import dev.postern.reporters.sarif.SarifLog.Step;
import dev.postern.reporters.sarif.SarifLog.Text;
import dev.postern.reporters.sarif.SarifLog.ThreadFlow;
import dev.postern.reporters.sarif.SarifLog.WebRequest;
import dev.postern.reporters.sarif.SarifLog.WebResponse;
import dev.postern.reporters.summary.Evidence;
import dev.postern.reporters.summary.HttpMessage;
import dev.postern.reporters.summary.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The trials of a case: all of them as steps, and what the decisive one sent and got. */
final class Trials {

    /** GitHub refuses a file with more than 10,000, and shows 1,000. */
    private static final int STEPS = 1_000;

    private final CaseResult result;
    private final Optional<Evidence> decisive;

    Trials(CaseResult result) {
        this.result = result;
        this.decisive = Evidence.decisive(result);
    }

    /** The steps, each at the place of the case: a viewer shows them one below the other. */
    List<CodeFlow> flows(PhysicalLocation at) {
        var steps = new ArrayList<Step>();
        for (var trial : result.trials().stream().limit(STEPS).toList()) {
            steps.add(step(trial, at, steps.size() + 1));
        }
        return steps.isEmpty()
                ? List.of()
                : List.of(new CodeFlow(Text.of("What was tried, controls included"), List.of(new ThreadFlow(steps))));
    }

    Optional<WebRequest> request() {
        return exchange()
                .map(x -> new WebRequest(
                        VisibleText.line(x.url()),
                        VisibleText.line(x.method()),
                        headers(x.requestHeaders()),
                        body(x.requestBody())));
    }

    Optional<WebResponse> response() {
        return exchange()
                .map(x -> x.status() == 0
                        ? new WebResponse(Optional.empty(), Map.of(), Optional.empty(), Optional.of(true))
                        : new WebResponse(
                                Optional.of(x.status()),
                                headers(x.responseHeaders()),
                                body(x.responseBody()),
                                Optional.empty()));
    }

    /** A command that repeats the decisive request; empty where there is none. */
    String curl() {
        return exchange().map(RecordedExchange::curl).orElse("");
    }

    private Optional<RecordedExchange> exchange() {
        return decisive.flatMap(Evidence::exchange);
    }

    @SuppressWarnings("ReferenceEquality") // of two equal trials only one decided
    private Step step(Trial trial, PhysicalLocation at, int order) {
        var isDecisive = decisive.filter(d -> d.trial() == trial).isPresent();
        return new Step(
                new Location(Optional.empty(), at, List.of(), Optional.of(Plain.message(words(trial)))),
                order,
                trial.exchanges().stream().findFirst().map(x -> Times.of(x.sentAt())),
                isDecisive ? "essential" : "important");
    }

    private static String words(Trial trial) {
        var expected = trial.expected().isEmpty()
                ? ""
                : "expected " + trial.expected() + ", observed "
                        + (trial.observed().isEmpty() ? "nothing" : trial.observed());
        var answer = trial.exchanges().stream()
                .reduce((a, b) -> b)
                .map(HttpMessage::statusLine)
                .orElse("");
        return trial.label() + ": "
                + String.join(
                        "; ",
                        Stream.of(expected, answer, trial.words())
                                .filter(part -> !part.isEmpty())
                                .toList());
    }

    /** Fields of one name in one value, as RFC 9110 5.3 joins them: an object has each name once. */
    private static Map<String, String> headers(List<Header> headers) {
        var joined = new LinkedHashMap<String, String>();
        headers.forEach(h -> joined.merge(
                VisibleText.line(h.name()), VisibleText.line(h.value()), (first, next) -> first + ", " + next));
        return joined;
    }

    private static Optional<Content> body(String body) {
        return Optional.of(body).filter(b -> !b.isEmpty()).map(b -> new Content(VisibleText.block(b)));
    }
}
