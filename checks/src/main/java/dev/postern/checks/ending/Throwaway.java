package dev.postern.checks.ending;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.Site;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.forge.Token;
import java.util.List;
import java.util.function.Predicate;

/** A credential of a scenario's own, which may end. */
sealed interface Throwaway {

    /**
     * It is granted.
     *
     * @param spellings the same token in other spellings, as far as they are granted too
     */
    record Alive(Fresh.Obtained own, List<WireRequest> spellings) implements Throwaway {}

    /** There is none, or it is not granted. */
    record Failed(Verdict verdict) implements Throwaway {}

    /** One case, with the first granted identity of that kind of which Postern gets any number of credentials. */
    static Applicability at(Site site, Predicate<Identity> kind) {
        var candidates = site.granted().stream().filter(kind).toList();
        return candidates.stream()
                .filter(Throwaway::isObtainable)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing((candidates.isEmpty()
                                ? "let"
                                : "the credential of \"" + candidates.get(0).name() + "\" is given, so"
                                        + " that it cannot be ended without loss: let")
                        + " Postern obtain credentials that it may end, by " + ways(site.scheme())));
    }

    private static boolean isObtainable(Identity identity) {
        return !(identity.obtain() instanceof Obtain.Given);
    }

    private static String ways(Scheme scheme) {
        return scheme instanceof Scheme.Session ? "`login:`" : "`grant:` or `claims:`";
    }

    /** Whether its token comes from the token endpoint, so that its client is known where tokens are revoked. */
    static boolean isGrantedByIssuer(Identity identity) {
        return identity.obtain() instanceof Obtain.PasswordGrant
                || identity.obtain() instanceof Obtain.ClientCredentials;
    }

    /** Obtains one and uses it, which also brings it into every cache on its way. */
    static Throwaway of(Scenario on, String label) {
        var fresh = on.obtain(on.identity());
        if (fresh instanceof Fresh.Failed failed) {
            return new Failed(failed.verdict());
        }
        var own = (Fresh.Obtained) fresh;
        if (on.identity().obtain() instanceof Obtain.Supplied
                && own.credential().equals(on.credential())) {
            return new Failed(Verdict.notApplicable(
                    Reason.NEED_MISSING,
                    "The test's code gives \"" + on.identity().name()
                            + "\" the same credential each time, so that none can"
                            + " be ended without loss: let it give a new one whenever it is asked."));
        }
        var decision = on.judge(label, on.requestWith(own.credential()));
        return decision instanceof Granted
                ? new Alive(own, spellings(on, own))
                : new Failed(Verdict.inconclusive(
                        decision instanceof Unclear unclear ? unclear.reason() : Reason.POSITIVE_CONTROL_FAILED,
                        "A credential of \"" + on.identity().name() + "\" that was just obtained is not granted, so its"
                                + " denial would prove nothing: " + decision.words()));
    }

    private static List<WireRequest> spellings(Scenario on, Fresh.Obtained own) {
        if (!(on.scheme() instanceof Scheme.BearerJwt)) {
            return List.of();
        }
        return new Token(own.credential(), "")
                .respelled().stream()
                        .filter(token ->
                                on.judge("the same token, before, " + token.description(), on.requestWith(token.text()))
                                        instanceof Granted)
                        .map(token -> on.requestWith(token.text()))
                        .toList();
    }

    /** The verdict that it was refused, if somebody is granted still: else the refusal may have been for all. */
    static Verdict unlessLost(Scenario on, Verdict held) {
        var again = of(on, "a new credential, afterwards");
        if (again instanceof Failed failed) {
            return Verdict.inconclusive(
                    failed.verdict().reason() == Reason.TRANSPORT ? Reason.TRANSPORT : Reason.CONTROL_LOST,
                    "What should have ended is refused, but so is a new credential of \""
                            + on.identity().name() + "\", so that proves nothing: "
                            + failed.verdict().words());
        }
        return held;
    }
}
