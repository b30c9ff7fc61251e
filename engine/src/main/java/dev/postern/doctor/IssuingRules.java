package dev.postern.doctor;

import static dev.postern.doctor.Cause.certain;
import static dev.postern.doctor.Cause.likely;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.doctor.Cause.Code;
import dev.postern.run.Examined.Possession;
import java.util.List;
import java.util.Optional;

/** Why an identity has no credential. */
final class IssuingRules {

    private IssuingRules() {}

    static List<Cause> causes(Target target, Possession possession) {
        var key = Silences.issuerKey(target, possession.identity());
        return possession
                .exchange()
                .flatMap(x -> Silences.of(target, x, key))
                .or(() -> possession.exchange().flatMap(x -> refused(target, possession, x, key)))
                .map(List::of)
                .orElseGet(() -> List.of(certain(
                        Code.NO_CREDENTIAL,
                        why(possession),
                        "correct `obtain:` of identity `"
                                + possession.identity().name() + "`")));
    }

    /** Without whose it is: it stands beside it. */
    private static String why(Possession possession) {
        return possession
                .why()
                .replace("No credential for \"" + possession.identity().name() + "\": ", "")
                .replaceFirst("\\.$", "");
    }

    private static Optional<Cause> refused(Target target, Possession possession, Exchange exchange, String key) {
        var obtain = possession.identity().obtain();
        return obtain instanceof Obtain.Login
                ? Optional.of(login(target, possession, exchange))
                : Optional.of(
                        error(exchange).flatMap(code -> byCode(code, obtain)).orElseGet(() -> byStatus(exchange, key)));
    }

    private static Optional<String> error(Exchange exchange) {
        return Facts.json(exchange)
                .map(body -> body.get("error"))
                .filter(n -> n.isTextual())
                .map(n -> n.asText());
    }

    /** RFC 6749 5.2. */
    private static Optional<Cause> byCode(String code, Obtain obtain) {
        return Optional.ofNullable(
                switch (code) {
                    case "invalid_client" ->
                        certain(
                                Code.CLIENT_REFUSED,
                                "the token endpoint does not know the client, or its secret is wrong (invalid_client)",
                                "correct `clientId:` and `clientSecret:` in `obtain:`");
                    case "invalid_grant" ->
                        certain(
                                Code.GRANT_REFUSED,
                                obtain instanceof Obtain.PasswordGrant
                                        ? "user name or password is wrong, or the account is locked or needs more"
                                                + " (invalid_grant)"
                                        : "the token endpoint refuses the grant (invalid_grant)",
                                obtain instanceof Obtain.PasswordGrant
                                        ? "correct `username:` and `password:` in `obtain:`"
                                        : "look at the client's settings at the issuer");
                    case "unsupported_grant_type", "unauthorized_client" ->
                        certain(
                                Code.GRANT_NOT_ENABLED,
                                "this grant is not enabled "
                                        + (code.startsWith("unsup") ? "at the token endpoint" : "for this client")
                                        + " ("
                                        + code + ")",
                                "enable it at the issuer, or obtain the credential otherwise: `token:` or `claims:`");
                    case "invalid_scope", "access_denied" ->
                        certain(
                                Code.SCOPE_UNKNOWN,
                                "a scope that is asked for is unknown, or not this client's (" + code + ")",
                                "correct `scope:` in `obtain:`");
                    case "invalid_request", "invalid_target" ->
                        likely(
                                Code.TOKEN_REQUEST_INCOMPLETE,
                                "the token endpoint misses a parameter, such as an audience or scope (" + code + ")",
                                "give `scope:` in `obtain:`; if it needs what Postern cannot send, obtain the token outside"
                                        + " and give it: `token:`");
                    default -> null;
                });
    }

    private static Cause byStatus(Exchange exchange, String key) {
        var response = exchange.response().orElseThrow();
        int status = response.status();
        if (status == 401 || status == 403) {
            return certain(
                    Code.CLIENT_REFUSED,
                    "the token endpoint refuses the client with " + status,
                    "correct `clientId:` and `clientSecret:` in `obtain:`");
        }
        if (status == 429) {
            return certain(
                    Code.RATE_LIMITED, "the token endpoint asks to slow down", "wait, and lower `limits: rate:`");
        }
        if (status >= 500) {
            return certain(
                    Code.SERVER_ERROR,
                    "the token endpoint fails with " + status,
                    "look at the log of who answers there");
        }
        var redirect = Redirect.of(exchange);
        if (redirect.isPresent()) {
            return certain(
                    Code.TOKEN_ENDPOINT_WRONG,
                    "the token endpoint redirects to " + redirect.get().place(),
                    "correct " + key + ": a token endpoint answers itself");
        }
        return certain(
                Code.TOKEN_ENDPOINT_WRONG,
                noEndpoint(response),
                "correct " + key
                        + ": an address that is given as a path counts from the root of the host, not from the path of `baseUrl`");
    }

    private static String noEndpoint(WireResponse response) {
        if (response.status() == 404 || response.status() == 405) {
            return "there is no token endpoint at that address (" + response.status() + ")";
        }
        return isPage(response)
                ? "a web page answers in place of a token endpoint (" + response.status() + ")"
                : "the answer (" + response.status() + ") holds no `access_token`";
    }

    private static boolean isPage(WireResponse response) {
        return response.body().text().stripLeading().startsWith("<");
    }

    private static Cause login(Target target, Possession possession, Exchange exchange) {
        int status = exchange.response().map(WireResponse::status).orElse(0);
        if (status < 400) {
            return noCookie(target, possession, exchange);
        }
        if (status >= 500) {
            return certain(Code.SERVER_ERROR, "the login fails with " + status, "look at the log of the target");
        }
        return switch (status) {
            case 404, 405 ->
                certain(
                        Code.LOGIN_FAILED,
                        "there is no such step of a login (" + status + ")",
                        "correct `call:` of the step in `login:`");
            case 400, 415, 422 ->
                certain(
                        Code.LOGIN_FAILED,
                        "the login does not understand the step (" + status + ")",
                        "correct its fields, and `form:` or `json:`, in `login:`");
            case 429 -> certain(Code.RATE_LIMITED, "the login asks to slow down", "wait, and lower `limits: rate:`");
            default ->
                certain(
                        Code.LOGIN_FAILED,
                        "the login refuses the step (" + status + ")",
                        "correct user name and password in `login:`, and `totpSeed:` where there is a second factor");
        };
    }

    private static Cause noCookie(Target target, Possession possession, Exchange exchange) {
        var wanted = target.schemes().get(possession.identity().scheme()) instanceof Scheme.Session session
                ? session.cookie()
                : "";
        var set = exchange.response().map(r -> r.headers("Set-Cookie")).orElse(List.of()).stream()
                .map(field -> Told.shown(field.replaceFirst("[=;].*", "")))
                .distinct()
                .toList();
        return certain(
                Code.LOGIN_FAILED,
                "the login sets no cookie " + wanted
                        + (set.isEmpty() ? "" : "; its last answer sets " + String.join(", ", set)),
                set.isEmpty()
                        ? "look whether `login:` has all its steps, and whether user name and password are right: some"
                                + " logins refuse with a page"
                        : "write the name of the session's cookie in `cookie:` of scheme `"
                                + possession.identity().scheme() + "`");
    }
}
