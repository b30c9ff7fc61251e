package dev.postern.stage;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The smallest checks that do what checks do. */
public final class StageChecks {

    private StageChecks() {}

    /** Sends no credential. */
    @Check(
            id = "stage.no-credential",
            title = "Requests without credential are refused",
            severity = Severity.CRITICAL,
            requests = 1)
    public static final class NoCredential implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("no credential", on.bare()));
        }
    }

    /** The same under the name of the check whose finding an open operation is. */
    @Check(
            id = "auth.missing-credential",
            title = "Requests without credential are refused",
            severity = Severity.CRITICAL,
            requests = 1)
    public static final class Openness implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("no credential", on.bare()));
        }
    }

    /** Sends three credentials that nobody has issued. */
    @Check(
            id = "stage.wrong-credential",
            title = "Credentials that nobody issued are refused",
            severity = Severity.HIGH,
            requests = 3)
    public static final class WrongCredential implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return IntStream.rangeClosed(1, 3)
                    .mapToObj(i -> on.attempt("invented credential " + i, "invented-credential-000" + i));
        }
    }

    /** Sends a credential that goes beyond a plainer one. */
    @Check(id = "stage.beyond", title = "Twice invented is refused", severity = Severity.HIGH, requests = 1)
    public static final class Beyond implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("invented twice", "invented-twice")
                    .beyond(on.attempt("invented once", "invented-once")));
        }
    }

    /** Wants the issuer to publish its keys. */
    @Check(
            id = "stage.published-keys",
            title = "Keys are published",
            severity = Severity.LOW,
            per = Check.Per.SCHEME,
            requests = 0)
    public static final class PublishedKeys implements PropertyCheck {
        @Override
        public Stream<Defect> defects(Observed on) {
            return on.publicKeys().isPresent() ? Stream.empty() : Stream.of(new Defect("No keys are published."));
        }
    }

    /** Wants answers that are not stored. */
    @Check(
            id = "stage.no-store",
            title = "Answers are not stored",
            severity = Severity.LOW,
            per = Check.Per.SCHEME,
            requests = 0)
    public static final class NoStore implements PropertyCheck {
        @Override
        public Stream<Defect> defects(Observed on) {
            return on.positiveControl()
                    .response()
                    .flatMap(r -> r.header("Cache-Control"))
                    .filter("no-store"::equals)
                    .map(h -> Stream.<Defect>empty())
                    .orElseGet(() -> Stream.of(new Defect("The answer may be stored.")));
        }
    }

    /** Sends the credential of every other identity of the scheme that is not granted. */
    @Check(id = "stage.intruder", title = "Others are refused", severity = Severity.CRITICAL, requests = 1)
    public static final class Intruder implements DenialCheck {
        @Override
        public Applicability appliesTo(Site site) {
            var granted = site.granted();
            var parties = site.identities().stream()
                    .filter(who -> !granted.contains(who))
                    .map(who -> Party.of(granted.get(0), who))
                    .toList();
            return parties.isEmpty()
                    ? new Applicability.Missing("Add an identity that must be denied.")
                    : new Applicability.Applies(parties);
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attemptAs("as the intruder", on.intruder().orElseThrow()));
        }
    }

    /** Uses up the limit of its scheme. */
    @Check(id = "stage.burst", title = "The limit holds", severity = Severity.MEDIUM, requests = 5)
    public static final class Burst implements ScenarioCheck {
        /** The header by which the server knows a request of this check. */
        public static final String MARK = "X-Burst";

        /** Whether one is going on. */
        public static volatile boolean running;

        @Override
        public Set<String> usesUp(Site site) {
            return Set.of("limit:" + site.scheme().name());
        }

        @Override
        public Verdict run(Scenario on) throws InterruptedException {
            running = true;
            try {
                for (var i = 0; i < 5; i++) {
                    on.send("request " + i, on.request().plus(MARK, "yes"));
                    Thread.sleep(10);
                }
                return Verdict.pass(Reason.HELD, "The limit holds.");
            } finally {
                running = false;
            }
        }
    }

    /** Breaks. */
    @Check(id = "stage.broken", title = "Never holds", severity = Severity.LOW, requests = 1)
    public static final class Broken implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            throw new UnsupportedOperationException("on purpose,\n".repeat(30));
        }
    }
}
