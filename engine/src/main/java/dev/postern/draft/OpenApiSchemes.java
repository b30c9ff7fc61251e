package dev.postern.draft;

import dev.postern.api.target.Scheme;
import dev.postern.draft.SchemeSketch.Kind;
import dev.postern.target.OpenApiOutline;
import dev.postern.target.OpenApiOutline.Security;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Draws the schemes of an OpenAPI document, under the names by which its operations ask for them. */
final class OpenApiSchemes {

    private static final String OIDC = "/.well-known/openid-configuration";
    private static final int SOME_LIMIT = 100;

    private final OpenApiOutline outline;
    private final Sketch sketch;

    OpenApiSchemes(OpenApiOutline outline, Sketch sketch) {
        this.outline = outline;
        this.sketch = sketch;
    }

    void draw() {
        for (var declared : outline.schemes()) {
            var kind = kind(declared);
            if (kind.isPresent()) {
                scheme(declared, kind.get());
            } else {
                sketch.unschemed.remark(Words.quote(declared.name())
                        + " is of a type that Postern cannot audit: operations that accept nothing else are left out.");
            }
        }
        if (outline.schemes().isEmpty()) {
            sketch.unschemed.remark(
                    "The document declares no security scheme. Say how the API authenticates its callers:");
            sketch.unschemed.suggest(
                    "tokens", SchemeSketch.of("tokens", Kind.JWT, "").body(), "in place of the {}");
        }
    }

    private void scheme(Security declared, Kind kind) {
        var made = SchemeSketch.of(declared.name(), kind, remark(declared, kind));
        if (kind.isBearer()) {
            tokenEndpoint(declared, made);
        }
        if (kind.equals(Kind.JWT)) {
            made.suggestJwt(issuer(declared));
        }
        if (kind.equals(Kind.BASIC)) {
            made.body()
                    .suggest(
                            "plaintext",
                            Scalar.literal("http://localhost:8080"),
                            "where plain HTTP would be answered, or none");
        }
        limit(made);
        if (outline.operations().stream().noneMatch(o -> o.schemes().contains(made.name()))) {
            made.body().remark("no operation of the document requires it");
        }
        sketch.schemes.put(made.name(), made);
    }

    private static String remark(Security declared, Kind kind) {
        if (declared.scheme().filter(s -> s instanceof Scheme.ApiKey).isPresent() && kind.isBearer()) {
            return "the document calls it an API key, but describes a bearer token";
        }
        return kind.equals(Kind.OPAQUE)
                ? "bearer-jwt, if a token has three parts with dots between: then the checks of JWTs apply"
                : "";
    }

    private static Optional<Kind> kind(Security declared) {
        var words = String.join(
                        " ",
                        declared.name(),
                        text(declared.declaration(), "bearerFormat"),
                        text(declared.declaration(), "description"))
                .toLowerCase(Locale.ROOT);
        var form = words.contains("jwt") ? Kind.JWT : Kind.OPAQUE;
        return declared.scheme().map(scheme -> {
            if (scheme instanceof Scheme.BearerJwt) {
                return Kind.JWT;
            }
            if (scheme instanceof Scheme.ApiKey key) {
                var isBearer = key.parameter().equalsIgnoreCase("Authorization") && words.contains("bearer");
                return isBearer ? form : Kind.apiKey(key.in().name().toLowerCase(Locale.ROOT), key.parameter());
            }
            if (scheme instanceof Scheme.Session session) {
                return Kind.session(session.cookie());
            }
            return scheme instanceof Scheme.Bearer ? form : Kind.BASIC;
        });
    }

    private static String text(Value in, String key) {
        return in.get(key).map(Value::text).orElse("");
    }

    /** The URL of the issuer, where the document leads to its metadata (OpenID Connect Discovery 1.0, 4). */
    private static String issuer(Security declared) {
        var url = text(declared.declaration(), "openIdConnectUrl");
        return url.endsWith(OIDC) ? url.substring(0, url.length() - OIDC.length()) : Sketch.SOME_ISSUER;
    }

    /** Of the flow that Postern can go through by itself, else of any. */
    private static void tokenEndpoint(Security declared, SchemeSketch made) {
        var flows = declared.declaration().get("flows").map(Value::entries).orElse(Map.of());
        var urls = flows.values().stream()
                .sorted(Comparator.comparing(f -> grant(f.key()).isEmpty()))
                .map(f -> text(f, "tokenUrl"))
                .filter(u -> !u.isEmpty())
                .toList();
        urls.stream()
                .findFirst()
                .filter(Addresses::isEndpoint)
                .ifPresent(url -> made.body().put("tokenEndpoint", Scalar.literal(url)));
    }

    /** The grant of {@code obtain} for a flow of OAuth, if there is one. */
    static Optional<String> grant(String flow) {
        return switch (flow) {
            case "clientCredentials" -> Optional.of("client_credentials");
            case "password" -> Optional.of("password");
            default -> Optional.empty();
        };
    }

    /** The grant by which the tokens of a scheme can be had, if there is one. */
    static Optional<String> grant(Security declared) {
        var flows = declared.declaration().get("flows").map(Value::entries).orElse(Map.of());
        return List.of("clientCredentials", "password").stream()
                .filter(f -> flows.containsKey(f) && Addresses.isEndpoint(text(flows.get(f), "tokenUrl")))
                .findFirst()
                .flatMap(OpenApiSchemes::grant);
    }

    private void limit(SchemeSketch made) {
        outline.operations().stream()
                .filter(o -> o.schemes().contains(made.name()) && o.throttling().isPresent())
                .min(Comparator.comparing(
                        o -> o.throttling().orElseThrow().requests().isEmpty()))
                .ifPresent(o -> {
                    var sign = o.throttling().orElseThrow();
                    made.suggestLimit(
                            sign.requests().orElse(SOME_LIMIT),
                            o.label() + " declares " + sign.sign() + ": how much may one credential ask for?");
                });
    }
}
