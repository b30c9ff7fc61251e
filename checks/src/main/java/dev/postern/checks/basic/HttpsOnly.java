package dev.postern.checks.basic;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.checks.craft.Decoy;
import dev.postern.checks.craft.Undecided;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks over plain HTTP without credential, then with a bait. A challenge to the bait shows that a client would be led to
 * send its password in the clear. The real password is sent only where it cannot leave the machine.
 *
 * <p>A scenario, since the oracle judges access and not the channel: over HTTPS a 401 is what one wants to see, here it is
 * the finding.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "basic.https-only",
        title = "Passwords are never accepted over plain HTTP",
        severity = Severity.CRITICAL,
        references = {"RFC 7617 4", "ASVS 5.0 12.2.1", "API8:2023"},
        cwe = 319,
        schemes = Scheme.Type.BASIC,
        per = Check.Per.SCHEME,
        requests = 4)
public final class HttpsOnly implements ScenarioCheck {

    private static final Pattern BASIC_CHALLENGE = Pattern.compile("(?i)(^|,)\\s*Basic(\\s|,|$)");

    @Override
    public Applicability appliesTo(Site site) {
        return isAdmitted(site.target()) || plaintext(site.scheme()).isPresent()
                ? ScenarioCheck.super.appliesTo(site)
                : new Applicability.Missing(missing(site.target(), site.scheme()));
    }

    /** Whether the target file itself has every password sent over plain HTTP, to another machine. */
    private static boolean isAdmitted(Target target) {
        var base = Origin.of(target.baseUrl());
        return !base.isSecure() && !base.isLoopback();
    }

    private static Optional<Origin> plaintext(Scheme scheme) {
        return ((Scheme.Basic) scheme).plaintext().map(Origin::of);
    }

    private static String missing(Target target, Scheme scheme) {
        return (Origin.of(target.baseUrl()).isSecure()
                        ? ""
                        : "The audit itself goes over plain HTTP within this machine, which says nothing of how passwords"
                                + " reach the API where it is deployed. ")
                + "For scheme \"" + scheme.name() + "\": " + Need.PLAINTEXT.remedy() + ".";
    }

    @Override
    public Verdict run(Scenario on) {
        if (isAdmitted(on.target())) {
            return Verdict.fail(
                    Reason.DEFECT,
                    "The target file says so itself: `baseUrl` is "
                            + Origin.of(on.target().baseUrl()) + ", so every password is sent in the clear.");
        }
        var declared = plaintext(on.scheme());
        if (declared.isEmpty()) { // a test started the target at an address that was not known before
            return Verdict.notApplicable(Reason.NEED_MISSING, missing(on.target(), on.scheme()));
        }
        var plain = declared.get();
        var bait = "postern-bait-" + Decoy.random(8) + ":" + Decoy.random(16);

        var bare = on.send("no credential over plain HTTP", on.bare().to(plain));
        if (bare.answer() instanceof Unanswered nothing) {
            return unanswered(nothing, bare, plain);
        }
        var verdict = judge(on, bare, "a request without credential", plain);
        if (verdict.isPresent()) {
            return verdict.get();
        }

        var baited =
                on.send("a bait credential over plain HTTP", baited(on, bait).to(plain));
        if (baited.answer() instanceof Unanswered nothing) {
            return unanswered(nothing, baited, plain);
        }
        verdict = judge(on, baited, "a bait credential", plain);
        if (verdict.isPresent()) {
            return verdict.get();
        }
        if (asksForPassword(baited)) {
            return Verdict.fail(
                    Reason.BROKEN,
                    plain
                            + " reads Basic credentials over plain HTTP: it answered a bait credential with 401 and a Basic"
                            + " challenge, so a client would send its password in the clear.");
        }

        if (!plain.isLoopback()) {
            return refusedUnread(baited)
                    ? held(plain, baited)
                    : Verdict.inconclusive(
                            Reason.ODD_STATUS,
                            plain + " answered a bait credential over plain HTTP with " + status(baited)
                                    + " and no Basic challenge; whether it would take a valid password is not tried, since"
                                    + " that would send it in the clear.");
        }
        return withValid(on, plain);
    }

    private static WireRequest baited(Scenario on, String bait) {
        var request = on.requestWith(bait);
        request.header("Authorization")
                .map(value -> value.replaceFirst("^Basic ", ""))
                .ifPresent(on::madeUp);
        return request;
    }

    private static Verdict withValid(Scenario on, Origin plain) {
        var valid = on.send(
                "the valid credential over plain HTTP, within this machine",
                on.request().to(plain));
        if (valid.answer() instanceof Unanswered nothing) {
            return unanswered(nothing, valid, plain);
        }
        return judge(on, valid, "the valid credential", plain).orElseGet(() -> held(plain, valid));
    }

    /** What a 2xx, a crash or a call to slow down means; empty for any other answer. */
    private static Optional<Verdict> judge(Scenario on, Exchange exchange, String sent, Origin plain) {
        var undecided = Undecided.verdict("Over plain HTTP, " + sent, exchange);
        if (undecided.isPresent() || !exchange.response().orElseThrow().isSuccess()) {
            return undecided;
        }
        var decision = on.judge("the same, for the oracle", exchange.request());
        return Optional.of(
                decision instanceof Decision.Granted granted
                        ? Verdict.fail(
                                Reason.GRANTED,
                                plain + " grants the operation over plain HTTP to " + sent + ": " + granted.words())
                        : Verdict.inconclusive(
                                Reason.UNLIKE_CONTROLS,
                                plain + " answered " + status(exchange) + " to " + sent + ", but not as this API does: "
                                        + decision.words() + " Is it the right `plaintext` address?"));
    }

    private static Verdict unanswered(Unanswered nothing, Exchange exchange, Origin plain) {
        return switch (nothing.failure()) {
            case CONNECTION_REFUSED, RESET, NOT_HTTP ->
                Verdict.pass(Reason.HELD, plain + " does not answer over plain HTTP: " + nothing.words() + ".");
            case UNKNOWN_HOST,
                    TLS,
                    TIMEOUT,
                    HOST_NOT_ALLOWED,
                    DESTRUCTIVE,
                    BUDGET,
                    FAILED_LOGINS,
                    NOT_ONE_REQUEST,
                    STOPPED -> {
                var why = Undecided.verdict("The request over plain HTTP to " + plain, exchange)
                        .orElseThrow();
                yield nothing.failure() == Failure.TIMEOUT
                        ? Verdict.inconclusive(
                                why.reason(),
                                why.words() + " Where a firewall drops such connections, say `plaintext: none`.")
                        : why;
            }
        };
    }

    private static Verdict held(Origin plain, Exchange last) {
        return Verdict.pass(
                Reason.HELD,
                plain + " takes no password over plain HTTP: the last request was answered " + status(last)
                        + ", without a Basic challenge.");
    }

    /** Every Basic challenge counts, alone or in a list (RFC 9110 11.6.1). */
    private static boolean asksForPassword(Exchange exchange) {
        return exchange.response()
                .filter(r -> r.status() == 401)
                .map(r -> r.headers("WWW-Authenticate"))
                .filter(all ->
                        all.stream().anyMatch(v -> BASIC_CHALLENGE.matcher(v).find()))
                .isPresent();
    }

    /** Refused for the channel, or sent elsewhere: 400 is what TLS ports of common servers say to plain HTTP. */
    private static boolean refusedUnread(Exchange exchange) {
        int status = exchange.response().map(WireResponse::status).orElseThrow();
        return status / 100 == 3
                || switch (status) {
                    case 400, 403, 404, 405, 410, 421, 426 -> true;
                    default -> false;
                };
    }

    private static int status(Exchange exchange) {
        return exchange.response().map(WireResponse::status).orElseThrow();
    }
}
