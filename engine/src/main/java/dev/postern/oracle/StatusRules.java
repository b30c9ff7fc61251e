package dev.postern.oracle;

import static dev.postern.api.check.Decision.Confidence.CERTAIN;
import static dev.postern.api.check.Decision.Confidence.LIKELY;
import static dev.postern.api.check.Decision.Confidence.WEAK;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.oracle.Evidence.Question;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the status alone tells. Answers with 2xx are left to {@link BodyRules}. */
final class StatusRules {

    /** Read from top to bottom; the first that applies decides. */
    static final List<Rule> ALL = List.of(
            StateRules::changed,
            StatusRules::markerBehindAnyStatus,
            StatusRules::edgeBlock,
            StatusRules::throttled,
            StatusRules::gateway,
            GraphQl::rule,
            StatusRules::tolerated,
            ShapeBlock::rule,
            StateRules::sameAfterCrash,
            StatusRules::crash,
            StatusRules::dataBehindDenial,
            StatusRules::unauthorized,
            StatusRules::forbidden,
            StatusRules::sameBehindRefusal,
            StatusRules::redirect,
            StatusRules::notFound,
            StatusRules::malformed,
            StatusRules::odd);

    private static final Pattern WANTS_TLS = Pattern.compile(
            "plain HTTP request was sent to HTTPS port|sent an HTTP request to an HTTPS server"
                    + "|combination of host and port requires TLS|speaking plain HTTP to an SSL-enabled server port",
            Pattern.CASE_INSENSITIVE);

    private StatusRules() {}

    /** A refusal that still shows what it refuses has refused nothing (CWE-698: execution after redirect). */
    private static Optional<Decision> markerBehindAnyStatus(Evidence e) {
        return !e.response().isSuccess() && e.showsMarker()
                ? Optional.of(new Granted(CERTAIN, e.status() + ", but the body shows a marker of the identity's data"))
                : Optional.empty();
    }

    private static Optional<Decision> edgeBlock(Evidence e) {
        return EdgeBlock.vendor(e.response())
                .map(vendor -> new Unclear(
                        Reason.EDGE_BLOCK,
                        e.status() + " with the block page of " + vendor
                                + ": a filter answered, and the target's own control was not reached"));
    }

    private static Optional<Decision> throttled(Evidence e) {
        return Throttling.isThrottled(e.response())
                ? unclear(Reason.THROTTLED, e.status() + ": the target asks to slow down, and decides nothing")
                : Optional.empty();
    }

    private static Optional<Decision> gateway(Evidence e) {
        return Throttling.isGatewayFailure(e.response())
                ? unclear(Reason.GATEWAY, e.status() + ": a gateway failed, and the target did not decide")
                : Optional.empty();
    }

    private static Optional<Decision> tolerated(Evidence e) {
        int status = e.status();
        if (e.tolerates(Tolerated.MALFORMED) && isOneOf(status, 400, 413, 414, 431)) {
            return denied(LIKELY, status + ": the credential was refused for its form, which is a right answer here");
        }
        if (e.tolerates(Tolerated.NOT_ROUTED)
                && (isOneOf(status, 400, 404, 405, 406, 409, 410, 421, 422, 426, 431, 501, 505)
                        || (status >= 411 && status <= 417)
                        || isRedirect(status))) {
            return denied(LIKELY, status + ": the changed request did not reach the operation");
        }
        if (e.tolerates(Tolerated.CHANNEL_REFUSED)) {
            if (isOneOf(status, 403, 404, 421, 426) || isRedirect(status)) {
                return denied(CERTAIN, status + ": the channel was refused before the credential was looked at");
            }
            if (status == 400 && WANTS_TLS.matcher(e.response().body().text()).find()) {
                return denied(CERTAIN, "400: the port speaks TLS only");
            }
        }
        return Optional.empty();
    }

    private static Optional<Decision> crash(Evidence e) {
        return e.status() / 100 == 5
                ? unclear(
                        Reason.SERVER_ERROR,
                        e.status() + ": the target crashed, which is no denial, since the operation may have run"
                                + StateRules.words(e))
                : Optional.empty();
    }

    /** Only for data: two pages of one site share their layout. */
    private static Optional<Decision> dataBehindDenial(Evidence e) {
        boolean leaks = !e.response().isSuccess()
                && e.positiveResponse().isSuccess()
                && e.positive().kind().isStructured()
                && !e.question().needsTheSubjectsData()
                && e.sharesValues()
                && e.isLikePositive()
                && Telling.anyIn(e.learnt().stable().keySet());
        return leaks
                ? Optional.of(new Granted(
                        LIKELY,
                        e.status() + ", but with the body of the positive control ("
                                + e.likePositive().words() + ")"))
                : Optional.empty();
    }

    private static Optional<Decision> unauthorized(Evidence e) {
        return switch (e.status()) {
            case 401 -> denied(CERTAIN, "401" + likeNegative(e));
            case 407 -> denied(LIKELY, "407: a proxy asks for a credential");
            default -> Optional.empty();
        };
    }

    private static Optional<Decision> forbidden(Evidence e) {
        if (e.status() != 403) {
            return Optional.empty();
        }
        boolean foreign = e.answered().kind() == Fingerprint.Kind.HTML
                && e.positive().kind() == Fingerprint.Kind.JSON
                && !e.isNegativeAgain();
        return foreign
                ? denied(WEAK, "403 as a web page, though the API speaks JSON: something before it may have answered")
                : denied(CERTAIN, "403" + likeNegative(e));
    }

    private static Optional<Decision> sameBehindRefusal(Evidence e) {
        return e.response().isSuccess() ? Optional.empty() : StateRules.same(e);
    }

    private static Optional<Decision> redirect(Evidence e) {
        if (!isRedirect(e.status())) {
            return Optional.empty();
        }
        var request = e.answer().request();
        var location = Location.of(request, e.response());
        if (location.isEmpty()) {
            return e.hasStatusOfNegative()
                    ? denied(LIKELY, e.status() + likeNegative(e))
                    : unclear(Reason.ODD_STATUS, e.status() + " without a Location");
        }
        var place = location.get();
        if (place.isSameResource(request)) {
            return unclear(
                    Reason.ODD_STATUS,
                    e.status() + " to the same resource under another address: what that address answers is not known");
        }
        if (place.isLogin(e.signs().login(), request)) {
            return denied(CERTAIN, e.status() + " to a login page");
        }
        var unauthenticated = e.negative().flatMap(n -> n.response().flatMap(r -> Location.of(n.request(), r)));
        if (unauthenticated.filter(place::isSamePage).isPresent()) {
            return denied(CERTAIN, e.status() + " to the page where the request without any credential is sent too");
        }
        var granted = Location.of(e.controls().positive().request(), e.positiveResponse());
        if (granted.filter(place::isSamePage).isPresent()
                && e.positiveResponse().status() == e.status()) {
            return sameRedirectAsPositive(e);
        }
        return unclear(
                Reason.ODD_STATUS,
                e.status()
                        + " to a place where neither control is sent; if that is the login page, declare denial.login");
    }

    private static Optional<Decision> sameRedirectAsPositive(Evidence e) {
        return switch (e.question()) {
            case NEGATIVE_CONTROL ->
                unclear(
                        Reason.POSITIVE_CONTROL_FAILED,
                        e.status()
                                + " to one place with and without credential: nothing shows that the operation is reached");
            case AUTHENTICATION ->
                Optional.of(new Granted(
                        LIKELY, e.status() + " to where the positive control is sent, unlike without credential"));
            case OTHER_IDENTITY, OTHERS_DATA ->
                unclear(
                        Reason.INDISTINGUISHABLE,
                        e.status()
                                + " to where the positive control is sent: a redirect does not show whose data it is");
        };
    }

    /** RFC 9110 15.5.4: a 404 may conceal a 403. */
    private static Optional<Decision> notFound(Evidence e) {
        if (e.status() != 404 && e.status() != 410) {
            return Optional.empty();
        }
        if (e.isNegativeAgain()) {
            return denied(CERTAIN, e.status() + likeNegative(e) + ": concealed");
        }
        if (e.question().needsTheSubjectsData()) {
            return denied(LIKELY, e.status() + ": for this sender the subject's data does not exist");
        }
        var nowhere = e.nowhere();
        if (nowhere.isPresent() && e.isNowhereAgain()) {
            return denied(LIKELY, e.status() + ", as for a path that does not exist: concealed");
        }
        if (e.hasStatusOfNegative()) {
            return denied(WEAK, e.status() + ", as without any credential, though with another body");
        }
        if (e.question() == Question.NEGATIVE_CONTROL) {
            return denied(WEAK, e.status() + " without any credential, where the valid one is granted: concealed");
        }
        return unclear(
                Reason.UNLIKE_CONTROLS,
                e.status() + " that is neither the answer to no credential nor that for a path that does not exist:"
                        + " the credential may have been accepted and something else not found");
    }

    private static Optional<Decision> malformed(Evidence e) {
        int status = e.status();
        if (!(isOneOf(status, 400, 405, 406, 409, 422, 428) || (status >= 411 && status <= 417))) {
            return Optional.empty();
        }
        boolean readsAsCredentialError = status == 400 || status == 422;
        if (e.question() == Question.NEGATIVE_CONTROL) {
            return readsAsCredentialError && worthlessIsRefused(e)
                    ? denied(WEAK, status + " without credential, and a worthless one is refused too")
                    : unclear(
                            Reason.REJECTED_AS_MALFORMED,
                            status + " without credential: refused, but perhaps for its form");
        }
        if (readsAsCredentialError && e.isNegativeAgain()) {
            return denied(LIKELY, status + likeNegative(e));
        }
        if (readsAsCredentialError && e.isWorthlessAgain()) {
            return denied(LIKELY, status + ", as with a worthless credential");
        }
        return unclear(
                Reason.REJECTED_AS_MALFORMED,
                status + ": the request was refused for its form, before or after its credential was looked at");
    }

    private static boolean worthlessIsRefused(Evidence e) {
        return e.worthless()
                .flatMap(w -> w.response())
                .filter(r -> isOneOf(r.status(), 400, 401, 403, 422))
                .isPresent();
    }

    private static Optional<Decision> odd(Evidence e) {
        int status = e.status();
        boolean ranged = e.answer().request().header("Range").isPresent();
        if (e.response().isSuccess() && (status != 206 || ranged)) {
            return Optional.empty();
        }
        if (status / 100 == 4 && e.isNegativeAgain()) {
            return denied(LIKELY, status + likeNegative(e));
        }
        // Made up by products: Laravel's expired page, IIS's login time-out, ArcGIS's invalid token.
        if (isOneOf(status, 419, 440, 498)) {
            return denied(LIKELY, status + ": the session or token is not valid");
        }
        return unclear(Reason.ODD_STATUS, status + ": a status that says nothing of access");
    }

    static String likeNegative(Evidence e) {
        return e.hasStatusOfNegative() ? ", as without any credential" : "";
    }

    private static boolean isRedirect(int status) {
        return status / 100 == 3 && status != 304;
    }

    static boolean isOneOf(int status, int... statuses) {
        for (int s : statuses) {
            if (s == status) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Decision> denied(Decision.Confidence confidence, String words) {
        return Optional.of(new Denied(confidence, words));
    }

    private static Optional<Decision> unclear(Reason reason, String words) {
        return Optional.of(new Unclear(reason, words));
    }
}
