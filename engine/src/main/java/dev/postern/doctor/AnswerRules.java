package dev.postern.doctor;

import static dev.postern.doctor.Cause.certain;
import static dev.postern.doctor.Cause.likely;
import static dev.postern.doctor.Cause.possible;

import dev.postern.api.audit.Reason;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.target.Operation;
import dev.postern.doctor.Cause.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is wrong with the way to the operation, or with the request, whoever sends it. */
final class AnswerRules {

    static final List<Function<Symptoms, Optional<Cause>>> ALL = List.of(
            s -> Silences.of(s.all().target(), s.exchange(), "`baseUrl`"),
            AnswerRules::edgeBlock,
            AnswerRules::throttled,
            AnswerRules::gateway,
            AnswerRules::crash,
            AnswerRules::moved,
            AnswerRules::basePath,
            AnswerRules::allRefused,
            AnswerRules::method,
            AnswerRules::mediaType,
            AnswerRules::object,
            AnswerRules::path,
            AnswerRules::form,
            AnswerRules::hiddenError,
            AnswerRules::notPublic,
            AnswerRules::odd);

    private AnswerRules() {}

    private static Optional<Cause> edgeBlock(Symptoms s) {
        return s.decision().reason() == Reason.EDGE_BLOCK
                ? Optional.of(certain(
                        Code.EDGE_BLOCK,
                        "a filter before the target answered, and the target was not reached",
                        "have the filter let this machine through, or ask the target behind it: `baseUrl`"))
                : Optional.empty();
    }

    private static Optional<Cause> throttled(Symptoms s) {
        if (s.decision().reason() != Reason.THROTTLED) {
            return Optional.empty();
        }
        var wait = s.response().flatMap(r -> r.header("Retry-After")).map(Told::shown);
        return Optional.of(certain(
                Code.RATE_LIMITED,
                "the target asks to slow down"
                        + wait.map(w -> " (Retry-After: " + w + ")").orElse(""),
                "lower `limits: rate:` (now " + s.all().target().limits().rate()
                        + " requests a second), or wait until others have not used up the limit"));
    }

    private static Optional<Cause> gateway(Symptoms s) {
        return s.decision().reason() == Reason.GATEWAY
                ? Optional.of(certain(
                        Code.GATEWAY,
                        "a gateway answered " + s.status() + " in place of the target",
                        "start the target behind it, or look at the gateway's log"))
                : Optional.empty();
    }

    private static Optional<Cause> crash(Symptoms s) {
        return s.decision().reason() == Reason.SERVER_ERROR
                ? Optional.of(likely(
                        Code.SERVER_ERROR,
                        "the target fails on this request with " + s.status(),
                        "look at its log; if the values of `with:`, `query:` or `body:` are ones that it cannot handle,"
                                + " give others"))
                : Optional.empty();
    }

    private static Optional<Cause> moved(Symptoms s) {
        return Redirect.of(s.exchange())
                .filter(Redirect::isSameResource)
                .map(r -> certain(
                        Code.MOVED,
                        "the operation is at another address: " + r.place(),
                        r.from().getRawAuthority().equals(r.to().getRawAuthority())
                                        && r.from().getScheme().equals(r.to().getScheme())
                                ? "write the path in `call:` as the target does, with or without a slash at its end"
                                : "write `baseUrl:` with " + r.place()));
    }

    private static Optional<Cause> basePath(Symptoms s) {
        return s.all().isNothingFound()
                ? Optional.of(likely(
                        Code.BASE_PATH,
                        "there is nothing at any path below " + s.all().target().baseUrl()
                                + ", with and without credential",
                        "correct the path of `baseUrl` (a prefix such as /api that is missing, or is there twice), or its"
                                + " host and port, if another server answers there"))
                : Optional.empty();
    }

    private static Optional<Cause> allRefused(Symptoms s) {
        return s.all().isAllRefused()
                ? Optional.of(likely(
                        Code.ALL_REFUSED,
                        "everything is answered with " + s.status() + ", with and without credential: no credential is"
                                + " read or accepted, or something before the target refuses this machine",
                        "look whether a gateway wants a key (`headers:`) or admits certain addresses only, and whether"
                                + " the schemes send the credentials where the target reads them"))
                : Optional.empty();
    }

    private static Optional<Cause> method(Symptoms s) {
        var allowed = s.response().flatMap(r -> r.header("Allow")).map(Told::shown);
        return s.hasStatus(405, 501)
                ? Optional.of(certain(
                        Code.WRONG_METHOD,
                        "the path does not know " + s.operation().method()
                                + allowed.map(a -> ", but " + a).orElse(""),
                        "correct the method or the path in `call:`"))
                : Optional.empty();
    }

    private static Optional<Cause> mediaType(Symptoms s) {
        return switch (s.status()) {
            case 406 ->
                Optional.of(certain(
                        Code.REQUEST_REJECTED,
                        "the target cannot answer in the media type that is asked for",
                        "name one that it has: `headers:` with `Accept:`"));
            case 415 ->
                Optional.of(certain(
                        Code.REQUEST_REJECTED,
                        s.operation().body().isEmpty()
                                ? "the target wants a body, and the operation has none"
                                : "the target does not take a body of type "
                                        + s.operation().contentType().orElse("unknown"),
                        "give `body:` and its `contentType:`"));
            default -> Optional.empty();
        };
    }

    /** RFC 9110 15.5.5: not found, though somebody was let through to look for it. */
    private static Optional<Cause> object(Symptoms s) {
        var names = s.hasStatus(404, 410) ? Operation.parametersOf(s.operation().path()) : List.<String>of();
        if (names.isEmpty() || s.all().isNothingFound()) {
            return Optional.empty();
        }
        var others = s.grantedHere();
        var who = s.sender().map(i -> "`" + i.name() + "`");
        var words = others.isEmpty()
                ? "there is no object of these values: " + values(s, names)
                : "its object does not exist or is somebody else's: " + values(s, names) + " (that of "
                        + others.get(0).name() + " is found)";
        var remedy = "give values that " + who.orElse("anybody") + " may see: `with:` of "
                + who.map(w -> "identity " + w).orElse("the operation");
        return Optional.of(
                s.isNegativeRefused() || !others.isEmpty() || s.isAlive()
                        ? likely(Code.NO_SUCH_OBJECT, words, remedy)
                        : possible(Code.NO_SUCH_OBJECT, words, remedy));
    }

    private static String values(Symptoms s, List<String> names) {
        return String.join(
                ", ",
                names.stream()
                        .map(name -> name + " "
                                + s.sender()
                                        .flatMap(who -> s.operation().parameter(Operation.In.PATH, name, who))
                                        .or(() -> Optional.ofNullable(
                                                s.operation().with().get(name)))
                                        .map(Told::shown)
                                        .orElse("?"))
                        .toList());
    }

    private static Optional<Cause> path(Symptoms s) {
        if (!s.hasStatus(404, 410)
                || s.all().isNothingFound()
                || !s.grantedHere().isEmpty()) {
            return Optional.empty();
        }
        var words = s.isNegativeRefused()
                ? "the credential is let through, and then there is nothing at that path"
                : "there is nothing at that path";
        var remedy = "correct the path in `call:`"
                + (s.all().positives().anyMatch(Overview::isGranted) ? "" : ", or that of `baseUrl`");
        var mayBeObject = !Operation.parametersOf(s.operation().path()).isEmpty();
        return Optional.of(
                mayBeObject || !(s.isNegativeRefused() || s.isAlive())
                        ? possible(Code.NO_SUCH_PATH, words, remedy)
                        : likely(Code.NO_SUCH_PATH, words, remedy));
    }

    /** The request was refused for its form (RFC 9110 15.5.1 and others). */
    private static Optional<Cause> form(Symptoms s) {
        if (!s.hasStatus(400, 409, 411, 412, 413, 414, 417, 421, 422, 428, 431)) {
            return Optional.empty();
        }
        if (s.challenged("error").filter("invalid_request"::equals).isPresent()) {
            return Optional.of(certain(
                    Code.MALFORMED_CREDENTIAL,
                    "the target cannot read the credential, or gets it in two places (RFC 6750 3.1)",
                    "look whether `headers:` carries a credential too, and whether the one in `obtain:` is whole"));
        }
        var operation = s.operation();
        var sendsBody = List.of("POST", "PUT", "PATCH").contains(operation.method());
        return Optional.of(likely(
                Code.REQUEST_REJECTED,
                (s.isNegativeRefused()
                                ? "the credential is let through, and then the request is refused"
                                : "the request is refused")
                        + " for its form"
                        + (sendsBody && operation.body().isEmpty() ? ": it has no body" : ""),
                sendsBody && operation.body().isEmpty()
                        ? "give an example that the target accepts: `body:` and `contentType:`"
                        : "correct " + (operation.body().isEmpty() ? "" : "`body:`, ")
                                + "`query:`, `headers:` or `with:` of the operation"));
    }

    private static Optional<Cause> hiddenError(Symptoms s) {
        return s.isHiddenError()
                ? Optional.of(possible(
                        Code.HIDDEN_ERROR,
                        "the body of the " + s.status() + " is an error",
                        "give other values (`with:`, `query:`, `body:`) if it is one of the request; if it is none at all,"
                                + " look at `denial: errors:`"))
                : Optional.empty();
    }

    private static Optional<Cause> notPublic(Symptoms s) {
        return s.operation().open() && s.isRefusal() && !s.all().isAllRefused()
                ? Optional.of(certain(
                        Code.NOT_PUBLIC,
                        "it is declared public, but is refused without a credential",
                        "take away `public: true`, and say what it needs: `requires:`"))
                : Optional.empty();
    }

    private static Optional<Cause> odd(Symptoms s) {
        var answered = !(s.exchange().answer() instanceof Unanswered);
        return answered && s.decision().reason() == Reason.ODD_STATUS
                ? Optional.of(likely(
                        Code.REQUEST_REJECTED,
                        "the status says nothing of access",
                        "look whether `headers:` asks for something special, such as a range or a cached answer"))
                : Optional.empty();
    }
}
