package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Undecided;
import dev.postern.forge.Jwe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tokens that say how often a password is to be hashed before they can be decrypted. Whether the target does as they say
 * shows in nothing but the time it takes.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.p2c-bomb",
        title = "A token does not choose how long its verification takes",
        severity = Severity.MEDIUM,
        references = {"RFC 7518 4.8.1.2", "RFC 7518 8.8", "API4:2023", "CVE-2023-52428", "CVE-2023-51775"},
        cwe = 400,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 8)
public final class P2cBomb implements ScenarioCheck {

    /** More than any library takes that has a limit (Nimbus one million, jose4j 2.5), and a second or two of work. */
    private static final int HEAVY = 3_000_000;

    private static final int LIGHT = 1;

    /** Each needs the other's answers around it. */
    private static final int ROUNDS = 3;

    @Override
    public Applicability appliesTo(Site site) {
        return Heavy.allowedAt(site, this);
    }

    @Override
    public Verdict run(Scenario on) {
        var light = new ArrayList<Duration>();
        var heavy = new ArrayList<Duration>();
        var first = timed(on, LIGHT, light);
        if (first.isPresent()) {
            return first.get();
        }
        for (int round = 0; round < ROUNDS; round++) {
            var undecided = timed(on, HEAVY, heavy).or(() -> timed(on, LIGHT, light));
            if (undecided.isPresent()) {
                return undecided.get();
            }
            var seen = new Slowness(light, heavy);
            if (seen.isFastOnce()) {
                return Undecided.lost(on).orElseGet(() -> held(seen));
            }
        }
        var seen = new Slowness(light, heavy);
        return seen.isSlowAlways() ? broken(seen) : uneven(seen);
    }

    /** Adds how long the answer took; the verdict, where it tells nothing. One that does not come took all its time. */
    private static Optional<Verdict> timed(Scenario on, int iterations, List<Duration> times) {
        var token = Jwe.byPassword(iterations);
        var exchange = on.send(token.description(), on.requestWith(token.text()));
        times.add(exchange.elapsed());
        return iterations == HEAVY && gaveUp(exchange)
                ? Optional.empty()
                : Undecided.verdict("A token " + token.description(), exchange);
    }

    /** The target, or a gateway on its behalf. */
    private static boolean gaveUp(Exchange exchange) {
        return (exchange.answer() instanceof Unanswered unanswered
                        && unanswered.failure() == Unanswered.Failure.TIMEOUT)
                || exchange.hasStatus(504);
    }

    private static Verdict broken(Slowness seen) {
        return Verdict.fail(
                Reason.BROKEN,
                "The target hashes a password as often as a token says, before it knows whether the token is worth"
                        + " anything: " + seen.words() + ". A heavy one has p2c " + HEAVY + ", a light one " + LIGHT
                        + ", and p2c may be a thousand times as large.");
    }

    private static Verdict held(Slowness seen) {
        return Verdict.pass(
                Reason.HELD,
                "A token with p2c " + HEAVY + " was answered as fast as one with p2c " + LIGHT + ": " + seen.words()
                        + ".");
    }

    private static Verdict uneven(Slowness seen) {
        return Verdict.inconclusive(
                Reason.UNSTABLE_CONTROL,
                "Answers are too uneven to tell: " + seen.words() + ". Is the target busy with something else?");
    }
}
