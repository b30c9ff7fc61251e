package dev.postern.run;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Listener;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.Scenario;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.oracle.Canary;
import dev.postern.oracle.Controls;
import dev.postern.run.Credentials.Holding;
import io.restassured.specification.RequestSpecification;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One operation with one identity at one running target: what checks of every kind look at. */
final class LiveSubject implements Observed, Scenario {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** A path segment that no target has; one for the whole run, so that its answer is shared. */
    private static final String NOWHERE = random(16);

    private static final String NOISE = random(90);

    /** The longest signature of noise, in characters. */
    private static final int NOISE_LENGTH = 86;

    private final Bench bench;
    private final Evidence evidence;
    private final Operation operation;
    private final Scheme scheme;
    private final Identity identity;
    private final Optional<Identity> intruder;
    private final Parameters parameters;
    /** Whether the references of the operation were seen to work. */
    private boolean hasReferences;
    /** Whether something was ended with which the shared credential may have ended too. */
    private boolean ended;
    /** The controls as they were before the identity's user was disabled, while it is. */
    private Optional<Controls> before = Optional.empty();

    LiveSubject(
            Bench bench,
            Evidence evidence,
            Operation operation,
            Scheme scheme,
            Identity identity,
            Optional<Identity> intruder,
            Parameters parameters) {
        this.bench = bench;
        this.evidence = evidence;
        this.operation = operation;
        this.scheme = scheme;
        this.identity = identity;
        this.intruder = intruder;
        this.parameters = parameters;
    }

    /** Ends a case whose identity has no credential. */
    static final class NoCredential extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Verdict verdict;

        NoCredential(Verdict verdict) {
            super(verdict.words());
            this.verdict = verdict;
        }

        Verdict verdict() {
            return verdict;
        }
    }

    /** Ends a case in steps on an operation where no answer would prove anything. */
    static final class NoReference extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Verdict verdict;

        NoReference(Verdict verdict) {
            super(verdict.words());
            this.verdict = verdict;
        }

        Verdict verdict() {
            return verdict;
        }
    }

    Evidence evidence() {
        return evidence;
    }

    /** Before a step is sent to the operation for the first time: what it answers must prove something. */
    void demandReferences() {
        if (!hasReferences) {
            new References(bench, this).missing().ifPresent(verdict -> {
                throw new NoReference(verdict);
            });
            hasReferences = true;
        }
    }

    @Override
    public Target target() {
        return bench.target();
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
        return scheme;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Optional<Identity> intruder() {
        return intruder;
    }

    @Override
    public String credential() {
        return credentialOf(identity);
    }

    @Override
    public String credentialOf(Identity other) {
        return held(other).credential();
    }

    private Holding.Held held(Identity who) {
        var holding = bench.credentials().of(who);
        if (holding instanceof Holding.Absent absent) {
            throw new NoCredential(absent.verdict());
        }
        return (Holding.Held) holding;
    }

    @Override
    public WireRequest request() {
        return requestOf(identity);
    }

    @Override
    public WireRequest requestOf(Identity other) {
        return on(operation, other);
    }

    private WireRequest on(Operation which, Identity who) {
        return Calls.present(bench.calls().bare(which, who), schemeOf(who), credentialOf(who));
    }

    @Override
    public WireRequest bare() {
        return bench.calls().bare(operation, identity);
    }

    @Override
    public WireRequest requestWith(String credential) {
        return Calls.present(bare(), scheme, credential);
    }

    @Override
    public WireRequest requestAs(Identity other) {
        return Calls.present(bare(), schemeOf(other), credentialOf(other));
    }

    private Scheme schemeOf(Identity other) {
        return bench.target().schemes().get(other.scheme());
    }

    @Override
    public String madeUp(String credential) {
        evidence.recorder().madeUp(credential);
        return credential;
    }

    @Override
    public Optional<String> publicKeys() {
        if (!(scheme instanceof Scheme.BearerJwt jwt)) {
            return Optional.empty();
        }
        var fetched = jwt.jwks().map(url -> bench.control(bench.calls().get(url)));
        var keys = fetched.flatMap(Exchange::response)
                .filter(WireResponse::isSuccess)
                .map(r -> r.body().text())
                .or(() -> jwt.publicKey().map(Secret::reveal));
        if (keys.isEmpty() && fetched.isPresent() && fetched.get().answer() instanceof Unanswered silent) {
            throw new CannotTryException(
                    Reason.of(silent.failure()),
                    "The key set of scheme \"" + jwt.name() + "\" did not answer: " + silent.words() + ".");
        }
        return keys;
    }

    @Override
    public Optional<String> refreshToken() {
        return held(identity).refreshToken();
    }

    @Override
    public Instant now() {
        return bench.now();
    }

    @Override
    public Instant earliestNow() {
        var here = Instant.now();
        return now().isBefore(here) ? now() : here;
    }

    @Override
    public Instant latestNow() {
        var here = Instant.now();
        return now().isAfter(here) ? now() : here;
    }

    @Override
    public Exchange positiveControl() {
        return bench.control(request());
    }

    @Override
    public Exchange negativeControl() {
        firstNegative();
        return bench.negative(bare(), this::pastCaches);
    }

    private Exchange firstNegative() {
        return probe().map(p ->
                        bench.control(bare(), r -> p.watch(() -> bench.courier().sendAndFollow(r))))
                .orElseGet(() -> bench.control(bare()));
    }

    /** Watches what the operation changes, where the target file says what shows that, and the identity may see it. */
    Optional<StateProbe> probe() {
        return operation.probe().isEmpty()
                ? Optional.empty()
                : bench.probe(
                        operation,
                        identity,
                        () -> operation
                                .probe()
                                .map(id -> bench.target().operations().get(id).withParametersOf(operation))
                                .filter(read -> bench.matrix().cell(read, identity) == AccessMatrix.Cell.GRANT)
                                .map(read -> StateProbe.calibrated(bench, on(read, identity), request())));
    }

    /** All that was sent without credential: the last is the negative control. */
    List<Exchange> negatives() {
        return Stream.of(firstNegative(), negativeControl()).distinct().toList();
    }

    /** A cache that answers the valid credential's URL to everybody hides what the target says to nobody. */
    private Exchange pastCaches(Exchange negative) {
        if (!bench.oracle().mayBeFromCache(negative)) {
            return negative;
        }
        var controls = controls(Optional.empty(), negative);
        if (!(bench.oracle().negative(controls) instanceof Decision.Granted)) {
            return negative;
        }
        return new CacheBuster(bench, this)
                .past(bare(), negative)
                .map(bench.courier()::sendAndFollow)
                .filter(other -> bench.oracle().negative(controls.withNegative(other)) instanceof Decision.Denied)
                .orElse(negative);
    }

    @Override
    public Optional<Exchange> issuing() {
        return held(identity).issuing();
    }

    @Override
    public List<Leak> leaks() {
        var leaks = bench.watch().leaks(operation, identity);
        leaks.forEach(leak -> evidence.mustBeDenied(
                Kind.STEP,
                "data of " + leak.owner().name() + " in an answer to " + identity.name(),
                new Decision.Granted(
                        Decision.Confidence.CERTAIN,
                        Evidence.status(leak.exchange()) + ", and the body shows a marker of "
                                + leak.owner().name()),
                List.of(leak.exchange())));
        return leaks;
    }

    @Override
    public boolean showsOwnMarker(Identity owner) {
        return bench.matrix().cell(operation, owner) == AccessMatrix.Cell.GRANT
                && bench.credentials().of(owner) instanceof Holding.Held
                && !bench.oracle()
                        .markersShown(bench.control(requestOf(owner)), owner.markers())
                        .isEmpty();
    }

    @Override
    public boolean wasShownOwnMarker(Identity owner) {
        return bench.watch().wasShownToItself(owner);
    }

    @Override
    public Exchange send(String step, WireRequest request) {
        demandReferences();
        var exchange = bench.write(request, () -> bench.courier().sendAtOnce(request));
        evidence.step(step, "", exchange);
        return exchange;
    }

    @Override
    public Decision judge(String step, WireRequest request) {
        demandReferences();
        var exchange = bench.write(request, () -> bench.courier().send(request));
        var controls = before.orElseGet(() -> controls(Optional.empty()));
        var decision = bench.oracle().judge(controls, Attempt.denied(step, request), exchange);
        evidence.judged(step, decision, exchange);
        return decision;
    }

    @Override
    public void decidedBy(Exchange answer) {
        evidence.decidedBy(answer);
    }

    @Override
    public RequestSpecification given() {
        return bench.door().given(request -> send(request.method() + " by RestAssured", request));
    }

    @Override
    public Fresh obtain(Identity who) {
        var holding = bench.credentials().obtain(who);
        if (holding instanceof Holding.Absent absent) {
            return new Fresh.Failed(absent.verdict());
        }
        var held = (Holding.Held) holding;
        issued("new credential for " + who.name(), held);
        return new Fresh.Obtained(held.credential(), held.refreshToken());
    }

    /** All that led to a credential: its last step alone could not be repeated. */
    private void issued(String step, Holding.Held held) {
        for (var i = 0; i < held.before().size(); i++) {
            evidence.step(
                    step + ", step " + (i + 1) + " of the login",
                    "",
                    held.before().get(i));
        }
        held.issuing().ifPresent(exchange -> evidence.step(step, "", exchange));
    }

    @Override
    public Exchange refresh(String step, Identity who, String refreshToken) {
        var exchange = bench.credentials().refresh(who, refreshToken);
        evidence.step(step, "", exchange);
        return exchange;
    }

    @Override
    public Optional<String> loginWithoutSecondFactor(String step, Identity who) {
        return login(
                step,
                who,
                login ->
                        login.steps().stream().takeWhile(s -> !s.secondFactor()).toList());
    }

    @Override
    public Optional<String> login(String step, Identity who) {
        return login(step, who, Obtain.Login::steps);
    }

    private Optional<String> login(String step, Identity who, Function<Obtain.Login, List<Obtain.Step>> chosen) {
        if (!(who.obtain() instanceof Obtain.Login login)
                || !(bench.target().schemes().get(who.scheme()) instanceof Scheme.Session session)) {
            throw new IllegalArgumentException("\"" + who.name() + "\" does not log in");
        }
        var holding = bench.credentials().login(who, session, chosen.apply(login), login);
        if (holding instanceof Holding.Held held) {
            issued(step, held);
            return Optional.of(held.credential());
        }
        if (holding instanceof Holding.Absent absent && absent.verdict().reason() == Reason.TRANSPORT) {
            throw new NoCredential(absent.verdict()); // a login that nobody answered was not refused either
        }
        return Optional.empty();
    }

    @Override
    public Exchange revoke(String step, Identity who, String token, String typeHint) {
        ended = true;
        var exchange = bench.credentials().revoke(who, token, typeHint);
        evidence.step(step, "", exchange);
        return exchange;
    }

    @Override
    public Exchange logout(String step, Identity who, Fresh.Obtained own) {
        ended = true;
        var hook = who.hooks()
                .logout()
                .orElseThrow(() -> new IllegalArgumentException("\"" + who.name() + "\" has no `logout`"));
        var body = hook.body().fill(hook.contentType(), own.credential(), own.refreshToken());
        var request = Calls.present(bench.calls().hook(hook, body), schemeOf(who), own.credential());
        var exchange = bench.courier().sendPermitted(request);
        evidence.step(step, "", exchange);
        return exchange;
    }

    @Override
    public Verdict whileDisabled(Identity who, Disabled then) throws InterruptedException {
        demandReferences();
        evidence.step("the credential that all cases share, before", "", bench.controlAgain(request()));
        before = Optional.of(controls(Optional.empty()).taken()); // while the user is disabled they would show nothing
        var user = new UserSwitch(bench, who);
        ended = true;
        Verdict verdict;
        try {
            var disabling = user.disable();
            evidence.step(who.name() + " is disabled", "", disabling);
            verdict = then.look(disabling);
            evidence.decidedByLast();
        } catch (RuntimeException | Error | InterruptedException e) {
            var left = enabled(who, user);
            if (left.isPresent()) {
                throw new CannotTryException(user.reason(), left.get() + " Before that: " + e);
            }
            throw e;
        }
        var left = enabled(who, user);
        return left.isEmpty()
                ? verdict
                : new Verdict(
                        verdict.outcome() == Outcome.FAIL ? Outcome.FAIL : Outcome.INCONCLUSIVE,
                        verdict.outcome() == Outcome.FAIL ? verdict.reason() : user.reason(),
                        left.get() + " " + verdict.words());
    }

    private Optional<String> enabled(Identity who, UserSwitch user) {
        var left = user.enable();
        before = Optional.empty();
        user.enabling().ifPresent(exchange -> evidence.step(who.name() + " is enabled again", "", exchange));
        return left;
    }

    /**
     * After a scenario: a server may have ended all that the user holds, and then the credential that all cases share is
     * obtained anew.
     */
    void settle() {
        evidence.decidedByLast(); // what follows is no part of what the scenario tries
        if (!ended || !(bench.credentials().of(identity) instanceof Holding.Held)) {
            return;
        }
        var exchange = bench.controlAgain(request());
        var isAlive = bench.oracle().brokenPositive(exchange).isEmpty();
        evidence.step(
                "the credential that all cases share, afterwards",
                isAlive ? "still granted" : "not granted any more: another one is obtained when it is needed",
                exchange);
        if (!isAlive) {
            bench.credentials().forget(identity);
        }
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (!bench.courier().pause(duration)) {
            throw new InterruptedException("the audit was told to end");
        }
    }

    @Override
    public Optional<Listener> listener() {
        return bench.listener();
    }

    /** What the oracle compares with; what it may not need is sent when it asks. */
    Controls controls(Optional<Identity> sender) {
        return controls(sender, negativeControl());
    }

    private Controls controls(Optional<Identity> sender, Exchange negative) {
        var request = request();
        var positive = bench.control(request);
        var own = sender.filter(who -> !who.equals(identity))
                .filter(who -> bench.matrix().cell(operation, who) == AccessMatrix.Cell.GRANT)
                .map(who -> bench.control(requestOf(who)));
        return new Controls(
                        positive,
                        () -> positive.response()
                                .filter(WireResponse::isSuccess)
                                .map(r -> bench.second(request)),
                        negative,
                        own,
                        markers(),
                        () -> Optional.of(bench.control(worthless())),
                        () -> Optional.of(nowhere()))
                .withStates(bench::stateAround)
                .withSender(
                        () -> own.filter(first -> first.response()
                                        .filter(WireResponse::isSuccess)
                                        .isPresent())
                                .map(first -> bench.controlAgain(first.request())),
                        sender.map(Identity::markers).orElse(List.of()));
    }

    /**
     * The answer for a path that does not exist. The door lets no write out to a path that no operation has: then a read
     * there must do, since what is nowhere is mostly answered alike whatever the method.
     */
    private Exchange nowhere() {
        var request = Calls.nowhere(request(), NOWHERE);
        var exchange = bench.control(request);
        return exchange.answer() instanceof Unanswered none && none.failure().isRefusal()
                ? bench.control(Calls.reading(request))
                : exchange;
    }

    /**
     * The attempt as it would work on a target that enforces nothing: with a valid credential in place of whatever it
     * carries; and where another identity asks in its own name, with what it adds to that on the subject's own request.
     */
    WireRequest unresisted(Attempt attempt, WireRequest request) {
        var asked = attempt.by()
                .map(sender -> Difference.between(requestOf(sender), request).onto(request()))
                .orElse(request);
        var stripped = attempt.by()
                .map(sender -> Calls.withoutCredential(asked, schemeOf(sender)))
                .orElse(asked);
        return Calls.present(Calls.withoutCredential(stripped, scheme), scheme, credential())
                .to(bare().origin());
    }

    /** Where the oddity of an attempt can be carried, if it has any, without a write that nothing asks for. */
    List<Canary> canaries(Attempt attempt) {
        var oddity = Oddity.of(
                attempt.request(), request(), attempt.by().map(this::requestOf).orElseGet(this::request));
        if (oddity.isNothing()) {
            return List.of();
        }
        var aside = canaryHost()
                .map(host -> canary(
                        "where nobody reads it, beside the valid credential,",
                        () -> oddity.aside(host),
                        () -> oddity.honestAside(host)));
        // A public operation may read tokens too, and refuse theirs: that is the target itself. A filter knows nothing
        // of
        // tokens, and refuses the same text elsewhere as well.
        var isTold = scheme instanceof Scheme.BearerJwt && aside.isPresent();
        var inPlace = publicRead()
                .filter(o -> !isTold && isNothingButCredential(attempt.request()))
                .map(open -> canary(
                        "at a public operation",
                        () -> oddity.inPlace(bench.calls().bare(open, identity)),
                        () -> Calls.present(bench.calls().bare(open, identity), scheme, worthlessFor(credential()))));
        return Stream.of(aside, inPlace).flatMap(Optional::stream).toList();
    }

    private Canary canary(String place, Supplier<WireRequest> odd, Supplier<WireRequest> plain) {
        return new Canary(place, once(odd), once(plain));
    }

    private Supplier<Optional<Exchange>> once(Supplier<WireRequest> request) {
        var sent = new Memo<String, Exchange>();
        return () -> Optional.of(sent.get("", key -> bench.courier().send(request.get())));
    }

    /** This request where it changes nothing, else a read that is granted. */
    private Optional<WireRequest> canaryHost() {
        if (!operation.destructive()) {
            return Optional.of(request());
        }
        return bench.matrix().operationFor(identity).filter(Operation::isRead).map(read -> on(read, identity));
    }

    private Optional<Operation> publicRead() {
        return bench.target().operations().values().stream()
                .filter(o -> o.open() && o.isRead() && !o.destructive())
                .findFirst();
    }

    private boolean isNothingButCredential(WireRequest attempt) {
        return Oddity.of(Calls.withoutCredential(attempt, scheme), bare(), bare())
                .isNothing();
    }

    private WireRequest worthless() {
        return Calls.present(bare(), scheme, worthlessFor(credential()));
    }

    /**
     * The attempt with credentials of its form that nothing can be said for. Of a JWT first with a signature of noise, then
     * with its header and noise in all other parts; of anything else with other letters and digits in the same places. Empty
     * where the attempt changes more than a credential in the {@code Authorization} header.
     */
    List<WireRequest> worthlessInPlaceOf(Attempt attempt) {
        var request = attempt.request();
        var header = request.header("Authorization");
        if (attempt.by().isPresent()
                || header.isEmpty()
                || !Calls.withoutCredential(request, scheme).equals(bare())) {
            return List.of();
        }
        return Noise.inPlaceOf(header.get()).stream()
                .map(noise -> bare().plus("Authorization", noise))
                .toList();
    }

    /** Well-formed and worthless: the same token with a signature of noise; else noise of the same length. */
    private static String worthlessFor(String credential) {
        var parts = credential.split("\\.", -1);
        if (parts.length == 3 && !parts[2].isEmpty()) {
            return parts[0] + "." + parts[1] + "." + NOISE.substring(0, Math.min(NOISE_LENGTH, parts[2].length()));
        }
        var colon = credential.indexOf(':');
        return colon > 0 ? "postern-nobody:" + NOISE.substring(0, 20) : NOISE.substring(0, 40);
    }

    private static String random(int bytes) {
        var noise = new byte[bytes];
        RANDOM.nextBytes(noise);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
    }

    /** The request that shows an identity to be alive: an operation that it must be granted. */
    Optional<WireRequest> lifeSign(Identity who) {
        if (bench.matrix().cell(operation, who) == AccessMatrix.Cell.GRANT) {
            return Optional.of(requestOf(who));
        }
        return bench.matrix().operationFor(who).map(granted -> on(granted, who));
    }
}
