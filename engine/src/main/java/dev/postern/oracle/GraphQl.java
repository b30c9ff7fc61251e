package dev.postern.oracle;

import static dev.postern.api.check.Decision.Confidence.CERTAIN;
import static dev.postern.api.check.Decision.Confidence.LIKELY;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.WireRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** GraphQL says in the body what HTTP says in the status: {@code data}, beside or instead of {@code errors}. */
final class GraphQl {

    private static final Set<String> DENIALS = Set.of(
            "unauthenticated",
            "unauthorized",
            "forbidden",
            "accessdenied",
            "permissiondenied",
            "notauthenticated",
            "notauthorized",
            "authnotauthenticated",
            "authnotauthorized",
            "invalidjwt",
            "invalidheaders",
            "loginrequired");
    private static final Set<String> INVALID = Set.of(
            "graphqlvalidationfailed",
            "graphqlparsefailed",
            "baduserinput",
            "badrequest",
            "validationfailed",
            "validationerror",
            "invalidsyntax",
            "persistedquerynotfound",
            "persistedquerynotsupported");
    private static final Set<String> CRASHES = Set.of("internalservererror", "internalerror");

    private static final Pattern QUERY = Pattern.compile("^\\s*(\\{|query\\b|mutation\\b|subscription\\b)");

    private GraphQl() {}

    /** Whether a request asks GraphQL. */
    static boolean isAsked(WireRequest request) {
        return request.target().toLowerCase(Locale.ROOT).contains("graphql")
                || request.header("Content-Type")
                        .filter(type -> type.startsWith("application/graphql"))
                        .isPresent()
                || hasQuery(request.body().text());
    }

    private static boolean hasQuery(String body) {
        return body.startsWith("{")
                && Flattening.json(body, false).stream()
                        .flatMap(List::stream)
                        .anyMatch(n -> n.pointer().equals("/query")
                                && QUERY.matcher(n.value()).find());
    }

    /** Whether the answer has errors and no data. */
    static boolean isNothingButErrors(Fingerprint answer) {
        return hasErrors(answer) && fields(answer).isEmpty();
    }

    /** Judges answers that have errors, or fields that are null; others go on to the body test. */
    static Optional<Decision> rule(Evidence e) {
        var raw = e.raw();
        boolean speaksGraphQl = isAsked(e.answer().request())
                && raw.kind() == Fingerprint.Kind.JSON
                && (raw.at("/data").isPresent() || hasErrors(raw));
        if (!speaksGraphQl || StatusRules.isOneOf(e.status(), 401, 403)) {
            return Optional.empty();
        }
        var granted = fields(e.positive());
        var shown = fields(raw).stream().filter(granted::contains).sorted().toList();
        if (!hasErrors(raw)) {
            boolean allNull = shown.isEmpty() && !granted.isEmpty();
            return allNull
                    ? Optional.of(new Denied(LIKELY, e.status() + ", but every field that was asked for is null"))
                    : Optional.empty();
        }
        if (shown.isEmpty()) {
            return Optional.of(withoutData(e));
        }
        return e.question().needsTheSubjectsData() ? Optional.of(Ownership.judge(e)) : Optional.of(partial(e, shown));
    }

    private static Decision partial(Evidence e, List<String> shown) {
        boolean emptied = EmptyCollection.isEmptied(e.positive(), e.answered());
        return emptied
                ? new Unclear(Reason.EMPTY_COLLECTION, e.status() + " with errors and an empty list")
                : new Granted(
                        LIKELY,
                        e.status() + " with errors, but also with data of the field" + (shown.size() > 1 ? "s " : " ")
                                + String.join(", ", shown));
    }

    private static Decision withoutData(Evidence e) {
        var codes = codes(e.raw());
        if (codes.stream().anyMatch(DENIALS::contains)) {
            return new Denied(CERTAIN, e.status() + ", but GraphQL says in its errors that access is denied");
        }
        if (codes.stream().anyMatch(INVALID::contains)) {
            return new Unclear(
                    Reason.REJECTED_AS_MALFORMED,
                    e.status() + ": GraphQL refused the query for its form, before or after access was decided");
        }
        boolean wordsDeny = e.raw().leaves().stream()
                .filter(n -> n.path().equals("/errors/*/message"))
                .anyMatch(n -> SoftErrors.hasDenialWords(n.value()));
        if (wordsDeny) {
            return new Denied(LIKELY, e.status() + ", but GraphQL's error message speaks of a denial");
        }
        if (e.negative().filter(e::hasBodyOf).isPresent()) {
            return new Denied(LIKELY, e.status() + " with the errors that a request without any credential gets");
        }
        if (codes.stream().anyMatch(CRASHES::contains)) {
            return new Unclear(Reason.SERVER_ERROR, e.status() + ": GraphQL reports an internal error");
        }
        return e.raw().at("/data").isPresent()
                ? new Denied(LIKELY, e.status() + ", but with errors and without data")
                : new Unclear(
                        Reason.REJECTED_AS_MALFORMED,
                        e.status() + ": GraphQL did not run the query, and does not say why in a code that is known");
    }

    private static boolean hasErrors(Fingerprint answer) {
        return answer.at("/errors")
                .filter(n -> n.isArray() && !n.value().equals("0"))
                .isPresent();
    }

    /** The fields at the top that are not null. */
    private static Set<String> fields(Fingerprint answer) {
        return answer.nodes().stream()
                .filter(n -> n.depth() == 2
                        && n.path().startsWith("/data/")
                        && !n.type().equals("null"))
                .map(Node::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> codes(Fingerprint answer) {
        return answer.leaves().stream()
                .filter(n -> n.path().startsWith("/errors/*/")
                        && Set.of("code", "classification", "errorType", "type").contains(n.name()))
                .map(n -> SoftErrors.plain(n.value()))
                .collect(Collectors.toSet());
    }
}
