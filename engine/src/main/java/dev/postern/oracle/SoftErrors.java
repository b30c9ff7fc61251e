package dev.postern.oracle;

import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Errors inside a 2xx: declared ones, standard ones, and what only looks like one. */
final class SoftErrors {

    private static final Set<String> ERROR_MEMBERS =
            Set.of("error", "errors", "fault", "exception", "message", "code", "detail", "msg", "errormessage");
    private static final Set<String> SURE_MEMBERS = Set.of("error", "errors", "fault", "exception");
    /** What may stand beside an error without being data. */
    private static final Set<String> BESIDE = Set.of(
            "error",
            "errors",
            "fault",
            "exception",
            "message",
            "msg",
            "code",
            "detail",
            "details",
            "status",
            "statuscode",
            "success",
            "ok",
            "data",
            "result",
            "timestamp",
            "path",
            "type",
            "title",
            "instance",
            "errordescription",
            "traceid",
            "requestid");

    private static final Set<String> CODE_MEMBERS =
            Set.of("code", "status", "statuscode", "errorcode", "errcode", "errno", "httpstatus", "error", "type");
    private static final Set<String> DENIAL_CODES = Set.of(
            "unauthorized",
            "unauthenticated",
            "forbidden",
            "accessdenied",
            "permissiondenied",
            "notauthenticated",
            "notauthorized",
            "invalidtoken",
            "tokenexpired",
            "invalidcredentials",
            "loginrequired",
            "insufficientscope");
    /** 401 and 403, and what services make of them: 40103. */
    private static final Pattern DENIAL_NUMBER = Pattern.compile("40[13]\\d{0,2}");

    private static final Pattern DENIAL_WORDS = Pattern.compile(
            "\\b(unauthori[sz]ed|unauthenticated|not authori[sz]ed|not authenticated|not logged in|forbidden"
                    + "|access (is )?denied|permission denied|not (allowed|permitted)|no permission|insufficient scope"
                    + "|(invalid|expired|missing|bad|malformed|wrong) (api[- ]?key|access token|token|jwt|credentials?"
                    + "|signature|session|password)|(token|session|api[- ]?key|signature|jwt) (is |has |was )?"
                    + "(invalid|expired|missing|required|not valid)|(login|authentication|authori[sz]ation) "
                    + "(is )?required|please (log|sign) ?in|must (log|sign) ?in|must be (logged|signed) in)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z0-9]");

    private SoftErrors() {}

    /** The pointer of the declared error that the body holds; the fingerprint must not be masked. */
    static Optional<String> declared(List<Target.SoftError> signs, Fingerprint raw) {
        return signs.stream()
                .filter(sign -> raw.at(sign.pointer())
                        .filter(node -> sign.value()
                                .map(wanted -> node.isLeaf() && node.value().equals(wanted))
                                .orElse(!node.type().equals("null")))
                        .isPresent())
                .map(Target.SoftError::pointer)
                .findFirst();
    }

    /** Whether the content type says that the body is a problem (RFC 9457 3). */
    static boolean isProblem(WireResponse response) {
        var type = Fingerprint.contentType(response);
        return type.equals("application/problem+json") || type.equals("application/problem+xml");
    }

    /** Where the body itself says 401, 403 or the like, and the positive control does not say so there. */
    static Optional<String> deniesByCode(Fingerprint positive, Fingerprint answer) {
        var usual = positive.values().keySet();
        return answer.leaves().stream()
                .filter(n -> CODE_MEMBERS.contains(plain(n.name())) && isDenialCode(n.value()))
                .filter(n -> n.depth() <= 2 || plain(n.path()).startsWith("error"))
                .filter(n -> !n.path().contains("*") || plain(n.path()).startsWith("error"))
                .filter(n -> !usual.contains(n.leaf()))
                .map(Node::pointer)
                .findFirst();
    }

    /** Why the body looks like an error, unlike the positive control. */
    static Optional<String> suspicion(Fingerprint positive, Fingerprint answer) {
        if (answer.kind() == Fingerprint.Kind.JSON || answer.kind() == Fingerprint.Kind.XML) {
            var mine = answer.topMembers();
            var usual = positive.topMembers();
            var sure = answer.nodes().stream()
                    .filter(n -> n.depth() == 1 && SURE_MEMBERS.contains(plain(n.name())))
                    .filter(n -> !isNothing(n)
                            && positive.at(n.pointer())
                                    .filter(p -> !isNothing(p))
                                    .isEmpty())
                    .findFirst();
            if (sure.isPresent()) {
                return Optional.of("it has " + sure.get().pointer());
            }
            boolean errorMember = mine.stream().anyMatch(m -> ERROR_MEMBERS.contains(plain(m)));
            if (errorMember && mine.stream().noneMatch(usual::contains)) {
                return Optional.of("no member of the positive control is in it, but one that names an error");
            }
            var refusal = answer.leaves().stream()
                    .filter(n -> n.depth() == 1 && Set.of("success", "ok").contains(plain(n.name())))
                    .filter(n -> n.value().equals("false") && !positive.values().containsKey(n.leaf()))
                    .findFirst();
            if (refusal.isPresent()) {
                return Optional.of(refusal.get().pointer() + " is false");
            }
        }
        if (answer.kind() == Fingerprint.Kind.XML
                && plain(answer.nodes().get(0).name()).matches("error|errors|fault|exception|errorresponse")) {
            return Optional.of("its root element names an error");
        }
        return speaksOfDenial(positive, answer) ? Optional.of("its words speak of a denial") : Optional.empty();
    }

    /** Whether a 2xx that is meant to be granted holds nothing but an error. */
    static boolean isNothingButError(Fingerprint answer) {
        return answer.kind() == Fingerprint.Kind.JSON
                && answer.topMembers().stream().allMatch(m -> BESIDE.contains(plain(m)))
                && answer.nodes().stream()
                        .anyMatch(n -> n.depth() == 1 && SURE_MEMBERS.contains(plain(n.name())) && !isNothing(n))
                && answer.nodes().stream()
                        .noneMatch(n ->
                                n.depth() == 1 && Set.of("data", "result").contains(plain(n.name())) && !isNothing(n));
    }

    /** Whether a short text says so. */
    static boolean hasDenialWords(String text) {
        return text.length() < 2000 && DENIAL_WORDS.matcher(text).find();
    }

    private static boolean isDenialCode(String value) {
        return DENIAL_CODES.contains(plain(value))
                || DENIAL_NUMBER.matcher(value.strip()).matches();
    }

    private static boolean speaksOfDenial(Fingerprint positive, Fingerprint answer) {
        var usual = text(positive);
        return !hasDenialWords(usual) && hasDenialWords(text(answer));
    }

    private static String text(Fingerprint print) {
        return String.join(" ", print.leaves().stream().map(Node::value).toList());
    }

    private static boolean isNothing(Node node) {
        return switch (node.type()) {
            case "null" -> true;
            case "array" -> node.value().equals("0");
            case "object" -> false;
            default ->
                node.value().isEmpty()
                        || node.value().equals("false")
                        || node.value().equals("0");
        };
    }

    static String plain(String name) {
        return NOT_LETTERS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
