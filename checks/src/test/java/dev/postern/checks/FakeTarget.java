package dev.postern.checks;

import dev.postern.api.http.Content;
import dev.postern.api.target.Hooks;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Operation.Requires;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Sight;
import dev.postern.api.target.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Targets as tests need them, in a few words. */
public final class FakeTarget {

    public static final URI BASE_URL = URI.create("https://api.example.test");
    public static final URI TOKEN_ENDPOINT = URI.create("https://id.example.test/token");

    private static final Position NOWHERE = new Position("test.yaml", 0, 0);

    private final Map<String, Scheme> schemes = new LinkedHashMap<>();
    private final Map<String, Identity> identities = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private Target.Limits limits = Target.Limits.DEFAULT;
    private URI baseUrl = BASE_URL;

    /** A target with one scheme. */
    public static FakeTarget of(Scheme scheme) {
        return new FakeTarget().and(scheme);
    }

    public FakeTarget at(String otherBaseUrl) {
        baseUrl = URI.create(otherBaseUrl);
        return this;
    }

    public FakeTarget and(Scheme scheme) {
        schemes.put(scheme.name(), scheme);
        return this;
    }

    public FakeTarget and(Identity identity) {
        identities.put(identity.name(), identity);
        return this;
    }

    public FakeTarget and(Operation operation) {
        operations.put(operation.id(), operation);
        return this;
    }

    public FakeTarget maxWait(Duration longest) {
        limits = new Target.Limits(10_000, 50, 4, Duration.ofSeconds(10), longest);
        return this;
    }

    /** A target that allows heavy requests. */
    public FakeTarget heavy() {
        limits = new Target.Limits(
                limits.requests(),
                limits.rate(),
                limits.concurrency(),
                limits.deadline(),
                limits.maxWait(),
                true,
                limits.failedLogins());
        return this;
    }

    public Target build() {
        return new Target(
                "fake",
                baseUrl,
                Optional.empty(),
                limits,
                Set.of(),
                List.of(),
                Target.DenialSigns.NONE,
                false,
                schemes,
                identities,
                operations,
                NOWHERE);
    }

    public static Scheme jwt() {
        return new Scheme.BearerJwt(
                "tokens",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                false,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.of(TOKEN_ENDPOINT),
                Optional.empty());
    }

    public static Scheme opaque() {
        return new Scheme.BearerOpaque("opaque", Optional.of(TOKEN_ENDPOINT), Duration.ofHours(1), Optional.empty());
    }

    public static Scheme basic(String plaintext) {
        return new Scheme.Basic("legacy", Optional.of(URI.create(plaintext)), Optional.empty());
    }

    public static Scheme basic() {
        return basic("http://api.example.test:8080");
    }

    public static Scheme apiKey(Scheme.Carrier in, String parameter) {
        return new Scheme.ApiKey("partner", in, parameter, Optional.empty());
    }

    public static Scheme apiKey() {
        return apiKey(Scheme.Carrier.HEADER, "X-API-Key");
    }

    public static Scheme metered(int requests, Duration window) {
        return new Scheme.ApiKey(
                "partner", Scheme.Carrier.HEADER, "X-API-Key", Optional.of(new Limit(requests, window, 429)));
    }

    public static Scheme session() {
        return new Scheme.Session("web", "SESSION", Optional.empty());
    }

    /** An identity of a scheme with a given credential and no rights. */
    public static Person person(String name, Scheme scheme) {
        return new Person(name, scheme.name());
    }

    /** {@code GET} of a path that needs the scheme and no more. */
    public static Place get(String path, Scheme scheme) {
        return new Place(path, scheme.name());
    }

    /** An identity in the making. */
    public static final class Person {
        private final String name;
        private final String scheme;
        private Optional<String> tenant = Optional.empty();
        private Set<String> scopes = Set.of();
        private Set<String> roles = Set.of();
        private final Map<String, String> with = new LinkedHashMap<>();
        private final List<String> markers = new ArrayList<>();
        private Obtain obtain = given("a-secret");
        private Hooks hooks = Hooks.NONE;
        private Sight sees = Sight.UNDECLARED;

        private Person(String name, String scheme) {
            this.name = name;
            this.scheme = scheme;
        }

        public Person tenant(String of) {
            tenant = Optional.of(of);
            return this;
        }

        public Person scopes(String... all) {
            scopes = Set.of(all);
            return this;
        }

        public Person roles(String... all) {
            roles = Set.of(all);
            return this;
        }

        public Person with(String parameter, String value) {
            with.put(parameter, value);
            return this;
        }

        public Person sees(Sight.Extent extent, String... names) {
            sees = new Sight(extent, Set.of(names));
            return this;
        }

        public Person marker(String text) {
            markers.add(text);
            return this;
        }

        public Person obtains(Obtain way) {
            obtain = way;
            return this;
        }

        /** It can be logged out, and disabled by an identity of name {@code admin}. */
        public Person canBeEnded() {
            hooks = new Hooks(
                    Optional.of(hook("/logout")),
                    Optional.of(new Hooks.Disabling(hook("/disable"), "admin", hook("/enable"), "admin")));
            return this;
        }

        private static Hooks.Hook hook(String path) {
            return new Hooks.Hook("POST", path, "", Hooks.Body.of(""));
        }

        public Identity build() {
            return new Identity(name, scheme, tenant, scopes, roles, with, markers, obtain, NOWHERE, hooks, sees);
        }
    }

    public static Obtain given(String credential) {
        return new Obtain.Given(Secret.of(credential), Optional.empty(), Optional.empty());
    }

    public static Obtain givenWithRefresh(String credential, String refresh) {
        return new Obtain.Given(Secret.of(credential), Optional.of(Secret.of(refresh)), Optional.empty());
    }

    public static Obtain passwordGrant(boolean confidential) {
        var secret = confidential ? Optional.of(Secret.of("client-secret")) : Optional.<Secret>empty();
        return new Obtain.PasswordGrant(
                new Obtain.Client("app", secret), "alice@example.test", Secret.of("pw"), Optional.empty());
    }

    public static Obtain clientCredentials() {
        return new Obtain.ClientCredentials(
                new Obtain.Client("app", Optional.of(Secret.of("client-secret"))), Optional.empty());
    }

    public static Obtain twoSteps() {
        var form = "application/x-www-form-urlencoded";
        return new Obtain.Login(
                List.of(
                        new Obtain.Step("POST", "/login", form, Obtain.Template.of("u=a&p=b"), false),
                        new Obtain.Step("POST", "/code", form, Obtain.Template.of("c={totp}"), true)),
                Optional.of(Secret.of("JBSWY3DPEHPK3PXP")));
    }

    /** An operation in the making. */
    public static final class Place {
        private final String path;
        private final String scheme;
        private Set<String> scopes = Set.of();
        private Set<String> roles = Set.of();
        private Optional<ParameterRef> tenant = Optional.empty();
        private final Map<String, String> with = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();

        private Place(String path, String scheme) {
            this.path = path;
            this.scheme = scheme;
        }

        public Place scopes(String... all) {
            scopes = Set.of(all);
            return this;
        }

        public Place roles(String... all) {
            roles = Set.of(all);
            return this;
        }

        public Place tenant(Operation.In in, String name) {
            tenant = Optional.of(new ParameterRef(in, name));
            return this;
        }

        public Place with(String parameter, String value) {
            with.put(parameter, value);
            return this;
        }

        public Place query(String parameter, String value) {
            query.put(parameter, value);
            return this;
        }

        public Operation build() {
            return new Operation(
                    "GET " + path,
                    "GET",
                    path,
                    false,
                    new Requires(List.of(scheme), scopes, roles, tenant),
                    with,
                    query,
                    List.of(),
                    Content.NONE,
                    Optional.empty(),
                    false,
                    NOWHERE);
        }
    }
}
