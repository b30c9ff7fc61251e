package dev.postern.http;

import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Recognizes requests that log an account of the target in, and whether they do so with its password. */
final class Logins {

    /** Servers that lock an account know it by its name in any case. */
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    private final List<Step> steps = new ArrayList<>();
    private final Set<String> tokenEndpoints = new HashSet<>();

    /**
     * A login.
     *
     * @param account whose it is: the user name in lower case, or the identity of a login in steps
     * @param right whether the password is that of the account
     */
    record Login(String account, boolean right) {}

    /** A step of an identity's login, with the body that is right there. */
    private record Step(String identity, String method, String path, Pattern body) {}

    Logins(Target target) {
        target.schemes().values().stream()
                .filter(Scheme.Bearer.class::isInstance)
                .flatMap(scheme -> ((Scheme.Bearer) scheme).tokenEndpoint().stream())
                .forEach(url -> tokenEndpoints.add(target.resolve(url).getRawPath()));
        for (var identity : target.identities().values()) {
            if (identity.obtain() instanceof Obtain.UserPassword user) {
                passwords.put(key(user.username()), user.password().reveal());
            } else if (identity.obtain() instanceof Obtain.PasswordGrant grant) {
                passwords.put(key(grant.username()), grant.password().reveal());
            } else if (identity.obtain() instanceof Obtain.Login login) {
                login.steps().stream()
                        .filter(step -> step.method().equals("POST"))
                        .forEach(step -> steps.add(new Step(
                                key(identity.name()), step.method(), pathOf(target.baseUrl(), step), body(step))));
            }
        }
    }

    private static String pathOf(URI base, Obtain.Step step) {
        var prefix = Optional.ofNullable(base.getRawPath()).orElse("").replaceFirst("/$", "");
        return prefix + step.path().split("[?#]", 2)[0];
    }

    private static Pattern body(Obtain.Step step) {
        var mark = "\u0000";
        return Pattern.compile(
                Pattern.quote(step.body().fill(mark).text()).replace(mark, "\\E[0-9]{4,10}\\Q"), Pattern.DOTALL);
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    /** The login that the request is; empty if it is none of a known account. */
    Optional<Login> in(WireRequest request) {
        return basic(request).or(() -> grant(request)).or(() -> step(request));
    }

    /**
     * Remembers an account that was granted with that pair: code may give pairs that the target file does not hold. Only
     * of Basic: the header of a JWT, decoded, looks like a pair too.
     */
    void learn(WireRequest granted) {
        pair(granted)
                .filter(pair -> isBasic(granted))
                .filter(pair -> pair.indexOf(':') > 0)
                .ifPresent(pair -> passwords.putIfAbsent(
                        key(pair.substring(0, pair.indexOf(':'))), pair.substring(pair.indexOf(':') + 1)));
    }

    /** Behind another word even the right password may count as a failure. */
    private static boolean isBasic(WireRequest request) {
        return request.header("Authorization")
                .filter(value -> value.strip().regionMatches(true, 0, "Basic ", 0, "Basic ".length()))
                .isPresent();
    }

    private Optional<Login> basic(WireRequest request) {
        return pair(request).flatMap(pair -> {
            var colon = pair.indexOf(':');
            var account = key(colon < 0 ? pair : pair.substring(0, colon));
            return Optional.ofNullable(passwords.get(account))
                    .map(password -> new Login(
                            account,
                            isBasic(request)
                                    && colon >= 0
                                    && pair.substring(colon + 1).equals(password)));
        });
    }

    /** The pair in the last word of the field: some servers take it behind any scheme. */
    private static Optional<String> pair(WireRequest request) {
        return request.header("Authorization").flatMap(value -> {
            var word = value.strip().replaceFirst("(?s)^.*\\s", "");
            try {
                return Optional.of(new String(Base64.getMimeDecoder().decode(word), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    /** RFC 6749 4.3.2; as a form, or as JSON. */
    private Optional<Login> grant(WireRequest request) {
        if (!request.method().equals("POST") || !tokenEndpoints.contains(path(request))) {
            return Optional.empty();
        }
        var body = request.body().text();
        return passwords.keySet().stream()
                .filter(account -> holds(body.toLowerCase(Locale.ROOT), account))
                .findFirst()
                .map(account -> new Login(account, holds(body, passwords.get(account))));
    }

    private static boolean holds(String body, String value) {
        return !value.isEmpty() && (body.contains("=" + Percent.encode(value)) || body.contains("\"" + value + "\""));
    }

    private static String path(WireRequest request) {
        return request.target().split("[?#]", 2)[0];
    }

    private Optional<Login> step(WireRequest request) {
        var path = path(request);
        var here = steps.stream()
                .filter(step ->
                        step.method().equals(request.method()) && step.path().equals(path))
                .toList();
        var body = request.body().text();
        return here.stream()
                .filter(step -> step.body().matcher(body).matches())
                .findFirst()
                .map(step -> new Login(step.identity(), true))
                .or(() -> here.stream().findFirst().map(step -> new Login(step.identity(), false)));
    }
}
