package dev.postern.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Revocation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Scheme.Carrier;
import dev.postern.api.target.Scheme.ClaimNames;
import dev.postern.api.target.Secret;
import dev.postern.api.target.TokenPromises;
import dev.postern.api.target.TokenPromises.Refused;
import dev.postern.forge.PublicKeys;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code schemes}. */
final class SchemeReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(60);
    static final ClaimNames DEFAULT_CLAIMS = new ClaimNames("scope", "roles", "tenant");

    private static final Set<String> ALL_KEYS = Arrays.stream(Scheme.Type.values())
            .flatMap(t -> keys(t.key()).keys().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /** RFC 7518 3.1, RFC 8037 3.1, RFC 8812 3.2, RFC 9864 2. */
    private static final String ALGORITHMS = "(HS|RS|PS|ES)(256|384|512)|ES256K|EdDSA|Ed25519|Ed448";

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Path folder;
    private final Texts texts;
    private final Problems problems;

    /**
     * Makes a reader.
     *
     * @param folder where files that schemes name are looked for
     */
    SchemeReader(Path folder, Texts texts, Problems problems) {
        this.folder = folder;
        this.texts = texts;
        this.problems = problems;
    }

    /** By name, in order; one that cannot be read is left out. */
    Map<String, Scheme> read(Mapping schemes) {
        var all = new LinkedHashMap<String, Scheme>();
        for (var entry : schemes.values()) {
            Names.check(entry, "scheme", problems);
            scheme(entry).ifPresent(s -> all.put(entry.key(), s));
        }
        return all;
    }

    private Optional<Scheme> scheme(Value entry) {
        var name = entry.key();
        var in = Mapping.of(entry, "scheme " + Words.quote(name), texts, problems);
        if (!entry.is(Value.Kind.MAPPING)) {
            return Optional.empty();
        }
        var types = Arrays.stream(Scheme.Type.values()).map(Scheme.Type::key).toList();
        in.require("type", "one of " + String.join(", ", types));
        var type = in.oneOf("type", types);
        if (type.isEmpty()) {
            in.allowing(ALL_KEYS);
            return Optional.empty();
        }
        in.allowing(keys(type.get()).keys());
        return switch (type.get()) {
            case "bearer-jwt" -> Optional.of(jwt(name, in));
            case "bearer-opaque" ->
                Optional.of(new Scheme.BearerOpaque(
                        name,
                        in.urlOrPath("tokenEndpoint"),
                        in.duration("maxLifetime", SHORTEST).orElse(Scheme.Bearer.DEFAULT_LIFETIME),
                        limit(in),
                        revocation(in)));
            case "api-key" -> apiKey(name, in);
            case "basic" -> Optional.of(new Scheme.Basic(name, plaintext(in), limit(in), revocation(in)));
            default -> session(name, in);
        };
    }

    private static Section keys(String type) {
        return Section.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private Scheme jwt(String name, Mapping in) {
        var claims = in.mapping("claims", "claims of " + in.owner(), Section.CLAIM_NAMES.keys());
        if (in.has("jwks") && in.has("publicKey")) {
            in.error("publicKey", in.owner() + " has both \"jwks\" and \"publicKey\"", "keep one of the two");
        }
        return new Scheme.BearerJwt(
                name,
                in.text("issuer"),
                in.text("audience"),
                in.urlOrPath("jwks"),
                in.text("publicKey", Use.CHECKED)
                        .filter(k -> isKey(k, in, "publicKey"))
                        .map(Secret::of),
                in.text("signingKey", Use.SECRET)
                        .filter(k -> isKey(k, in, "signingKey"))
                        .map(Secret::of),
                in.duration("maxLifetime", SHORTEST).orElse(Scheme.Bearer.DEFAULT_LIFETIME),
                in.duration("leeway", Duration.ZERO).orElse(DEFAULT_LEEWAY),
                in.flag("symmetric").orElse(false),
                new ClaimNames(
                        claims.flatMap(c -> c.text("scopes")).orElse(DEFAULT_CLAIMS.scopes()),
                        claims.flatMap(c -> c.text("roles")).orElse(DEFAULT_CLAIMS.roles()),
                        claims.flatMap(c -> c.text("tenant")).orElse(DEFAULT_CLAIMS.tenant())),
                in.urlOrPath("tokenEndpoint"),
                limit(in),
                promises(in),
                revocation(in));
    }

    private TokenPromises promises(Mapping in) {
        var algorithms = in.texts("algorithms", Use.CHECKED);
        algorithms.stream()
                .filter(alg -> !alg.matches(ALGORITHMS) && !alg.equals(Substitution.PLACEHOLDER))
                .forEach(alg -> in.error(
                        "algorithms",
                        in.shown("algorithms", alg) + " is no signature algorithm of JWTs",
                        "write it as tokens do: RS256, PS256, ES256, EdDSA, HS256 …"));
        var refused = new EnumMap<Refused, Secret>(Refused.class);
        in.mapping("refused", "refused of " + in.owner(), Section.REFUSED.keys())
                .ifPresent(given -> {
                    for (var kind : Refused.values()) {
                        given.text(kind.key(), Use.SECRET).ifPresent(token -> refused.put(kind, Secret.of(token)));
                    }
                });
        var profile = in.oneOf("profile", List.of("at+jwt"));
        var futureIat = in.oneOf("futureIat", List.of("refused"));
        return new TokenPromises(
                Set.copyOf(algorithms), profile.isPresent(), refused, weakSecrets(in), futureIat.isPresent());
    }

    private Optional<Secret> weakSecrets(Mapping in) {
        return in.text("weakSecrets").flatMap(path -> {
            var subject = "the file " + in.shown("weakSecrets") + " that \"weakSecrets\" names";
            var words = SourceFile.resolve(folder, path);
            if (words.isEmpty()) {
                in.error("weakSecrets", subject + " is no path", "");
            }
            return words.flatMap(file -> SourceFile.bytes(file, subject, in.position("weakSecrets"), problems))
                    .map(bytes -> Secret.of(new String(bytes, StandardCharsets.UTF_8)));
        });
    }

    /** Says no more of the key than its form: it is secret. */
    private static boolean isKey(String text, Mapping in, String key) {
        var isPrivate = key.equals("signingKey");
        if (text.equals(Substitution.PLACEHOLDER)) {
            return true;
        }
        var mistake = wrongKind(text, isPrivate).or(() -> unreadable(text, isPrivate));
        mistake.ifPresent(wrong -> in.error(key, in.words(key) + wrong.message(), wrong.remedy()));
        return mistake.isEmpty();
    }

    /** What is wrong with a key, as the end of a sentence, and what to do. */
    private record Mistake(String message, String remedy) {}

    private static Optional<Mistake> wrongKind(String text, boolean isPrivate) {
        if (text.contains("-----BEGIN ")) {
            return isPrivate && !text.contains("PRIVATE KEY-----")
                    ? Optional.of(
                            new Mistake(" holds no private key", "give the PEM of a private key, or a private JWK"))
                    : Optional.empty();
        }
        try {
            var jwk = JSON.readTree(text);
            if (jwk.isObject() && jwk.has("kty") && isPrivate && !jwk.has("d") && !jwk.has("k")) {
                return Optional.of(
                        new Mistake(" holds no private key", "a private JWK has the member \"d\" (or \"k\")"));
            }
            if (jwk.isObject()) {
                return Optional.empty();
            }
        } catch (JsonProcessingException e) {
            // not JSON: told below, without the text
        }
        return Optional.of(
                new Mistake(" is neither a JWK nor PEM", "put in the file that holds the key: ${file:issuer.jwk}"));
    }

    private static Optional<Mistake> unreadable(String key, boolean isPrivate) {
        try {
            if (isPrivate) {
                SigningKey.parse(key);
            } else if (PublicKeys.in(key).isEmpty()) {
                return Optional.of(new Mistake(
                        " holds no public key that can be used",
                        "RSA, EC (P-256, P-384, P-521) and Ed25519 are known"));
            }
            return Optional.empty();
        } catch (UnusableKeyException e) {
            return Optional.of(new Mistake(" cannot be used", e.getMessage()));
        }
    }

    private static Optional<Scheme> apiKey(String name, Mapping in) {
        in.require("in", "one of header, query, cookie");
        in.require("name", "the name of the header, query parameter or cookie, e.g. \"name: X-API-Key\"");
        var carrier = in.oneOf("in", List.of("header", "query", "cookie"));
        var parameter = in.text("name");
        if (parameter.isPresent() && !carrier.equals(Optional.of("query")) && !Names.isToken(parameter.get())) {
            in.error(
                    "name",
                    in.words("name") + " cannot be the name of a header or cookie",
                    "letters, digits and - _ only");
            return Optional.empty();
        }
        return carrier.flatMap(c ->
                parameter.map(p -> new Scheme.ApiKey(name, Carrier.valueOf(c.toUpperCase(Locale.ROOT)), p, limit(in))));
    }

    private static Optional<Scheme> session(String name, Mapping in) {
        in.require("cookie", "the name of the session cookie, e.g. \"cookie: SESSION\"");
        var cookie = in.text("cookie");
        if (cookie.isPresent() && !Names.isToken(cookie.get())) {
            in.error("cookie", in.words("cookie") + " cannot be the name of a cookie", "letters, digits and - _ only");
            return Optional.empty();
        }
        return cookie.map(c -> new Scheme.Session(name, c, limit(in), revocation(in)));
    }

    private static Optional<URI> plaintext(Mapping in) {
        if (in.value("plaintext").filter(v -> v.text().equals("none")).isPresent()) {
            return Optional.empty();
        }
        var url = in.url("plaintext");
        if (url.isPresent() && !url.get().getScheme().equalsIgnoreCase("http")) {
            in.error(
                    "plaintext",
                    in.words("plaintext") + " must be an http URL",
                    "the address at which plain HTTP would be answered, or \"none\"");
            return Optional.empty();
        }
        return url;
    }

    private static Revocation revocation(Mapping in) {
        return new Revocation(in.urlOrPath("revocationEndpoint"), in.duration("revokedWithin", Duration.ZERO));
    }

    private static Optional<Limit> limit(Mapping in) {
        return in.mapping("limit", "limit of " + in.owner(), Section.LIMIT.keys())
                .flatMap(l -> {
                    l.require("requests", "how many requests a window admits, e.g. \"requests: 100\"");
                    l.require("window", "the length of the window, e.g. \"window: PT1M\"");
                    var requests = l.integer("requests", 1, 1_000_000);
                    var window = l.duration("window", SHORTEST);
                    var status = l.integer("status", 400, 599).orElse(429);
                    return requests.flatMap(r -> window.map(w -> new Limit(r, w, status)));
                });
    }
}
