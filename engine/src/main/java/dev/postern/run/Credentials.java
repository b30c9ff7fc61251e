package dev.postern.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Obtain.Client;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.redaction.Redactor;
import dev.postern.redaction.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Obtains the credentials of identities, once for all cases, and anew before they run out. */
final class Credentials {

    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** In seconds; what lives for years does not run out in an audit. */
    private static final long LONGEST_LIFETIME = 100_000_000;

    /** Errors of RFC 6749 5.2 by which a server says that it knew the client: another way to send it changes nothing. */
    private static final Set<String> CLIENT_IS_KNOWN =
            Set.of("invalid_grant", "invalid_scope", "unauthorized_client", "unsupported_grant_type");

    private static final int MOST_MEMBERS = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Target target;
    private final Calls calls;
    private final Courier courier;
    private final Redactor redactor;
    private final MarkerWatch watch;
    private final Memo<String, Holding> shared = new Memo<>();
    /** The newest refresh token of identities whose first one was given: rotation takes the given one away. */
    private final Map<String, String> rotated = new ConcurrentHashMap<>();
    /** The step of time whose one-time code an identity sent last. */
    private final Map<String, Long> codes = new ConcurrentHashMap<>();
    /** Why an identity has no credential any more, whatever its way to obtain one. */
    private final Map<String, String> lost = new ConcurrentHashMap<>();

    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    Credentials(Target target, Calls calls, Courier courier, Redactor redactor, MarkerWatch watch) {
        this.target = target;
        this.calls = calls;
        this.courier = courier;
        this.redactor = redactor;
        this.watch = watch;
    }

    /** What an identity holds, or why it holds nothing. */
    sealed interface Holding {

        /**
         * A credential.
         *
         * @param issuing the exchange that issued it, where it was not given
         * @param renewAt when to obtain another one, as far as it is known when this one runs out
         * @param before the steps of a login before the issuing one
         */
        record Held(
                String credential,
                Optional<String> refreshToken,
                Optional<Exchange> issuing,
                Optional<Instant> renewAt,
                List<Exchange> before)
                implements Holding {

            Held(
                    String credential,
                    Optional<String> refreshToken,
                    Optional<Exchange> issuing,
                    Optional<Instant> renewAt) {
                this(credential, refreshToken, issuing, renewAt, List.of());
            }

            @Override
            public String toString() {
                return "***";
            }
        }

        /**
         * None.
         *
         * @param exchange what was answered, or not, where it was asked for
         */
        record Absent(Verdict verdict, Optional<Exchange> exchange) implements Holding {}
    }

    /** The credential that all cases share; obtained anew shortly before it runs out. */
    Holding of(Identity identity) {
        if (lost.containsKey(identity.name())) {
            return absent(identity, lost.get(identity.name()));
        }
        var holding = shared.get(identity.name(), name -> obtain(identity));
        var runsOut = holding instanceof Holding.Held held
                && held.renewAt().filter(Instant.now()::isAfter).isPresent();
        if (!runsOut) {
            return holding;
        }
        shared.forget(identity.name(), holding);
        return shared.get(identity.name(), name -> obtain(identity));
    }

    /** Has the shared credential of an identity obtained anew when it is needed next: it is known to be dead. */
    void forget(Identity identity) {
        shared.forget(identity.name(), of(identity));
    }

    /**
     * Has the shared credential of an identity obtained anew for the cases that follow, once in an audit: it was lost.
     *
     * @return whether another one can be had
     */
    boolean renew(Identity identity) {
        var isFixed = identity.obtain() instanceof Obtain.Given
                || identity.obtain() instanceof Obtain.UserPassword
                || identity.obtain() instanceof Obtain.Supplied;
        if (isFixed || !renewed.add(identity.name())) {
            return false;
        }
        forget(identity);
        return true;
    }

    /**
     * From now on the identity has no credential.
     *
     * @param why goes on after "No credential for …: "
     */
    void lose(Identity identity, String why) {
        lost.put(identity.name(), why);
    }

    /** Shortly before it runs out; a credential that lives for seconds only is used for half of them. */
    private static Instant renewAt(Duration lifetime) {
        var half = lifetime.dividedBy(2);
        return Instant.now().plus(lifetime).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
    }

    /** A credential apart from the shared one. */
    Holding obtain(Identity identity) {
        if (lost.containsKey(identity.name())) {
            return absent(identity, lost.get(identity.name()));
        }
        var holding = obtain(identity, target.schemes().get(identity.scheme()));
        if (holding instanceof Holding.Held held) {
            redactor.learnCredential(held.credential(), identity);
            watch.holds(identity, held.credential());
            held.refreshToken().ifPresent(token -> redactor.learn(token, Source.refreshTokenOf(identity.name())));
        }
        return holding;
    }

    private Holding obtain(Identity identity, Scheme scheme) {
        var obtain = identity.obtain();
        if (obtain instanceof Obtain.Given given) {
            var refresh = given.refresh().map(s -> rotated.getOrDefault(identity.name(), s.reveal()));
            return new Holding.Held(given.credential().reveal(), refresh, Optional.empty(), Optional.empty());
        }
        if (obtain instanceof Obtain.UserPassword user) {
            return new Holding.Held(
                    user.username() + ":" + user.password().reveal(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        if (obtain instanceof Obtain.Supplied supplied) {
            return supplied(identity, scheme, supplied.source());
        }
        if (obtain instanceof Obtain.Minted minted && scheme instanceof Scheme.BearerJwt jwt) {
            return mint(identity, minted, jwt);
        }
        if (obtain instanceof Obtain.ClientCredentials grant) {
            return grant(identity, scheme, grant.client(), "grant_type=client_credentials" + scope(grant.scope()));
        }
        if (obtain instanceof Obtain.PasswordGrant grant) {
            return grant(
                    identity,
                    scheme,
                    grant.client(),
                    "grant_type=password&username=" + Percent.encode(grant.username()) + "&password="
                            + Percent.encode(grant.password().reveal()) + scope(grant.scope()));
        }
        if (obtain instanceof Obtain.Login login && scheme instanceof Scheme.Session session) {
            return loginWithNewCode(identity, session, login);
        }
        return absent(identity, "its way to obtain one does not fit scheme \"" + scheme.name() + "\"");
    }

    private Holding supplied(Identity identity, Scheme scheme, Obtain.Source source) {
        try {
            var credential = source.credential(target.baseUrl()).reveal();
            if (scheme instanceof Scheme.Basic) {
                if (!credential.contains(":")) {
                    return absent(identity, "what the code gives for Basic is not user:password");
                }
            }
            var renewAt = Expiry.of(credential)
                    .map(runsOut -> Duration.between(Instant.now(), runsOut))
                    .filter(left -> !left.isNegative()) // the code has no better one, so asking again would not help
                    .map(Credentials::renewAt);
            return new Holding.Held(credential, Optional.empty(), Optional.empty(), renewAt);
        } catch (IllegalStateException e) {
            return absent(identity, e.getMessage());
        }
    }

    private Holding mint(Identity identity, Obtain.Minted minted, Scheme.BearerJwt scheme) {
        try {
            return new Holding.Held(
                    TokenMint.mint(scheme, identity, minted, Instant.now()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(renewAt(TokenMint.lifetime(scheme))));
        } catch (TokenMint.MintException e) {
            return absent(identity, e.getMessage());
        }
    }

    private Holding grant(Identity identity, Scheme scheme, Client client, String form) {
        var endpoint = tokenEndpoint(scheme);
        if (endpoint.isEmpty()) {
            return absent(identity, "scheme \"" + scheme.name() + "\" has no tokenEndpoint");
        }
        var exchange = post(endpoint.get(), client, form);
        var body = json(exchange);
        var token = text(body, "access_token");
        if (token.isEmpty()) {
            return absent(
                    identity, exchange, "the token endpoint " + said(exchange, body) + withoutToken(exchange, body));
        }
        if (holdsControls(token.get())) {
            return absent(
                    identity,
                    exchange,
                    "the access token that the token endpoint gave holds a line break or another control character, and is"
                            + " not sent to anybody");
        }
        var lifetime = body.path("expires_in").asLong(0); // RFC 6749 5.1: in seconds; some write it as a text
        var renewAt = lifetime > 0 && lifetime <= LONGEST_LIFETIME
                ? Optional.of(renewAt(Duration.ofSeconds(lifetime)))
                : Optional.<Instant>empty();
        return new Holding.Held(token.get(), text(body, "refresh_token"), Optional.of(exchange), renewAt);
    }

    private static boolean holdsControls(String credential) {
        return credential.chars().anyMatch(Character::isISOControl);
    }

    /** What was found in place of a token, for an answer that looks like a success. */
    private static String withoutToken(Exchange exchange, JsonNode body) {
        var success = exchange.response().filter(WireResponse::isSuccess);
        if (success.isEmpty()) {
            return "";
        }
        var members = new ArrayList<String>();
        body.fieldNames().forEachRemaining(members::add);
        var found = members.isEmpty()
                ? success.get()
                        .header("Content-Type")
                        .map(type -> "it is " + type.split(";", 2)[0].strip() + " without members")
                        .orElse("it has no Content-Type")
                : "its members are "
                        + members.stream()
                                .limit(MOST_MEMBERS)
                                .map(name -> name.replaceAll("[^\\x21-\\x7e]", "?"))
                                .collect(Collectors.joining(", "));
        return " and gave no access_token: " + found;
    }

    /** Basic first (RFC 6749 2.3.1), which every server must support; in the body where Basic is refused. */
    private Exchange post(URI endpoint, Client client, String form) {
        return post(endpoint, client, form, courier::send);
    }

    private Exchange post(URI endpoint, Client client, String form, Door.Sender sender) {
        if (client.secret().isEmpty()) {
            return sender.send(calls.form(endpoint, List.of(), form + "&client_id=" + Percent.encode(client.id())));
        }
        var secret = client.secret().get().reveal();
        var pair = Percent.encode(client.id()) + ":" + Percent.encode(secret);
        var basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        var exchange = sender.send(calls.form(endpoint, List.of(new Header("Authorization", "Basic " + basic)), form));
        var isClientRefused = (exchange.hasStatus(401) || exchange.hasStatus(400))
                && text(json(exchange), "error")
                        .filter(CLIENT_IS_KNOWN::contains)
                        .isEmpty();
        if (!isClientRefused) {
            return exchange; // a wrong password or a used refresh token must not be sent twice
        }
        var inBody = sender.send(calls.form(
                endpoint,
                List.of(),
                form + "&client_id=" + Percent.encode(client.id()) + "&client_secret=" + Percent.encode(secret)));
        return inBody.response().filter(WireResponse::isSuccess).isPresent() ? inBody : exchange;
    }

    /** The refresh grant (RFC 6749 6); what comes back is learnt as secret. */
    Exchange refresh(Identity identity, String refreshToken) {
        var endpoint = tokenEndpoint(target.schemes().get(identity.scheme()));
        var exchange = post(
                endpoint.orElseThrow(() -> new IllegalStateException("planned without a token endpoint")),
                client(identity),
                "grant_type=refresh_token&refresh_token=" + Percent.encode(refreshToken));
        var body = json(exchange);
        text(body, "access_token").ifPresent(token -> redactor.learnCredential(token, identity));
        text(body, "refresh_token").ifPresent(next -> {
            redactor.learn(next, Source.refreshTokenOf(identity.name()));
            rotated.put(identity.name(), next);
        });
        return exchange;
    }

    /** Revokes a token (RFC 7009 2.1). */
    Exchange revoke(Identity identity, String token, String typeHint) {
        var endpoint = target.schemes().get(identity.scheme()).revocation().endpoint();
        redactor.learn(token);
        return post(
                endpoint.orElseThrow(() -> new IllegalStateException("planned without a revocation endpoint")),
                client(identity),
                "token=" + Percent.encode(token) + "&token_type_hint=" + typeHint,
                courier::sendPermitted);
    }

    private static Optional<URI> tokenEndpoint(Scheme scheme) {
        return scheme instanceof Scheme.Bearer bearer ? bearer.tokenEndpoint() : Optional.empty();
    }

    private static Client client(Identity identity) {
        var obtain = identity.obtain();
        if (obtain instanceof Obtain.PasswordGrant grant) {
            return grant.client();
        }
        if (obtain instanceof Obtain.ClientCredentials grant) {
            return grant.client();
        }
        return obtain instanceof Obtain.Given given && given.client().isPresent()
                ? given.client().get()
                : new Client("postern", Optional.empty());
    }

    /** RFC 6238 5.2: a code counts once, so a login that follows another too soon needs the next one. */
    private Holding loginWithNewCode(Identity identity, Scheme.Session scheme, Obtain.Login login) {
        var before = codes.get(identity.name());
        var holding = login(identity, scheme, login.steps(), login);
        var refused =
                holding instanceof Holding.Absent absent && absent.verdict().reason() == Reason.NO_CREDENTIAL;
        if (!refused || before == null || !before.equals(codes.get(identity.name()))) {
            return holding;
        }
        courier.pause(Totp.untilNext(Instant.now()));
        return login(identity, scheme, login.steps(), login);
    }

    /** A login with these of its steps; the credential is the session cookie after the last. */
    Holding login(Identity identity, Scheme.Session scheme, List<Obtain.Step> steps, Obtain.Login login) {
        var jar = new CookieJar();
        var sent = new ArrayList<Exchange>();
        for (var step : steps) {
            if (step.body().asksForCode() && login.totpSeed().isEmpty()) {
                return absent(
                        identity, "step " + step.path() + " of its login asks for {totp}, but there is no totpSeed");
            }
            var now = Instant.now();
            var code = login.totpSeed().map(s -> Totp.code(s.reveal(), now));
            if (step.body().asksForCode()) {
                codes.put(identity.name(), Totp.step(now));
            }
            var request = calls.step(
                    step.method(),
                    step.path(),
                    step.contentType().isEmpty() ? Optional.empty() : Optional.of(step.contentType()),
                    step.body().fill(code.orElse("")));
            var exchange = courier.send(jar.onto(request));
            exchange.response().ifPresent(jar::take);
            sent.add(exchange);
            if (exchange.response().isEmpty() || exchange.response().get().status() >= 400) {
                return absent(
                        identity, exchange, "step " + step.path() + " of its login " + said(exchange, json(exchange)));
            }
        }
        var cookie = jar.value(scheme.cookie());
        if (cookie.isEmpty()) {
            var why = "its login set no cookie \"" + scheme.cookie() + "\"";
            return sent.isEmpty() ? absent(identity, why) : absent(identity, sent.get(sent.size() - 1), why);
        }
        redactor.learnCredential(cookie.get(), identity);
        if (holdsControls(cookie.get())) {
            return absent(
                    identity, "the cookie \"" + scheme.cookie() + "\" that its login set holds a control character");
        }
        var last = sent.size() - 1;
        return new Holding.Held(
                cookie.get(), Optional.empty(), Optional.of(sent.get(last)), Optional.empty(), sent.subList(0, last));
    }

    private static Holding absent(Identity identity, String why) {
        return absent(identity, Reason.NO_CREDENTIAL, Optional.empty(), why);
    }

    private static Holding absent(Identity identity, Exchange exchange, String why) {
        var silent = exchange.answer() instanceof Unanswered unanswered
                && !unanswered.failure().isRefusal();
        return absent(identity, silent ? Reason.TRANSPORT : Reason.NO_CREDENTIAL, Optional.of(exchange), why);
    }

    private static Holding absent(Identity identity, Reason reason, Optional<Exchange> exchange, String why) {
        return new Holding.Absent(
                Verdict.inconclusive(reason, "No credential for \"" + identity.name() + "\": " + why + "."), exchange);
    }

    private static String said(Exchange exchange, JsonNode body) {
        if (exchange.answer() instanceof Unanswered unanswered) {
            return "did not answer: " + unanswered.words();
        }
        var error = text(body, "error").map(e -> " (" + e + ")").orElse("");
        return "answered " + exchange.response().map(WireResponse::status).orElse(0) + error;
    }

    static JsonNode json(Exchange exchange) {
        try {
            var body = exchange.response().map(r -> r.body().text()).orElse("");
            var node = JSON.readTree(body.isEmpty() ? "{}" : body);
            return node == null ? JSON.createObjectNode() : node;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    static Optional<String> text(JsonNode body, String member) {
        return Optional.ofNullable(body.get(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(t -> !t.isEmpty());
    }

    private static String scope(Optional<String> scope) {
        return scope.map(s -> "&scope=" + Percent.encode(s)).orElse("");
    }

    /** The cookies of one login; each login has its own. */
    private static final class CookieJar {
        private final Map<String, String> cookies = new LinkedHashMap<>();

        void take(WireResponse response) {
            for (var field : response.headers("Set-Cookie")) {
                var pair = field.split(";", 2)[0].split("=", 2);
                if (pair.length == 2) {
                    cookies.put(pair[0].strip(), pair[1].strip());
                }
            }
        }

        WireRequest onto(WireRequest request) {
            var pairs = new ArrayList<String>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            return pairs.isEmpty() ? request : request.with("Cookie", String.join("; ", pairs));
        }

        Optional<String> value(String name) {
            return Optional.ofNullable(cookies.get(name)).filter(v -> !v.isEmpty());
        }
    }
}
