package dev.postern.oracle;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Confidence;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target;
import dev.postern.oracle.Evidence.Question;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says of an answer whether it granted, denied, or does not tell. It holds no state and sends nothing, but may ask the
 * controls for the two that are sent lazily. It never throws for what a target answered.
 *
 * <p>The decision follows two tables, read from top to bottom: {@link StatusRules} and, for 2xx, {@link BodyRules}.
 */
public final class Oracle {

    private final Target.DenialSigns signs;
    private final Thresholds thresholds;

    /** An oracle for a target that says no in the given ways, beside the usual ones. */
    public Oracle(Target.DenialSigns signs) {
        this(signs, Thresholds.CALIBRATED);
    }

    Oracle(Target.DenialSigns signs, Thresholds thresholds) {
        this.signs = signs;
        this.thresholds = thresholds;
    }

    /**
     * Why a positive control shows no grant, if it does not. From an operation that denies everybody nothing can be
     * concluded.
     */
    public Optional<Unclear> brokenPositive(Exchange positive) {
        if (positive.answer() instanceof Unanswered none) {
            return Optional.of(unanswered(none));
        }
        var response = positive.response().orElseThrow();
        var vendor = EdgeBlock.vendor(response);
        int status = response.status();
        if (vendor.isPresent()) {
            return broken(
                    Reason.EDGE_BLOCK,
                    status + " with the block page of " + vendor.get()
                            + ": a filter answers even the valid credential");
        }
        if (Throttling.isThrottled(response)) {
            return broken(Reason.THROTTLED, status + ": the target asks even the valid credential to slow down");
        }
        if (Throttling.isGatewayFailure(response)) {
            return broken(
                    Reason.GATEWAY, status + ": a gateway failed, and the target did not answer the valid credential");
        }
        return switch (status / 100) {
            case 2 -> brokenSuccess(positive, response);
            case 3 -> brokenRedirect(positive, response);
            case 4 -> broken(Reason.POSITIVE_CONTROL_FAILED, refusal(status));
            case 5 -> broken(Reason.SERVER_ERROR, status + ": the target crashes even with the valid credential");
            default ->
                broken(Reason.ODD_STATUS, status + " to the valid credential: a status that says nothing of access");
        };
    }

    /** Why two positive controls show that the operation does not answer one request in one way, if they do. */
    public Optional<Unclear> unstable(Exchange first, Exchange second) {
        var one = first.response();
        var other = second.response();
        if (one.isEmpty() || other.isEmpty()) {
            return brokenPositive(one.isEmpty() ? first : second);
        }
        int before = one.get().status();
        int after = other.get().status();
        if (before / 100 != after / 100) {
            var passing =
                    brokenPositive(second).filter(u -> u.reason() == Reason.THROTTLED || u.reason() == Reason.GATEWAY);
            return passing.isPresent()
                    ? passing
                    : broken(
                            Reason.UNSTABLE_CONTROL,
                            "one request with the valid credential got " + before + " and then " + after);
        }
        var kind = Fingerprint.of(one.get(), ReflectedInput.NONE).kind();
        var then = Fingerprint.of(other.get(), ReflectedInput.NONE).kind();
        return kind == then
                ? Optional.empty()
                : broken(
                        Reason.UNSTABLE_CONTROL,
                        "one request with the valid credential got " + before + " with " + kind + " and then " + after
                                + " with " + then);
    }

    /**
     * Judges the negative control itself. Granted means that the operation is open: a credential, forged or not, makes
     * no difference there.
     */
    public Decision negative(Controls controls) {
        var decision = decide(controls, Question.NEGATIVE_CONTROL, Set.of(), controls.negative());
        if (!(decision instanceof Granted)) {
            return decision;
        }
        var apart = lessNowhere(controls);
        return apart instanceof Granted
                ? notReached(controls).<Decision>map(unclear -> unclear).orElse(apart)
                : apart;
    }

    /** What a path that does not exist answers too, such as an envelope of constants, shows no grant. */
    private Decision lessNowhere(Controls controls) {
        var nowhere = controls.nowhere().get();
        return nowhere.isEmpty() || nowhere.get().hasStatus(200)
                ? decide(controls, Question.NEGATIVE_CONTROL, Set.of(), controls.negative())
                : decide(evidence(controls, Question.NEGATIVE_CONTROL, Set.of(), controls.negative())
                        .less(nowhere.get()));
    }

    /** Those of these markers that the answer shows, without having been told them by the request. */
    public List<String> markersShown(Exchange exchange, Collection<String> markers) {
        return exchange.response()
                .map(ShownText::new)
                .map(shown -> markers.stream()
                        .filter(marker -> !marker.isBlank() && shown.contains(marker))
                        .filter(marker -> !ReflectedInput.of(exchange.request()).contains(marker))
                        .toList())
                .orElse(List.of());
    }

    /** Why a grant to no credential may be no answer of the operation, if it may: one page may answer everything. */
    private Optional<Unclear> notReached(Controls controls) {
        var evidence =
                new Evidence(signs, thresholds, controls, Question.NEGATIVE_CONTROL, Set.of(), controls.positive());
        if (evidence.hasReadableMarker()) {
            return Optional.empty();
        }
        if (evidence.isNowhereAgain()) {
            return broken(
                    Reason.POSITIVE_CONTROL_FAILED,
                    "the positive control is answered like a path that does not exist: nothing shows that the"
                            + " operation is reached; check baseUrl and path");
        }
        var shows =
                controls.negative().response().filter(WireResponse::isSuccess).isEmpty();
        return shows || evidence.nowhere().isPresent()
                ? Optional.empty()
                : broken(
                        Reason.POSITIVE_CONTROL_FAILED,
                        "a path that does not exist got no answer, so it cannot be told whether one page answers"
                                + " everything or the operation is open");
    }

    /** Judges the answer to an attempt. */
    public Decision judge(Controls controls, Attempt attempt, Exchange answer) {
        var question = attempt.expectation() == Expectation.NOT_OTHERS_DATA
                ? Question.OTHERS_DATA
                : attempt.by().isPresent() ? Question.OTHER_IDENTITY : Question.AUTHENTICATION;
        var decision = decide(controls, question, attempt.tolerated(), answer);
        if (attempt.expectation() == Expectation.NOT_BELIEVED && isForWantOfARight(controls, answer)) {
            return new Unclear(
                    Reason.RIGHTS_LACKING,
                    "403, which a worthless credential does not get: this one may have been believed, and only lack a"
                            + " right; give one that has the scopes, roles and tenant that the operation needs");
        }
        return decision instanceof Granted && isOpen(controls)
                ? new Unclear(Reason.OPERATION_IS_OPEN, decision.words() + "; but so it is without any credential")
                : decision;
    }

    /** Whether a cache may have given the answer in the target's place. */
    public boolean mayBeFromCache(Exchange answer) {
        return answer.response().filter(CacheSigns::isPossible).isPresent();
    }

    /** Whether two requests got one answer, in status and body, but for echoes and what changes. */
    public boolean isSameAnswer(Exchange one, Exchange other) {
        return one.response().filter(r -> other.hasStatus(r.status())).isPresent()
                && SameAnswer.hasSameBody(one, other, signs.ignore(), thresholds);
    }

    /**
     * Whether what is unclear may be a refusal that shows beside the answer to a worthless credential: a 400 or 422, or a
     * crash of a request that changes nothing. A crash of one that does is never a refusal, since it may have run.
     */
    public boolean mayBeRefusal(Unclear unclear, Exchange answer) {
        return switch (unclear.reason()) {
            case REJECTED_AS_MALFORMED -> answer.hasStatus(400) || answer.hasStatus(422);
            case SERVER_ERROR -> answer.request().isSafe() && answer.response().isPresent();
            default -> false;
        };
    }

    /**
     * The refusal that an unclear answer is where the same request with a worthless credential is answered alike, in status
     * and body: had the credential been accepted, the answer would be that of the positive control. Beside an honest twin,
     * which was granted, the status of a refusal for form is enough: the body may tell what was wrong.
     */
    public Optional<Denied> refusedLike(Exchange worthless, Controls controls, Attempt attempt, Exchange answer) {
        var evidence = new Evidence(signs, thresholds, controls, Question.AUTHENTICATION, attempt.tolerated(), answer);
        var isAlike = evidence.hasBodyOf(worthless)
                || (attempt.twin().isPresent() && (answer.hasStatus(400) || answer.hasStatus(422)));
        return worthless.hasStatus(evidence.status()) && isAlike
                ? Optional.of(new Denied(
                        Confidence.WEAK,
                        evidence.status()
                                + ", as with a worthless credential in its place: it was refused, though not by"
                                + " a 401"))
                : Optional.empty();
    }

    /** Whether the answer decides nothing yet, and the request should be sent again after a while. */
    public boolean shouldRetry(Exchange answer) {
        return answer.response()
                .filter(r -> Throttling.isThrottled(r) || Throttling.isGatewayFailure(r))
                .isPresent();
    }

    /** How long the answer asks to wait (RFC 9110 10.2.3), if it says so; never negative, and not capped. */
    public Optional<Duration> retryAfter(Exchange answer) {
        return answer.response()
                .flatMap(r -> Throttling.retryAfter(r, answer.sentAt().plus(answer.elapsed())));
    }

    /**
     * The request to send and judge instead, where the answer only redirects to the same resource under another address
     * of the same host: from http to https, or with another slash. Never from https to http.
     */
    public Optional<WireRequest> redirectedTo(Exchange answer) {
        return answer.response()
                .flatMap(r -> Location.of(answer.request(), r))
                .flatMap(l -> l.follow(answer.request()));
    }

    private Decision decide(Controls controls, Question question, Set<Tolerated> tolerated, Exchange answer) {
        if (answer.answer() instanceof Unanswered none) {
            return tolerated.contains(Tolerated.NO_CONNECTION) && isConnectionRefused(none.failure())
                    ? new Denied(Confidence.CERTAIN, "no connection: " + words(none.failure()))
                    : unanswered(none);
        }
        var broken = brokenPositive(controls.positive());
        if (broken.isPresent()) {
            return broken.get();
        }
        return decide(evidence(controls, question, tolerated, answer));
    }

    private Evidence evidence(Controls controls, Question question, Set<Tolerated> tolerated, Exchange answer) {
        return new Evidence(signs, thresholds, controls, question, tolerated, answer);
    }

    private static Decision decide(Evidence evidence) {
        return Stream.of(StatusRules.ALL, BodyRules.ALL)
                .flatMap(List::stream)
                .flatMap(rule -> rule.on(evidence).stream())
                .findFirst()
                .orElseThrow();
    }

    /**
     * Whether an answer shows that the credential was believed, and only its rights did not suffice: a 403 that neither no
     * credential nor a worthless one gets (RFC 6750 3.1).
     */
    public boolean isForWantOfARight(Controls controls, Exchange answer) {
        return answer.hasStatus(403)
                && !controls.negative().hasStatus(403)
                && controls.worthless().get().filter(w -> !w.hasStatus(403)).isPresent();
    }

    /** Whether the negative control is itself granted; costs nothing where it was refused by its status. */
    private boolean isOpen(Controls controls) {
        return controls.negative().response().filter(WireResponse::isSuccess).isPresent()
                && negative(controls) instanceof Granted;
    }

    private Optional<Unclear> brokenSuccess(Exchange positive, WireResponse response) {
        int status = response.status();
        if (status == 206 && positive.request().header("Range").isEmpty()) {
            return broken(Reason.ODD_STATUS, "206 to the valid credential, though no range was asked for");
        }
        var print = Fingerprint.of(response, ReflectedInput.NONE);
        var declared = SoftErrors.declared(signs.errors(), print);
        if (declared.isPresent()) {
            return broken(
                    Reason.POSITIVE_CONTROL_FAILED,
                    status + " to the valid credential, but " + declared.get()
                            + " says what the target file declares as denied");
        }
        if (SoftErrors.isProblem(response)) {
            return broken(
                    Reason.POSITIVE_CONTROL_FAILED,
                    status + " to the valid credential, but the body is a problem by its content type");
        }
        if (GraphQl.isAsked(positive.request()) && GraphQl.isNothingButErrors(print)) {
            return broken(
                    Reason.POSITIVE_CONTROL_FAILED,
                    status + " to the valid credential, but GraphQL answers with errors and without data");
        }
        if (SoftErrors.isNothingButError(print)) {
            return broken(
                    Reason.SOFT_ERROR, status + " to the valid credential, but the body holds nothing but an error");
        }
        return LoginPage.isSurely(response)
                ? broken(
                        Reason.POSITIVE_CONTROL_FAILED,
                        status + " to the valid credential, but the body is a login page")
                : Optional.empty();
    }

    private Optional<Unclear> brokenRedirect(Exchange positive, WireResponse response) {
        int status = response.status();
        var location = Location.of(positive.request(), response);
        if (status == 304 || location.isEmpty()) {
            return broken(Reason.ODD_STATUS, status + " to the valid credential: a status that says nothing of access");
        }
        if (location.get().isSameResource(positive.request())) {
            return broken(
                    Reason.POSITIVE_CONTROL_FAILED,
                    status + " to the valid credential: the resource is under another address;"
                            + " declare that one (scheme, host, slash)");
        }
        return location.get().isLogin(signs.login(), positive.request())
                ? broken(Reason.POSITIVE_CONTROL_FAILED, status + " to a login page: the valid credential is refused")
                : Optional.empty();
    }

    private static String refusal(int status) {
        return switch (status) {
            case 401, 407 -> status + ": the valid credential is refused";
            case 403 -> "403: the valid credential is not sufficient";
            case 404, 410 -> status + " to the valid credential: there is nothing at that path, or it is concealed";
            case 405 -> "405 to the valid credential: the path does not know the method";
            default -> status + " to the valid credential: the request is refused; check parameters, headers and body";
        };
    }

    private static Unclear unanswered(Unanswered none) {
        return switch (none.failure()) {
            case BUDGET, FAILED_LOGINS -> new Unclear(Reason.BUDGET, "not sent: " + words(none.failure()));
            // The target is not to blame when the audit ends: TRANSPORT would say so.
            case HOST_NOT_ALLOWED, DESTRUCTIVE, STOPPED ->
                new Unclear(Reason.REFUSED_BY_DOOR, "not sent: " + words(none.failure()));
            case NOT_ONE_REQUEST -> new Unclear(Reason.REFUSED_BY_DOOR, "not sent: " + none.words());
            // the door knows which of the causes of TLS it is, and what to do
            case TLS -> new Unclear(Reason.TRANSPORT, "no answer: " + none.words());
            default -> new Unclear(Reason.TRANSPORT, "no answer: " + words(none.failure()));
        };
    }

    /** A time-out is none: a slow target is no closed door. */
    private static boolean isConnectionRefused(Failure failure) {
        return switch (failure) {
            case CONNECTION_REFUSED, RESET, TLS, NOT_HTTP -> true;
            default -> false;
        };
    }

    private static String words(Failure failure) {
        return switch (failure) {
            case UNKNOWN_HOST -> "the host name has no address";
            case CONNECTION_REFUSED -> "nothing listens there";
            case TLS -> "TLS could not be agreed";
            case RESET -> "the connection ended before the answer was whole";
            case TIMEOUT -> "the deadline passed";
            case NOT_HTTP -> "what came back is not HTTP";
            case HOST_NOT_ALLOWED -> "the host is not among those that may be asked";
            case DESTRUCTIVE -> "the request is destructive, and the target file does not allow it";
            case BUDGET -> "the request budget is used up";
            case FAILED_LOGINS ->
                "one more failed login may lock the account; if it may, raise `limits: failedLogins` in the target file";
            case NOT_ONE_REQUEST -> "what would leave is not one request";
            case STOPPED -> "the audit was told to end";
        };
    }

    private static Optional<Unclear> broken(Reason reason, String words) {
        return Optional.of(new Unclear(reason, words));
    }
}
