package dev.postern.checks.apikey;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Scheme;
import dev.postern.checks.apikey.Burst.Broken;
import dev.postern.checks.apikey.Burst.Unchecked;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One key is used up; another must still be admitted, while the first is still refused.
 *
 * <p>Where the other is refused as well, that may be its own doing: so it is tried again after both have rested, and lastly
 * alone, before the verdict is that they share a limit. The keys are left as they are; who needs them next has to wait.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "rate.per-key-isolation",
        title = "One key's use does not spend another's limit",
        severity = Severity.MEDIUM,
        references = {"ASVS 5.0 2.4.1", "API4:2023"},
        cwe = 770,
        schemes = Scheme.Type.API_KEY,
        needs = {Need.LIMIT, Need.SECOND_IDENTITY},
        per = Check.Per.SCHEME,
        requests = 2 * (Burst.MOST + 2) + 1)
public final class PerKeyIsolation implements ScenarioCheck {

    private static final Duration SLACK = Duration.ofSeconds(1);

    @Override
    public Applicability appliesTo(Site site) {
        return site.granted().size() < 2
                ? new Applicability.Missing(Need.SECOND_IDENTITY.remedy())
                : ScenarioCheck.super.appliesTo(site);
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("limit:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var limit = on.scheme().limit().orElseThrow();
        var rest = limit.window().plus(SLACK);
        if (limit.requests() + 1 > Burst.MOST
                || rest.compareTo(on.target().limits().maxWait()) > 0) {
            return Verdict.inconclusive(
                    Reason.LIMIT_TOO_LARGE,
                    "The declared limit is too large to use up, or its window longer than `limits.maxWait`: let the target"
                            + " run with a test limit and declare that.");
        }
        var other = other(on);
        if (other.isEmpty()) {
            return Verdict.inconclusive(
                    Reason.INDISTINGUISHABLE, "All identities of this scheme that are granted here have the same key.");
        }

        var first = round(on, on.requestOf(other.get()), limit);
        if (first.verdict().isPresent()) {
            return first.verdict().get();
        }
        on.pause(rest);
        var second = round(on, on.requestOf(other.get()), limit);
        if (second.verdict().isPresent()) {
            return second.verdict().get();
        }
        return second.otherRefused()
                ? alone(on, other.get(), limit, rest)
                : Verdict.inconclusive(
                        Reason.TOO_SLOW,
                        "Twice the window of the first key ended before it could be seen whether the other was admitted"
                                + " beside it.");
    }

    /** What one round showed: a verdict, or whether it was the other's refusal that left it open. */
    private record Round(Optional<Verdict> verdict, boolean otherRefused) {
        static Round of(Verdict verdict) {
            return new Round(Optional.of(verdict), false);
        }
    }

    private static Round round(Scenario on, WireRequest otherRequest, Limit limit) {
        var used = new Burst(on, on.request(), limit).exhaust(Math.min(Burst.MOST, 2 * limit.requests() + 2));
        if (used instanceof Broken broken) {
            return Round.of(broken.verdict());
        }
        if (used instanceof Unchecked unchecked) {
            return Round.of(Verdict.inconclusive(
                    Reason.SETUP_FAILED,
                    "The first key could not be used up: " + unchecked.admitted() + " requests were admitted. See"
                            + " apikey.rate-limit."));
        }

        var beside = on.send("the other key, once", otherRequest);
        var broken = Burst.neither(beside, limit);
        if (broken.isPresent()) {
            return Round.of(broken.get());
        }
        if (Burst.isRefusal(beside, limit)) {
            return new Round(Optional.empty(), true);
        }

        var again = on.send("the first key is still refused", on.request());
        broken = Burst.neither(again, limit);
        if (broken.isPresent()) {
            return Round.of(broken.get());
        }
        return Burst.isRefusal(again, limit)
                ? Round.of(
                        Verdict.pass(Reason.HELD, "While one key was refused, before and after, another was admitted."))
                : new Round(Optional.empty(), false);
    }

    private static Verdict alone(Scenario on, Identity other, Limit limit, Duration rest) throws InterruptedException {
        on.pause(rest);
        var alone = on.send("the other key alone, after a rest", on.requestOf(other));
        var broken = Burst.neither(alone, limit);
        if (broken.isPresent()) {
            return broken.get();
        }
        return Burst.isRefusal(alone, limit)
                ? Verdict.inconclusive(
                        Reason.SETUP_FAILED, "The key of " + other.name() + " is refused even when nobody uses it.")
                : Verdict.fail(
                        Reason.BROKEN,
                        "Once the key of " + on.identity().name() + " is used up, the rested key of " + other.name()
                                + " is refused too: the limit counts all callers together, or by address, and one client"
                                + " can shut out another.");
    }

    private static Optional<Identity> other(Scenario on) {
        return new Site(on.target(), on.operation(), on.scheme())
                .granted().stream()
                        .filter(i -> !i.name().equals(on.identity().name()))
                        .filter(i -> !on.credentialOf(i).equals(on.credential()))
                        .findFirst();
    }
}
