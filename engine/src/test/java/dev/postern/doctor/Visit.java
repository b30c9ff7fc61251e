package dev.postern.doctor;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Confidence;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.AccessMatrix.Cell;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import dev.postern.oracle.Oracle;
import dev.postern.run.Examined;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import dev.postern.run.Examined.Possession;
import dev.postern.target.TargetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an examination may have seen, told answer by answer. What is not told is as it must be. */
final class Visit {

    static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    static final SigningKey KEY = SigningKey.generateLike("ES256").withKid("k1");

    private static final String NOBODY = "";

    private final Target target;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> claims = new LinkedHashMap<>();
    private final Map<String, String> credentials = new LinkedHashMap<>();
    private final Map<String, Exchange> issued = new LinkedHashMap<>();
    private final Map<String, Exchange> keySets = new LinkedHashMap<>();
    private Duration clockOffset = Duration.ZERO;

    private Visit(Target target) {
        this.target = target;
    }

    static Visit at(Path folder, String targetFile) {
        try {
            var file = Files.writeString(folder.resolve("target.yaml"), targetFile);
            return new Visit(TargetFile.load(file, name -> null).target());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to an identity's call: a status, then header fields, then after an empty line a body. */
    Visit answer(String operation, String identity, int status, String... rest) {
        answers.put(operation + "|" + identity, answered(status, rest));
        return this;
    }

    Visit toNobody(String operation, int status, String... rest) {
        return answer(operation, NOBODY, status, rest);
    }

    Visit toAll(int status, String... rest) {
        answers.put("*", answered(status, rest));
        return this;
    }

    /** All of an identity's calls. */
    Visit toIdentity(String identity, int status, String... rest) {
        answers.put("*|" + identity, answered(status, rest));
        return this;
    }

    Visit silent(Failure failure, String words) {
        answers.put("*", new Unanswered(failure, words));
        return this;
    }

    Visit claim(String identity, String name, Object value) {
        claimsOf(identity).put(name, value);
        return this;
    }

    Visit without(String identity, String name) {
        claimsOf(identity).remove(name);
        return this;
    }

    Visit credential(String identity, String credential) {
        credentials.put(identity, credential);
        return this;
    }

    /** The identity has none, by this answer of who should have issued it. */
    Visit refused(String identity, int status, String... rest) {
        issued.put(identity, exchange("POST", "/token", answered(status, rest)));
        return this;
    }

    Visit keySet(String text) {
        keySets.put("tokens", exchange("GET", "/jwks", answered(200, "", text)));
        return this;
    }

    Visit noKeySet(int status) {
        keySets.put("tokens", exchange("GET", "/jwks", answered(status)));
        return this;
    }

    Visit clockAhead(Duration offset) {
        clockOffset = offset;
        return this;
    }

    Visit with(Consumer<Visit> more) {
        more.accept(this);
        return this;
    }

    private Map<String, Object> claimsOf(String identity) {
        return claims.computeIfAbsent(identity, this::honest);
    }

    private Map<String, Object> honest(String name) {
        var identity = target.identities().get(name);
        var honest = new LinkedHashMap<String, Object>();
        honest.put("iss", "https://id.example.test");
        honest.put("aud", "orders");
        honest.put("exp", NOW.plusSeconds(600));
        honest.put("scope", String.join(" ", identity.scopes().stream().sorted().toList()));
        honest.put("roles", identity.roles().stream().sorted().toList());
        identity.tenant().ifPresent(tenant -> honest.put("tenant", tenant));
        return honest;
    }

    Diagnosis diagnosis() {
        return Diagnosis.of(new Examined(
                target,
                possessions(),
                keySets,
                controls(),
                NOW,
                clockOffset,
                0,
                text -> text.replace("s3cret", "***")));
    }

    private Map<String, Possession> possessions() {
        var all = new LinkedHashMap<String, Possession>();
        for (var identity : target.identities().values()) {
            var name = identity.name();
            var answer = Optional.ofNullable(issued.get(name));
            var isRefused = answer.isPresent();
            all.put(
                    name,
                    isRefused
                            ? new Possession(identity, Optional.empty(), answer, "refused")
                            : new Possession(identity, Optional.of(credential(identity)), answer, ""));
        }
        return all;
    }

    private String credential(Identity identity) {
        var given = credentials.get(identity.name());
        return given != null || !identity.scheme().equals("tokens")
                ? given == null ? "credential-of-" + identity.name() : given
                : Draft.ofClaims(claimsOf(identity.name())).sign(KEY).text();
    }

    private List<Control> controls() {
        var all = new ArrayList<Control>();
        var matrix = new AccessMatrix(target);
        for (var operation : target.operations().values()) {
            if (operation.open()) {
                all.add(new Control(operation, Optional.empty(), Cell.OPEN, positive(operation, NOBODY, 200)));
                continue;
            }
            var granted = false;
            for (var identity : target.identities().values()) {
                var holds = possessions().get(identity.name()).credential().isPresent();
                if (matrix.cell(operation, identity) == Cell.GRANT) {
                    var outcome = holds
                            ? positive(operation, identity.name(), 200)
                            : new Outcome.NotSent(Examined.Why.NO_CREDENTIAL, Optional.empty());
                    all.add(new Control(operation, Optional.of(identity), Cell.GRANT, outcome));
                    granted |= outcome instanceof Outcome.Sent sent && sent.decision() instanceof Decision.Granted;
                }
            }
            var negative = exchange(operation, NOBODY, 401);
            all.add(new Control(
                    operation,
                    Optional.empty(),
                    Cell.DENY_SCHEME,
                    new Outcome.Sent(negative, negative(negative, granted))));
        }
        return all;
    }

    private Outcome positive(Operation operation, String who, int usual) {
        var exchange = exchange(operation, who, usual);
        return new Outcome.Sent(
                exchange,
                new Oracle(target.denial())
                        .brokenPositive(exchange)
                        .<Decision>map(broken -> broken)
                        .orElseGet(() -> new Decision.Granted(Confidence.CERTAIN, "granted")));
    }

    private static Decision negative(Exchange exchange, boolean granted) {
        if (!granted) {
            return new Decision.Unclear(Reason.POSITIVE_CONTROL_FAILED, "nothing to compare with");
        }
        return exchange.response().filter(WireResponse::isSuccess).isPresent()
                ? new Decision.Granted(Confidence.CERTAIN, "200")
                : exchange.hasStatus(401) || exchange.hasStatus(403) || exchange.hasStatus(404)
                        ? new Decision.Denied(Confidence.CERTAIN, "denied")
                        : new Decision.Unclear(Reason.REJECTED_AS_MALFORMED, "refused, but perhaps for its form");
    }

    private Exchange exchange(Operation operation, String who, int usual) {
        var answer = Stream.of(operation.id() + "|" + who, "*|" + who, "*")
                .filter(answers::containsKey)
                .map(answers::get)
                .findFirst()
                .orElseGet(() -> usual == 200
                        ? answered(200, "Content-Type: application/json", "", "{\"orders\":[{\"id\":17}]}")
                        : answered(401, "WWW-Authenticate: Bearer"));
        return exchange(operation.method(), operation.path(), answer);
    }

    private Exchange exchange(String method, String path, Answer answer) {
        return new Exchange(
                WireRequest.of(Origin.of(target.baseUrl()), method, path), answer, NOW, Duration.ofMillis(5));
    }

    private static Answer answered(int status, String... rest) {
        var headers = Stream.of(rest)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(": ", 2))
                .map(field -> new Header(field[0], field[1]))
                .toList();
        var body = Stream.of(rest).skip(headers.size() + 1L).collect(Collectors.joining("\n"));
        return new Answered(new WireResponse(status, headers, Content.of(body), false));
    }

    /** Each complaint as {@code where: cause, cause}; those that are only to know in brackets. */
    static List<String> lines(Diagnosis diagnosis) {
        var lines = new ArrayList<String>();
        diagnosis.general().forEach(c -> lines.add(line("all", c)));
        diagnosis
                .identities()
                .forEach(i ->
                        i.complaints().forEach(c -> lines.add(line(i.identity().name(), c))));
        diagnosis
                .operations()
                .forEach(o ->
                        o.complaints().forEach(c -> lines.add(line(o.operation().id(), c))));
        return lines;
    }

    private static String line(String where, Diagnosis.Complaint complaint) {
        var line = where + ": "
                + complaint.causes().stream().map(c -> c.code().code()).collect(Collectors.joining(", "));
        return complaint.toRepair() ? line : "(" + line + ")";
    }
}
