package dev.postern.checks.ending;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Revocation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.TokenPromises;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An API whose credentials end as a test wants, by the clock of the subject that asks it. */
final class Ledger implements Function<WireRequest, WireResponse> {

    private static final URI ENDPOINT = URI.create("https://id.example.test/revoke");

    private final Set<String> known = new HashSet<>();
    private final Map<String, Instant> endedAt = new HashMap<>();
    private final Identity identity;
    private final FakeSubject subject;
    private Duration delay = Duration.ZERO;
    private Optional<Duration> lifetime = Optional.empty();
    private int hookStatus = 200;
    private boolean endsNothing;
    private boolean everySecondNodeForgets;
    private boolean refusesAllAfterwards;
    private boolean disabledMayLogIn;
    private boolean takesAnySpelling;
    private boolean isDisabled;
    private boolean touched;
    private int issued;
    private int asked;

    private Ledger(Scheme scheme, Obtain obtain) {
        identity =
                FakeTarget.person("alice", scheme).obtains(obtain).canBeEnded().build();
        subject = FakeSubject.of(
                        FakeTarget.of(scheme)
                                .and(FakeTarget.get("/orders", scheme).build())
                                .and(identity),
                        identity,
                        this)
                .obtaining(this::issue);
    }

    static Ledger opaque(Duration... within) {
        return new Ledger(
                new Scheme.BearerOpaque(
                        "opaque",
                        Optional.of(FakeTarget.TOKEN_ENDPOINT),
                        Duration.ofHours(1),
                        Optional.empty(),
                        revocation(within)),
                FakeTarget.passwordGrant(false));
    }

    static Ledger session() {
        return new Ledger(new Scheme.Session("web", "SESSION", Optional.empty(), revocation()), FakeTarget.twoSteps());
    }

    static Ledger jwt(Duration lifetime, Duration... within) {
        return jwt(FakeTarget.passwordGrant(false), lifetime, within);
    }

    static Ledger jwt(Obtain obtain, Duration lifetime, Duration... within) {
        var ledger = new Ledger(
                new Scheme.BearerJwt(
                        "tokens",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofHours(1),
                        Duration.ofSeconds(60),
                        false,
                        new Scheme.ClaimNames("scope", "roles", "tenant"),
                        Optional.of(FakeTarget.TOKEN_ENDPOINT),
                        Optional.empty(),
                        TokenPromises.NONE,
                        revocation(within)),
                obtain);
        ledger.lifetime = Optional.of(lifetime);
        return ledger;
    }

    private static Revocation revocation(Duration... within) {
        return new Revocation(Optional.of(ENDPOINT), Arrays.stream(within).findFirst());
    }

    Ledger endingAfter(Duration time) {
        delay = time;
        return this;
    }

    Ledger endingNothing() {
        endsNothing = true;
        return this;
    }

    Ledger answeringHooksBy(int status) {
        hookStatus = status;
        return this;
    }

    Ledger onTwoNodes() {
        everySecondNodeForgets = true;
        return this;
    }

    /** And looks up what has ended by its text. */
    Ledger takingAnySpelling() {
        takesAnySpelling = true;
        return this;
    }

    Ledger refusingAllAfterwards() {
        refusesAllAfterwards = true;
        return this;
    }

    Ledger lettingDisabledLogIn() {
        disabledMayLogIn = true;
        return this;
    }

    FakeSubject subject() {
        return subject;
    }

    boolean isDisabled() {
        return isDisabled;
    }

    private Fresh issue() {
        if (isDisabled && !disabledMayLogIn) {
            return new Fresh.Failed(Verdict.inconclusive(Reason.NO_CREDENTIAL, "refused"));
        }
        var token = token(++issued);
        known.add(token);
        return new Fresh.Obtained(token, Optional.empty());
    }

    private String token(int number) {
        return lifetime.map(life -> base64("{\"alg\":\"RS256\"}") + "."
                        + base64("{\"jti\":\"" + number + "\",\"exp\":"
                                + subject.now().plus(life).getEpochSecond() + "}")
                        + ".c2lnbmF0dXI")
                .orElse("token-" + number);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public WireResponse apply(WireRequest request) {
        if (request.method().equals("POST")) {
            return hook(request);
        }
        var presented = FakeSubject.bearer(request);
        var credential =
                presented.isEmpty() ? request.header("Cookie").orElse("=").split("=", 2)[1] : presented;
        var ended = endedAt.containsKey(credential)
                && !subject.now().isBefore(endedAt.get(credential).plus(delay))
                && !(everySecondNodeForgets && asked++ % 2 == 0);
        var refused = ended
                || !(takesAnySpelling || known.contains(credential))
                || (isDisabled && !endsNothing)
                || (touched && refusesAllAfterwards);
        return refused ? status(401) : ok("{}");
    }

    private WireResponse hook(WireRequest request) {
        touched = true;
        isDisabled = request.target().equals("/disable") && hookStatus / 100 == 2;
        if (!endsNothing) {
            var text = request.body().text().replace("token=", "")
                    + FakeSubject.bearer(request)
                    + request.header("Cookie").orElse("").replace("SESSION=", "");
            endedAt.put(text, subject.now());
        }
        return status(hookStatus);
    }
}
