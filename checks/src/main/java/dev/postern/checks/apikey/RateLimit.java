package dev.postern.checks.apikey;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Scheme;
import dev.postern.checks.apikey.Burst.Broken;
import dev.postern.checks.apikey.Burst.Refused;
import dev.postern.checks.apikey.Burst.Unchecked;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One request more than the limit admits, fast, from a fresh window.
 *
 * <p>A burst that goes wrong is repeated once, a window and a second after the first: a fixed window that happened to end
 * in mid burst admits too much once, but cannot do so twice at that distance.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "apikey.rate-limit",
        title = "The declared limit of a key is enforced",
        severity = Severity.HIGH,
        references = {"RFC 6585 4", "ASVS 5.0 2.4.1", "API4:2023"},
        cwe = 770,
        schemes = Scheme.Type.API_KEY,
        needs = Need.LIMIT,
        per = Check.Per.SCHEME,
        requests = 2 * (Burst.MOST + 2) + 3 + 2 * RateLimit.ROUNDS)
public final class RateLimit implements ScenarioCheck {

    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final int CONFIRMATIONS = 2;

    /** A window that ends just then admits once, and not twice with a refusal between. */
    static final int ROUNDS = 2;

    /** Where proxies say whom they speak for, beside {@code Forwarded} (RFC 7239 4). */
    private static final List<String> ADDRESS_FIELDS =
            List.of("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP");

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("limit:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var limit = on.scheme().limit().orElseThrow();
        if (limit.requests() + 1 > Burst.MOST) {
            return tooLarge(limit.requests() + " requests are too many to send");
        }
        if (limit.window().plus(SLACK).compareTo(on.target().limits().maxWait()) > 0) {
            return tooLarge("a window of " + limit.window().toSeconds() + " s is longer than `limits.maxWait`");
        }

        var first = new Burst(on, on.request(), limit);
        if (!first.startsFresh()) {
            on.pause(limit.window().plus(SLACK));
            first.start();
        }
        var before = first.run();
        if (before instanceof Broken broken) {
            return broken.verdict();
        }
        if (before instanceof Refused refused && refused.admitted() >= limit.requests()) {
            return confirmed(on, limit, refused, "");
        }

        on.pause(limit.window().plus(SLACK));
        var second = new Burst(on, on.request(), limit);
        second.start();
        var after = second.run();
        if (after instanceof Broken broken) {
            return broken.verdict();
        }
        if (after instanceof Refused refused && refused.admitted() >= limit.requests()) {
            return confirmed(on, limit, refused, " at the second try; at the first the window was not fresh or ended");
        }
        if (before instanceof Unchecked && after instanceof Unchecked unchecked) {
            return exceeded(on, limit, unchecked);
        }
        if (before instanceof Refused once && after instanceof Refused again) {
            return tooStrict(limit, once, again);
        }
        return Verdict.inconclusive(
                Reason.UNSTABLE_CONTROL,
                "Two bursts from a rested key came to opposite results, so the limit cannot be told: does something else"
                        + " use this key?");
    }

    /** Once refused, refused again, until the window ends (one more may pass where a bucket refills). */
    private static Verdict confirmed(Scenario on, Limit limit, Refused refused, String how) {
        int admittedAgain = 0;
        for (int i = 1; i <= CONFIRMATIONS; i++) {
            var exchange = on.send("the refusal holds, " + i, on.request());
            var broken = Burst.neither(exchange, limit);
            if (broken.isPresent()) {
                return broken.get();
            }
            admittedAgain += Burst.isRefusal(exchange, limit) ? 0 : 1;
        }
        if (admittedAgain == CONFIRMATIONS) {
            return Verdict.inconclusive(
                    Reason.UNSTABLE_CONTROL,
                    "After " + refused.admitted()
                            + " requests one was refused, but the next two were admitted: that is no"
                            + " window, and may be the target's load.");
        }
        if (isOpenedByAnAddress(on, limit)) {
            return Verdict.fail(
                    Reason.BROKEN,
                    "After " + refused.admitted() + " requests the key was refused, and admitted again, " + ROUNDS
                            + " times of " + ROUNDS + ", with another made-up address in X-Forwarded-For and the like,"
                            + " while it was refused without: whoever sends these fields has no limit.");
        }
        return Verdict.pass(
                Reason.HELD,
                "The key was refused after " + refused.admitted() + " requests within "
                        + refused.elapsed().toMillis() + " ms" + how + "; declared are " + promise(limit) + ".");
    }

    /** Each time another address of those for documentation (RFC 5737), which is nobody's. */
    private static boolean isOpenedByAnAddress(Scenario on, Limit limit) {
        for (int round = 1; round <= ROUNDS; round++) {
            var address = "198.51.100." + (1 + ThreadLocalRandom.current().nextInt(254));
            var spoofed = on.request().with("Forwarded", "for=" + address);
            for (var field : ADDRESS_FIELDS) {
                spoofed = spoofed.with(field, address);
            }
            var admitted = on.send("the used up key with the address " + address, spoofed);
            on.decidedBy(admitted);
            if (admitted.response().filter(WireResponse::isSuccess).isEmpty()
                    || !Burst.isRefusal(on.send("the same without an address", on.request()), limit)) {
                return false;
            }
        }
        return true;
    }

    private static Verdict exceeded(Scenario on, Limit limit, Unchecked unchecked) {
        // An API that says no inside a 200 would look as if it admitted everything.
        var decision = on.judge("whether what is answered beyond the limit is a grant", on.request());
        if (!(decision instanceof Decision.Granted) && !isRefusedByNow(on, limit, decision)) {
            return Verdict.inconclusive(
                    Reason.UNLIKE_CONTROLS,
                    "Beyond the limit the target goes on answering with success, but not with what it gave before: "
                            + decision.words());
        }
        return Verdict.fail(
                Reason.BROKEN,
                "Twice " + unchecked.admitted() + " requests with one key were admitted, the last burst within "
                        + unchecked.elapsed().toMillis() + " ms; declared are " + promise(limit) + ".");
    }

    /** A limit that is only too wide refuses the very request by which the grant was to be judged. */
    private static boolean isRefusedByNow(Scenario on, Limit limit, Decision decision) {
        return (decision instanceof Decision.Unclear unclear && unclear.reason() == Reason.THROTTLED)
                || Burst.isRefusal(on.send("whether that was the refusal of a wider limit", on.request()), limit);
    }

    private static Verdict tooStrict(Limit limit, Refused once, Refused again) {
        // A key that is used up for the day, or used by others, is refused early too; only equal numbers are a limit.
        return once.admitted() > 0 && once.admitted() == again.admitted()
                ? Verdict.fail(
                        Reason.BROKEN,
                        "A limit holds, but not the declared one: twice a rested key was refused after "
                                + again.admitted() + " requests, where " + promise(limit) + " are promised.")
                : Verdict.inconclusive(
                        Reason.SETUP_FAILED,
                        "No fresh window: after a rest longer than the window the key was refused after "
                                + once.admitted() + " and " + again.admitted() + " requests, of " + promise(limit)
                                + ". Does something else use this key, or a longer quota?");
    }

    private static Verdict tooLarge(String why) {
        return Verdict.inconclusive(
                Reason.LIMIT_TOO_LARGE,
                "The declared limit is not tested: " + why
                        + ". Let the target run with a test limit, such as 5 requests in" + " 10 s, and declare that.");
    }

    private static String promise(Limit limit) {
        return limit.requests() + " in " + limit.window().toMillis() + " ms";
    }
}
