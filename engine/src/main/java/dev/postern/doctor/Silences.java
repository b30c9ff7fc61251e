package dev.postern.doctor;

import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.doctor.Cause.Code;
import java.util.Optional;

/** Why nobody answered. The door's words tell it; what follows a semicolon in them is already a remedy. */
final class Silences {

    private Silences() {}

    /** The cause, where there was no answer. */
    static Optional<Cause> of(Target target, Exchange exchange, String key) {
        if (!(exchange.answer() instanceof Unanswered none)) {
            return Optional.empty();
        }
        var parts = none.words().split("; ", 2);
        var place = Origin.of(target.baseUrl()).equals(exchange.request().origin()) ? "`baseUrl`" : key;
        var code = switch (none.failure()) {
            case UNKNOWN_HOST -> Code.UNKNOWN_HOST;
            case CONNECTION_REFUSED -> Code.HOST_UNREACHABLE;
            case TLS -> Code.TLS;
            case NOT_HTTP -> Code.NOT_HTTP;
            case TIMEOUT -> Code.TIMEOUT;
            case RESET -> Code.CONNECTION_BROKEN;
            case HOST_NOT_ALLOWED, DESTRUCTIVE, BUDGET, FAILED_LOGINS, NOT_ONE_REQUEST, STOPPED -> Code.NOT_SENT;
        };
        return Optional.of(Cause.certain(
                code, parts[0], remedy(none, parts, place, exchange.request().origin())));
    }

    private static String remedy(Unanswered none, String[] parts, String place, Origin origin) {
        return switch (none.failure()) {
            case UNKNOWN_HOST ->
                "correct the host in " + place + ", or connect this machine to the network where it has that name";
            case CONNECTION_REFUSED ->
                "start what should answer there, or correct host and port in " + place
                        + (isThisMachine(origin)
                                ? "; in a container, `" + origin.host() + "` is the container itself"
                                : "");
            case TLS ->
                parts.length > 1 ? asDemand(parts[1], place) : "give the server a certificate that is valid now";
            case NOT_HTTP ->
                origin.isSecure()
                        ? "correct the port in " + place
                        : "write `https:` in " + place + " if it speaks TLS there, or correct the port";
            case TIMEOUT ->
                "look whether a firewall swallows the request, correct host and port in " + place
                        + ", or raise `limits: deadline:`";
            case RESET ->
                "look at the log of what answers there; where it speaks TLS, " + place + " must begin with `https:`";
            case HOST_NOT_ALLOWED -> parts.length > 1 ? parts[1] : "add the host under `allow:`";
            case DESTRUCTIVE -> "write `destructive: allow` if it may be called";
            case BUDGET -> "raise `limits: requests:`";
            case FAILED_LOGINS -> "raise `limits: failedLogins:` if the account may be locked";
            case NOT_ONE_REQUEST -> "find out who put it there: it may be an attack on those who call the target";
            case STOPPED -> "start again";
        };
    }

    /** The door asks whether TLS is spoken; as a remedy it is a demand. */
    private static String asDemand(String words, String place) {
        return words.startsWith("does it speak TLS")
                ? "write `http:` in " + place + " if it speaks plain HTTP there, or correct the port"
                : words;
    }

    private static boolean isThisMachine(Origin origin) {
        return origin.host().equals("localhost")
                || origin.host().startsWith("127.")
                || origin.host().equals("[::1]");
    }

    /** Where the target file says who issues the identity's credential. */
    static String issuerKey(Target target, Identity identity) {
        return target.schemes().get(identity.scheme()) instanceof Scheme.Bearer
                ? "`tokenEndpoint` of scheme `" + identity.scheme() + "`"
                : "`baseUrl`";
    }
}
