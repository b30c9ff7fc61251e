package dev.postern.checks;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;
import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;
import static dev.postern.api.check.Attempt.Tolerated.NO_CONNECTION;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Confidence;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Listener;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.PropertyCheck.Defect;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import io.restassured.specification.RequestSpecification;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a check looks at, with a function in place of the target. It judges by status, and takes an {@code error} in the body
 * of a 200 for a denial: whether a check asks the right thing can be seen so; what answers mean is the oracle's.
 */
public final class FakeSubject implements Scenario, Observed {

    private static final Set<Integer> MALFORMED_STATUS = Set.of(400, 413, 414, 431);
    private static final Set<Integer> NOT_ROUTED_STATUS = Set.of(400, 404, 405, 406, 410, 415, 422, 501);

    private final Target target;
    private final Operation operation;
    private final Party party;
    private final Function<WireRequest, Answer> server;
    private final Map<String, String> credentials = new LinkedHashMap<>();
    private final List<WireRequest> sent = new ArrayList<>();
    private Optional<String> publicKeys = Optional.empty();
    private Parameters parameters = Parameters.NONE;
    private final List<Duration> pauses = new ArrayList<>();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<String> refreshToken = Optional.empty();
    private Optional<WireResponse> issuing = Optional.empty();
    private Supplier<Optional<String>> halfLogin = Optional::empty;
    private Supplier<Optional<String>> wholeLogin = Optional::empty;
    private Supplier<Fresh> fresh =
            () -> new Fresh.Failed(Verdict.inconclusive(Reason.NO_CREDENTIAL, "nothing to obtain"));
    private Optional<Listener> listener = Optional.empty();
    private Function<WireRequest, Duration> taking = request -> Duration.ofMillis(1);
    private int logins;

    private FakeSubject(Target target, Operation operation, Party party, Function<WireRequest, Answer> server) {
        this.target = target;
        this.operation = operation;
        this.party = party;
        this.server = server;
    }

    /** A case on a target whose first operation is asked, with a server that may fail to answer. */
    public static FakeSubject on(FakeTarget target, Party party, Function<WireRequest, Answer> server) {
        var built = target.build();
        return new FakeSubject(built, built.operations().values().iterator().next(), party, server);
    }

    /** A case about one identity, with a server that always answers. */
    public static FakeSubject of(FakeTarget target, Identity identity, Function<WireRequest, WireResponse> server) {
        return on(target, Party.of(identity), server.andThen(Answer.Answered::new));
    }

    /** A case about an identity that must be denied. */
    public static FakeSubject of(
            FakeTarget target, Identity granted, Identity intruder, Function<WireRequest, WireResponse> server) {
        return on(target, Party.of(granted, intruder), server.andThen(Answer.Answered::new));
    }

    public FakeSubject credential(Identity of, String credential) {
        credentials.put(of.name(), credential);
        return this;
    }

    public FakeSubject refreshToken(String token) {
        refreshToken = Optional.of(token);
        return this;
    }

    public FakeSubject publicKeys(String text) {
        publicKeys = Optional.of(text);
        return this;
    }

    /** What the checklist sets for the check. */
    public FakeSubject parameters(Map<String, String> ofChecklist) {
        parameters = new Parameters(ofChecklist);
        return this;
    }

    public FakeSubject issued(WireResponse answer) {
        issuing = Optional.of(answer);
        return this;
    }

    public FakeSubject obtaining(Supplier<Fresh> next) {
        fresh = next;
        return this;
    }

    public FakeSubject logins(Supplier<Optional<String>> half, Supplier<Optional<String>> whole) {
        halfLogin = half;
        wholeLogin = whole;
        return this;
    }

    public FakeSubject listener(Listener own) {
        listener = Optional.of(own);
        return this;
    }

    /** How long an answer takes, by the clock of this fake. */
    public FakeSubject taking(Function<WireRequest, Duration> time) {
        taking = time;
        return this;
    }

    /** How often a login was gone through. */
    public int logins() {
        return logins;
    }

    /** All requests that were sent, in order. */
    public List<WireRequest> sent() {
        return List.copyOf(sent);
    }

    /** All waits, in order; the clock of {@link #now} went on by them. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** Runs any check, whatever its kind. */
    public Outcome outcome(SecurityCheck check) {
        if (check instanceof DenialCheck denial) {
            return outcome(denial);
        }
        if (check instanceof ScenarioCheck scenario) {
            return verdict(scenario).outcome();
        }
        return defects((PropertyCheck) check).isEmpty() ? Outcome.PASS : Outcome.FAIL;
    }

    /** Sends all attempts; no attempt at all is no pass. */
    private Outcome outcome(DenialCheck check) {
        var decisions = check.attempts(this).map(this::judge).toList();
        if (decisions.stream().anyMatch(Decision.Granted.class::isInstance)) {
            return Outcome.FAIL;
        }
        return !decisions.isEmpty() && decisions.stream().allMatch(Decision.Denied.class::isInstance)
                ? Outcome.PASS
                : Outcome.INCONCLUSIVE;
    }

    /** The labels of the attempts that are granted. */
    public List<String> granted(DenialCheck check) {
        return check.attempts(this)
                .filter(a -> a.plainer()
                        .filter(p -> judge(p) instanceof Decision.Granted)
                        .isEmpty())
                .filter(a -> judge(a) instanceof Decision.Granted)
                .map(Attempt::label)
                .toList();
    }

    /** The labels of all attempts; nothing is sent. */
    public List<String> labels(DenialCheck check) {
        return check.attempts(this).map(Attempt::label).toList();
    }

    public Verdict verdict(ScenarioCheck check) {
        try {
            return check.run(this);
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    public List<String> defects(PropertyCheck check) {
        return check.defects(this).map(Defect::words).toList();
    }

    /** Where the case is. */
    public Site site() {
        return new Site(target, operation, target.schemes().get(party.granted().scheme()), parameters);
    }

    /** The cases that a check plans on the first operation of a target. */
    public static Applicability planned(SecurityCheck check, FakeTarget target, Scheme scheme) {
        var built = target.build();
        return check.appliesTo(
                new Site(built, built.operations().values().iterator().next(), scheme));
    }

    private Decision judge(Attempt attempt) {
        var answer = exchange(attempt.request()).answer();
        if (answer instanceof Answer.Unanswered) {
            return attempt.tolerated().contains(NO_CONNECTION)
                    ? new Decision.Denied(Confidence.CERTAIN, "no connection")
                    : new Decision.Unclear(Reason.TRANSPORT, "no answer");
        }
        var response = ((Answer.Answered) answer).response();
        int status = response.status();
        if ((attempt.tolerated().contains(MALFORMED) && MALFORMED_STATUS.contains(status))
                || (attempt.tolerated().contains(NOT_ROUTED) && NOT_ROUTED_STATUS.contains(status))) {
            return new Decision.Denied(Confidence.CERTAIN, "tolerated " + status);
        }
        if (attempt.expectation() == Expectation.NOT_OTHERS_DATA && response.isSuccess()) {
            var body = response.body().text();
            return markers().stream().anyMatch(body::contains)
                    ? new Decision.Granted(Confidence.CERTAIN, "another's data")
                    : new Decision.Denied(Confidence.CERTAIN, "the sender's own data");
        }
        return byStatus(response);
    }

    private static Decision byStatus(WireResponse response) {
        if (response.isSuccess() && response.body().text().contains("\"error\"")) {
            return new Decision.Denied(Confidence.CERTAIN, "an error inside a 200");
        }
        return switch (response.status()) {
            case 200, 201, 204 -> new Decision.Granted(Confidence.CERTAIN, "status " + response.status());
            case 401, 403, 404 -> new Decision.Denied(Confidence.CERTAIN, "status " + response.status());
            case 429 -> new Decision.Unclear(Reason.THROTTLED, "status 429");
            case 500 -> new Decision.Unclear(Reason.SERVER_ERROR, "status 500");
            default -> new Decision.Unclear(Reason.ODD_STATUS, "status " + response.status());
        };
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Scheme scheme() {
        return target.schemes().get(identity().scheme());
    }

    @Override
    public Identity identity() {
        return party.granted();
    }

    @Override
    public Optional<Identity> intruder() {
        return party.intruder();
    }

    @Override
    public String credential() {
        return credentialOf(identity());
    }

    @Override
    public String credentialOf(Identity other) {
        var known = credentials.get(other.name());
        if (known != null) {
            return known;
        }
        return other.obtain() instanceof Obtain.Given given
                ? given.credential().reveal()
                : "credential-of-" + other.name();
    }

    @Override
    public WireRequest request() {
        return requestWith(credential());
    }

    @Override
    public WireRequest bare() {
        return bareOf(identity());
    }

    private WireRequest bareOf(Identity caller) {
        var path = operation.path();
        for (var parameter : caller.with().entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        for (var parameter : operation.with().entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        var tenant = operation.requires().tenant();
        if (tenant.isPresent()) {
            path = path.replace("{" + tenant.get().name() + "}", caller.tenant().orElse("none"));
        }
        if (path.contains("{")) {
            throw new AssertionError("no value for a parameter of " + path);
        }
        var request = WireRequest.of(Origin.of(target.baseUrl()), operation.method(), path);
        for (var parameter : operation.query().entrySet()) {
            request = request.plusQuery(encoded(parameter.getKey()), encoded(parameter.getValue()));
        }
        return request.withBody(operation.body());
    }

    @Override
    public WireRequest requestWith(String credential) {
        return carrying(bare(), scheme(), credential);
    }

    private static WireRequest carrying(WireRequest request, Scheme scheme, String credential) {
        if (scheme instanceof Scheme.Bearer) {
            return request.with("Authorization", "Bearer " + credential);
        }
        if (scheme instanceof Scheme.Basic) {
            var base64 = Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
            return request.with("Authorization", "Basic " + base64);
        }
        if (scheme instanceof Scheme.Session session) {
            return request.with("Cookie", session.cookie() + "=" + credential);
        }
        var key = (Scheme.ApiKey) scheme;
        return switch (key.in()) {
            case HEADER -> request.with(key.parameter(), credential);
            case COOKIE -> request.with("Cookie", key.parameter() + "=" + credential);
            case QUERY -> request.plusQuery(key.parameter(), encoded(credential));
        };
    }

    @Override
    public WireRequest requestOf(Identity other) {
        return carrying(bareOf(other), schemeOf(other), credentialOf(other));
    }

    @Override
    public WireRequest requestAs(Identity other) {
        return carrying(bare(), schemeOf(other), credentialOf(other));
    }

    private Scheme schemeOf(Identity other) {
        return target.schemes().get(other.scheme());
    }

    @Override
    public Optional<String> publicKeys() {
        return publicKeys;
    }

    @Override
    public Optional<String> refreshToken() {
        return refreshToken;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Exchange send(String step, WireRequest request) {
        return exchange(request);
    }

    @Override
    public String madeUp(String credential) {
        return credential;
    }

    @Override
    public void decidedBy(Exchange answer) {
        // nobody reads the evidence of this one
    }

    @Override
    public Decision judge(String step, WireRequest request) {
        return exchange(request)
                .response()
                .map(FakeSubject::byStatus)
                .orElseGet(() -> new Decision.Unclear(Reason.TRANSPORT, "no answer"));
    }

    private Exchange exchange(WireRequest request) {
        sent.add(request);
        return new Exchange(request, server.apply(request), now, taking.apply(request));
    }

    @Override
    public RequestSpecification given() {
        throw new AssertionError("not faked");
    }

    @Override
    public Fresh obtain(Identity identity) {
        sent.add(WireRequest.of(Origin.of(FakeTarget.TOKEN_ENDPOINT), "POST", "/token"));
        return fresh.get();
    }

    /** The form of a refresh grant as a server sees it: the token alone. */
    @Override
    public Exchange refresh(String step, Identity identity, String token) {
        return exchange(WireRequest.of(Origin.of(FakeTarget.TOKEN_ENDPOINT), "POST", "/token")
                .withBody(Content.of("refresh_token=" + token)));
    }

    /** The form of a revocation as a server sees it: the token alone. */
    @Override
    public Exchange revoke(String step, Identity identity, String token, String typeHint) {
        return exchange(WireRequest.of(Origin.of(FakeTarget.TOKEN_ENDPOINT), "POST", "/revoke")
                .withBody(Content.of("token=" + token)));
    }

    @Override
    public Exchange logout(String step, Identity identity, Fresh.Obtained own) {
        return exchange(
                carrying(WireRequest.of(Origin.of(target.baseUrl()), "POST", "/logout"), scheme(), own.credential()));
    }

    @Override
    public Verdict whileDisabled(Identity identity, Disabled then) throws InterruptedException {
        try {
            return then.look(exchange(WireRequest.of(Origin.of(target.baseUrl()), "POST", "/disable")));
        } finally {
            exchange(WireRequest.of(Origin.of(target.baseUrl()), "POST", "/enable"));
        }
    }

    @Override
    public Optional<String> loginWithoutSecondFactor(String step, Identity identity) {
        logins++;
        return halfLogin.get();
    }

    @Override
    public Optional<String> login(String step, Identity identity) {
        logins++;
        return wholeLogin.get();
    }

    @Override
    public void pause(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    @Override
    public Optional<Listener> listener() {
        return listener;
    }

    @Override
    public Exchange positiveControl() {
        return exchange(request());
    }

    @Override
    public Exchange negativeControl() {
        return exchange(bare());
    }

    @Override
    public List<Leak> leaks() {
        throw new AssertionError("not faked");
    }

    @Override
    public boolean showsOwnMarker(Identity owner) {
        throw new AssertionError("not faked");
    }

    @Override
    public boolean wasShownOwnMarker(Identity owner) {
        throw new AssertionError("not faked");
    }

    @Override
    public Optional<Exchange> issuing() {
        return issuing.map(answer -> new Exchange(
                WireRequest.of(Origin.of(FakeTarget.TOKEN_ENDPOINT), "POST", "/token"),
                new Answer.Answered(answer),
                now,
                Duration.ofMillis(1)));
    }

    /** A response with an empty JSON object. */
    public static WireResponse status(int status) {
        return new WireResponse(status, List.of(), Content.of("{}"), false);
    }

    /** A 200 with a body. */
    public static WireResponse ok(String body) {
        return new WireResponse(200, List.of(), Content.of(body), false);
    }

    /** A response with one more header field. */
    public static WireResponse with(WireResponse response, String name, String value) {
        var headers = new ArrayList<>(response.headers());
        headers.add(new Header(name, value));
        return new WireResponse(response.status(), headers, response.body(), response.truncated());
    }

    /** What stands after {@code Bearer }, trimmed as servers do (RFC 9110 5.5); empty where there is no such thing. */
    public static String bearer(WireRequest request) {
        var value = request.header("Authorization").orElse("").strip();
        return value.startsWith("Bearer ") ? value.substring(7).strip() : "";
    }

    /** The decoded user and password of a Basic credential; empty where it cannot be decoded. */
    public static Optional<String> basic(WireRequest request) {
        var value = request.header("Authorization").orElse("").strip();
        if (!value.startsWith("Basic ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The value of a cookie, or an empty text. */
    public static String cookie(WireRequest request, String name) {
        return Arrays.stream(request.header("Cookie").orElse("").split("; ", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** The value of a query parameter, or an empty text. */
    public static String query(WireRequest request, String name) {
        var query = request.target().indexOf('?');
        return Arrays.stream(request.target().substring(query + 1).split("&", -1))
                .filter(pair -> query >= 0 && pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
