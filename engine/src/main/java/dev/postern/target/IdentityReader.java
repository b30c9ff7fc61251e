package dev.postern.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.target.Hooks;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Obtain.Client;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Sight;
import dev.postern.api.target.Sight.Extent;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code identities}. */
final class IdentityReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> ONE_TIME_CODE = List.of("{totp}");

    private final Map<String, Scheme> schemes;
    private final Set<String> declared;
    private final Map<String, Obtain.Source> supplied;
    private final Texts texts;
    private final Problems problems;

    /**
     * A reader for one target file.
     *
     * @param declared all names under {@code schemes}, those that could not be read included
     * @param supplied code that gives credentials, by the names of identities
     */
    IdentityReader(
            Map<String, Scheme> schemes,
            Set<String> declared,
            Map<String, Obtain.Source> supplied,
            Texts texts,
            Problems problems) {
        this.schemes = schemes;
        this.declared = declared;
        this.supplied = supplied;
        this.texts = texts;
        this.problems = problems;
    }

    /** The ways to get a credential, by the key that tells them. */
    @SuppressWarnings("ImmutableEnumChecker") // the lists are of List.of
    private enum Way {
        TOKEN(
                List.of("token", "refresh", "clientId", "clientSecret"),
                Scheme.Type.BEARER_JWT,
                Scheme.Type.BEARER_OPAQUE),
        GRANT(
                List.of("grant", "clientId", "clientSecret", "username", "password", "scope"),
                Scheme.Type.BEARER_JWT,
                Scheme.Type.BEARER_OPAQUE),
        CLAIMS(List.of("claims"), Scheme.Type.BEARER_JWT),
        KEY(List.of("key"), Scheme.Type.API_KEY),
        USERNAME(List.of("username", "password"), Scheme.Type.BASIC),
        COOKIE(List.of("cookie"), Scheme.Type.SESSION),
        LOGIN(List.of("login", "totpSeed"), Scheme.Type.SESSION),
        SUPPLIED(List.of("supplied"), Scheme.Type.values());

        final List<String> keys;
        final List<Scheme.Type> types;

        Way(List<String> keys, Scheme.Type... types) {
            this.keys = keys;
            this.types = List.of(types);
        }

        String key() {
            return keys.get(0);
        }

        static String of(Scheme.Type type) {
            return Arrays.stream(values())
                    .filter(w -> w.types.contains(type))
                    .map(Way::key)
                    .collect(Collectors.joining(", "));
        }
    }

    /** By name, in order; one that cannot be read is left out. */
    Map<String, Identity> read(Mapping identities) {
        var all = new LinkedHashMap<String, Identity>();
        var names = identities.values().stream().map(Value::key).collect(Collectors.toCollection(LinkedHashSet::new));
        var hooks = new HookReader(names, texts, problems);
        for (var entry : identities.values()) {
            Names.check(entry, "identity", problems);
            identity(entry, names, hooks).ifPresent(i -> all.put(i.name(), i));
        }
        return all;
    }

    private Optional<Identity> identity(Value entry, Set<String> names, HookReader hooks) {
        var in = Mapping.of(entry, "identity " + Words.quote(entry.key()), texts, problems)
                .allowing(Section.IDENTITY.keys());
        if (!entry.is(Kind.MAPPING)) {
            return Optional.empty();
        }
        in.require("scheme", "one of the declared schemes: " + String.join(", ", declared));
        var source = Optional.ofNullable(supplied.get(entry.key()));
        if (source.isEmpty()) {
            in.require("obtain", "how it gets its credential, e.g. \"obtain:\" with \"token: ${env:TOKEN}\"");
        }
        var scheme = in.text("scheme").flatMap(s -> {
            if (!declared.contains(s)) {
                in.error(
                        "scheme",
                        in.owner() + " names the scheme " + in.shown("scheme") + ", which is not declared",
                        Words.didYouMean(s, declared, "schemes"));
            }
            return Optional.ofNullable(schemes.get(s));
        });
        var obtain = source.isPresent()
                ? scheme.map(s -> (Obtain) new Obtain.Supplied(source.get()))
                : in.mapping("obtain", "obtain of " + in.owner(), Section.OBTAIN.keys())
                        .flatMap(o -> scheme.flatMap(s -> obtain(o, s)));
        var tenant = in.text("tenant");
        var scopes = rights(in, "scopes");
        var roles = in.texts("roles", Use.CHECKED);
        var with = in.textMap("with", Use.FREE);
        var markers = in.texts("markers", Use.FREE);
        var sees = sees(in, names, tenant.isPresent());
        var ending =
                scheme.map(s -> hooks.read(in, entry.key(), s, obtain, with)).orElse(Hooks.NONE);
        return obtain.map(o -> new Identity(
                entry.key(),
                scheme.orElseThrow().name(),
                tenant,
                Set.copyOf(scopes),
                Set.copyOf(roles),
                with,
                markers,
                o,
                entry.position(),
                ending,
                sees));
    }

    /** A word for many, or the names of some. */
    private static Sight sees(Mapping in, Set<String> names, boolean hasTenant) {
        var words = Map.of("own", Extent.OWN, "tenant", Extent.TENANT, "all", Extent.ALL);
        var said = in.texts("sees", Use.CHECKED);
        var isWord = in.value("sees").filter(Value::isScalar).isPresent();
        if (said.isEmpty()) {
            return in.has("sees") ? new Sight(Extent.OWN, Set.of()) : Sight.UNDECLARED;
        }
        if (isWord && words.containsKey(said.get(0))) {
            if (said.get(0).equals("tenant") && !hasTenant) {
                in.error(
                        "sees",
                        in.words("sees") + " is \"tenant\", but " + in.owner() + " has no tenant",
                        "add \"tenant:\", or write own, all, or a list of identities");
            }
            return new Sight(words.get(said.get(0)), Set.of());
        }
        for (var name : said) {
            if (!names.contains(name)) {
                in.error(
                        "sees",
                        in.words("sees") + " names the identity " + in.shown("sees", name) + ", which is not declared",
                        "write own, tenant, all, or a list of identities; "
                                + Words.didYouMean(name, names, "identities"));
            }
        }
        return new Sight(Extent.NAMED, Set.copyOf(said));
    }

    /** Scopes hold no blanks (RFC 6749 3.3). */
    static List<String> rights(Mapping in, String key) {
        var all = in.texts(key, Use.CHECKED);
        all.stream()
                .filter(s -> s.contains(" "))
                .findFirst()
                .ifPresent(s -> in.error(
                        key,
                        "a scope in " + in.owner() + " holds a blank: " + in.shown(key, s),
                        "write a list, e.g. [orders:read, orders:write]"));
        return all;
    }

    private Optional<Obtain> obtain(Mapping in, Scheme scheme) {
        var named =
                Arrays.stream(Way.values()).filter(w -> in.mentions(w.key())).toList();
        if (named.contains(Way.GRANT)) {
            named = named.stream().filter(w -> w != Way.USERNAME).toList();
        }
        if (named.size() > 1) {
            in.error(
                    named.get(1).key(),
                    in.owner() + " names two ways: "
                            + Words.quoteAll(named.stream().map(Way::key).toList()),
                    "keep one of them");
            return Optional.empty();
        }
        if (named.isEmpty()) {
            problems.error(
                    in.position(),
                    in.owner() + " names no way to get a credential",
                    "ways for type " + scheme.type().key() + ": " + Way.of(scheme.type()));
            return Optional.empty();
        }
        var way = named.get(0);
        if (!way.types.contains(scheme.type())) {
            in.error(
                    way.key(),
                    in.owner() + " uses " + Words.quote(way.key()) + ", which does not fit scheme "
                            + Words.quote(scheme.name()) + " of type "
                            + scheme.type().key(),
                    "ways for type " + scheme.type().key() + ": " + Way.of(scheme.type()));
            return Optional.empty();
        }
        for (var other : in.values()) {
            if (!way.keys.contains(other.key()) && Section.OBTAIN.keys().contains(other.key())) {
                in.error(
                        other.key(),
                        in.words(other.key()) + " has no meaning beside " + Words.quote(way.key()),
                        "keys beside it: " + String.join(", ", way.keys));
            }
        }
        return switch (way) {
            case TOKEN -> given(in, "token", scheme);
            case KEY -> given(in, "key", scheme);
            case COOKIE -> given(in, "cookie", scheme);
            case GRANT -> grant(in, (Scheme.Bearer) scheme);
            case CLAIMS -> minted(in, (Scheme.BearerJwt) scheme);
            case USERNAME -> userPassword(in);
            case LOGIN -> login(in);
            case SUPPLIED -> notSupplied(in);
        };
    }

    /** Where code supplies the credential, nothing of this is read. */
    private static Optional<Obtain> notSupplied(Mapping in) {
        in.error(
                "supplied",
                in.words("supplied") + " leaves the credential to the code of a test class, but no code gives it",
                "an @Audit class gives it by a method with @CredentialOf; else name another way");
        return Optional.empty();
    }

    private static Optional<Obtain> given(Mapping in, String key, Scheme scheme) {
        in.require(key, "e.g. \"" + key + ": ${env:NAME}\"");
        var credential = in.text(key, Use.SECRET).filter(c -> isCredential(in, key, c));
        credential
                .filter(c -> scheme instanceof Scheme.BearerJwt && !c.equals(Substitution.PLACEHOLDER))
                .filter(c -> c.chars().filter(x -> x == '.').count() != 2)
                .ifPresent(c -> in.warn(
                        key,
                        in.words(key) + " is not a JWT: it has not three parts",
                        "type bearer-opaque is for tokens that only the issuer can read"));
        var refresh = in.text("refresh", Use.SECRET);
        var client = in.has("clientId") || in.has("clientSecret") ? client(in) : Optional.<Client>empty();
        return credential.map(c -> new Obtain.Given(Secret.of(c), refresh.map(Secret::of), client));
    }

    private static boolean isCredential(Mapping in, String key, String text) {
        if (!Names.isFieldValue(text) || !text.equals(text.strip())) {
            in.error(
                    key,
                    in.words(key) + " has a line break or other control character in it, or a blank at an end",
                    "give the credential alone, on one line");
            return false;
        }
        if (key.equals("token") && text.regionMatches(true, 0, "bearer ", 0, "bearer ".length())) {
            in.error(key, in.words(key) + " starts with \"Bearer \"", "give the token alone");
            return false;
        }
        return true;
    }

    private static Optional<Client> client(Mapping in) {
        in.require("clientId", "e.g. \"clientId: alice\"");
        var secret = in.text("clientSecret", Use.SECRET).map(Secret::of);
        return in.text("clientId").map(id -> new Client(id, secret));
    }

    private static Optional<Obtain> grant(Mapping in, Scheme.Bearer scheme) {
        var grant = in.oneOf("grant", List.of("client_credentials", "password"));
        in.require("grant", "one of client_credentials, password");
        if (scheme.tokenEndpoint().isEmpty()) {
            in.error(
                    "grant",
                    in.owner() + " uses a grant, but scheme " + Words.quote(scheme.name()) + " has no tokenEndpoint",
                    "add \"tokenEndpoint: https://…/token\" to the scheme");
        }
        var client = client(in);
        var scope = in.text("scope");
        if (grant.equals(Optional.of("password"))) {
            in.require("username", "the grant \"password\" needs it");
            in.require("password", "the grant \"password\" needs it");
            var username = in.text("username");
            var password = in.text("password", Use.SECRET);
            return client.flatMap(c ->
                    username.flatMap(u -> password.map(p -> new Obtain.PasswordGrant(c, u, Secret.of(p), scope))));
        }
        for (var key : List.of("username", "password")) {
            if (grant.isPresent() && in.has(key)) {
                in.error(key, in.words(key) + " has no meaning beside \"grant: client_credentials\"", "");
            }
        }
        return grant.flatMap(g -> client.map(c -> new Obtain.ClientCredentials(c, scope)));
    }

    private Optional<Obtain> minted(Mapping in, Scheme.BearerJwt scheme) {
        if (scheme.signingKey().isEmpty()) {
            in.error(
                    "claims",
                    in.owner() + " has claims, but scheme " + Words.quote(scheme.name()) + " has no signingKey",
                    "add \"signingKey: ${file:issuer.jwk}\" to the scheme");
        }
        var claims = new LinkedHashMap<String, Object>();
        in.value("claims").ifPresent(v -> {
            var inner = Mapping.of(v, in.words("claims"), texts, problems);
            for (var claim : inner.values()) {
                if (claim.is(Kind.NOTHING)) {
                    problems.error(claim.position(), "the claim " + Words.quote(claim.key()) + " has no value", "");
                } else {
                    var json = RequestBody.json(claim, inner.words(claim.key()), ONE_TIME_CODE, texts);
                    claims.put(claim.key(), JSON.convertValue(json, Object.class));
                }
            }
        });
        return Optional.of(new Obtain.Minted(claims));
    }

    private static Optional<Obtain> userPassword(Mapping in) {
        in.require("username", "e.g. \"username: alice\"");
        in.require("password", "e.g. \"password: ${env:PASSWORD}\"");
        var username = in.text("username", Use.FREE);
        if (username.filter(u -> u.contains(":")).isPresent()) {
            in.error("username", in.words("username") + " holds a \":\"", "Basic has no such user names (RFC 7617 2)");
        }
        var password = in.text("password", Use.SECRET);
        return username.flatMap(u -> password.map(p -> new Obtain.UserPassword(u, Secret.of(p))));
    }

    private Optional<Obtain> login(Mapping in) {
        var steps = new ArrayList<Obtain.Step>();
        var bodies = in.mappings("login", "a step of the login in " + in.owner(), Section.STEP.keys());
        for (var step : bodies) {
            step.require("call", "e.g. \"call: POST /login\"");
            step(step).ifPresent(steps::add);
        }
        var seed = in.text("totpSeed", Use.SECRET);
        if (seed.filter(s -> !s.equals(Substitution.PLACEHOLDER) && !s.matches("(?i)[A-Z2-7 ]{8,}=*"))
                .isPresent()) {
            in.error(
                    "totpSeed",
                    in.words("totpSeed") + " is not base32",
                    "letters A to Z and digits 2 to 7, at least 8");
        }
        var asks = steps.stream().anyMatch(s -> s.body().asksForCode());
        if (asks && !in.has("totpSeed")) {
            in.error("login", in.owner() + " sends {totp}, but has no totpSeed", "add \"totpSeed: ${env:SEED}\"");
        } else if (!asks && in.has("totpSeed") && steps.size() == bodies.size()) {
            in.warn(
                    "totpSeed",
                    in.words("totpSeed") + " is never used",
                    "send the current code as \"{totp}\" in a step of the login");
        }
        if (bodies.isEmpty() && in.value("login").filter(v -> !v.is(Kind.LIST)).isEmpty()) {
            in.error("login", in.owner() + " has a login without steps", "e.g. \"- call: POST /login\"");
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new Obtain.Login(steps, seed.map(Secret::of)));
    }

    private Optional<Obtain.Step> step(Mapping in) {
        in.oneOf("factor", List.of("second"));
        var call = Call.read(in, true);
        var body = RequestBody.read(in, ONE_TIME_CODE, texts, problems);
        return call.map(c -> new Obtain.Step(
                c.method(), c.path(), body.contentType(), Obtain.Template.of(body.text()), in.has("factor")));
    }
}
