package dev.postern.target;

import dev.postern.api.target.Scheme;
import dev.postern.api.target.Scheme.Carrier;
import dev.postern.target.OpenApiDocuments.Place;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Maps the security of an OpenAPI document to schemes of the target. */
final class OpenApiSecurity {

    private final Optional<Value> everywhere;
    private final Map<String, Value> declared;
    private final Place root;
    private final OpenApiDocuments documents;
    private final Map<String, Scheme> schemes;
    private final Map<String, Scheme> ofTargetFile;
    private final Problems problems;
    private final Map<String, Optional<String>> mapped = new HashMap<>();

    OpenApiSecurity(Place root, OpenApiDocuments documents, Map<String, Scheme> schemes, Problems problems) {
        this.root = root;
        this.documents = documents;
        this.schemes = schemes;
        this.ofTargetFile = new LinkedHashMap<>(schemes);
        this.problems = problems;
        this.everywhere = root.value().get("security");
        this.declared = root.value()
                .get("components")
                .flatMap(c -> c.get("securitySchemes"))
                .map(Value::entries)
                .orElse(Map.of());
    }

    /** One alternative, by which an operation may be called. */
    private record Alternative(String scheme, Set<String> scopes) {}

    /**
     * Says what an operation requires.
     *
     * @param own the operation's {@code security}, which replaces that of the whole document
     * @return whether the operation is public only because nothing is said anywhere
     */
    boolean apply(Optional<Value> own, OperationDraft draft) {
        var said = own.or(() -> everywhere);
        if (said.isEmpty()) {
            draft.open = Optional.of(true);
            return true;
        }
        var list = said.get();
        if (!list.is(Kind.LIST)) {
            draft.open = Optional.of(true); // told below
            problems.error(
                    list.position(),
                    "\"security\" must be a list, but is " + list.kind().words(),
                    "start each alternative with \"- \"");
            return false;
        }
        // OpenAPI: an empty list takes security away; an empty alternative makes it optional
        if (list.items().isEmpty()
                || list.items().stream()
                        .anyMatch(a -> a.is(Kind.MAPPING) && a.entries().isEmpty())) {
            draft.open = Optional.of(true);
            return false;
        }
        draft.open = Optional.of(false);
        require(alternatives(list, draft), draft);
        return false;
    }

    private List<Alternative> alternatives(Value list, OperationDraft draft) {
        var single = new ArrayList<Alternative>();
        var joint = new ArrayList<Value>();
        for (var item : list.items()) {
            if (item.entries().size() > 1) {
                joint.add(item);
            }
            for (var entry : item.entries().values()) {
                var scheme = scheme(entry);
                if (item.entries().size() == 1) {
                    scheme.ifPresent(s -> single.add(new Alternative(s, scopes(entry))));
                }
            }
        }
        if (!joint.isEmpty() && single.isEmpty()) {
            return jointly(joint.get(0), draft);
        }
        return single;
    }

    /** Two schemes at once: one credential is all that is sent, so the operation is audited with the first of them. */
    private List<Alternative> jointly(Value alternative, OperationDraft draft) {
        for (var entry : alternative.entries().values()) {
            var scheme = scheme(entry);
            if (scheme.isPresent()) {
                problems.warn(
                        draft.position,
                        draft.owner() + " needs schemes together: "
                                + Words.quoteAll(alternative.entries().keySet()) + "; it is audited with "
                                + Words.quote(scheme.get()) + " alone",
                        "send what the others need under operations: " + draft.id + ": headers:");
                return List.of(new Alternative(scheme.get(), scopes(entry)));
            }
        }
        return List.of();
    }

    private void require(List<Alternative> alternatives, OperationDraft draft) {
        if (alternatives.isEmpty()) {
            draft.unusable = Optional.of("the document names no security scheme for it that can be audited");
            return;
        }
        var scopes = new LinkedHashMap<String, Set<String>>();
        for (var alternative : alternatives) {
            var earlier = scopes.putIfAbsent(alternative.scheme(), new LinkedHashSet<>(alternative.scopes()));
            if (earlier != null && !earlier.equals(alternative.scopes())) {
                // Either set is enough; what both ask for is all that can be demanded.
                earlier.retainAll(alternative.scopes());
                warnOfScopes(draft, "only those that all of them name are required");
            }
        }
        if (new LinkedHashSet<>(scopes.values()).size() > 1) {
            warnOfScopes(draft, "all of them are required, whatever the scheme");
        }
        draft.schemes = List.copyOf(scopes.keySet());
        draft.scopes = scopes.values().stream().flatMap(Set::stream).distinct().toList();
    }

    private void warnOfScopes(OperationDraft draft, String what) {
        problems.warn(
                draft.position,
                "the alternatives of " + draft.owner() + " name different scopes; " + what,
                "say under operations: " + draft.id + ": requires: what holds");
    }

    private static Set<String> scopes(Value entry) {
        var all = new LinkedHashSet<String>();
        entry.items().forEach(i -> all.add(i.text()));
        all.remove("");
        return all;
    }

    /** The target's scheme for a name under {@code security}. */
    private Optional<String> scheme(Value entry) {
        var name = entry.key();
        var known = mapped.get(name);
        if (known == null) {
            known = map(entry);
            mapped.put(name, known);
        }
        return known;
    }

    private Optional<String> map(Value entry) {
        var written = entry.key();
        var name = Names.asName(written);
        var declaration = Optional.ofNullable(declared.get(written))
                .flatMap(d -> documents.follow(new Place(root.document(), d)))
                .map(Place::value);
        if (ofTargetFile.containsKey(name)) {
            return Optional.of(name);
        }
        if (declaration.isEmpty()) {
            if (!declared.containsKey(written)) {
                problems.error(
                        entry.position(),
                        "the security scheme " + Words.quote(written)
                                + " is not declared under components: securitySchemes",
                        Words.didYouMean(written, declared.keySet(), "security schemes"));
            }
            return Optional.empty();
        }
        var made = made(name, declaration.get());
        if (made.isEmpty()) {
            problems.warn(
                    declaration.get().position(),
                    "the security scheme " + Words.quote(name) + " is of a type that cannot be audited: "
                            + Words.quote(text(declaration.get(), "type")),
                    "");
            return Optional.empty();
        }
        var alike = ofTargetFile.values().stream()
                .filter(alike(made.get()))
                .map(Scheme::name)
                .toList();
        if (alike.size() > 1) {
            problems.error(
                    declaration.get().position(),
                    "the security scheme " + Words.quote(name) + " may be any of " + Words.quoteAll(alike),
                    "name one of them " + Words.quote(name) + " in the target file");
            return Optional.empty();
        }
        if (alike.size() == 1) {
            return Optional.of(alike.get(0));
        }
        schemes.put(name, made.get());
        return Optional.of(name);
    }

    private static Predicate<Scheme> alike(Scheme made) {
        return other -> {
            if (made instanceof Scheme.Bearer) {
                return other instanceof Scheme.Bearer;
            }
            if (made instanceof Scheme.ApiKey key) {
                return other instanceof Scheme.ApiKey otherKey
                        && key.in() == otherKey.in()
                        && key.parameter().equalsIgnoreCase(otherKey.parameter());
            }
            if (made instanceof Scheme.Session session) {
                return (other instanceof Scheme.Session otherSession
                                && session.cookie().equals(otherSession.cookie()))
                        || (other instanceof Scheme.ApiKey otherKey
                                && otherKey.in() == Carrier.COOKIE
                                && session.cookie().equals(otherKey.parameter()));
            }
            return made.type() == other.type();
        };
    }

    /** The scheme as the document alone describes it. */
    static Optional<Scheme> made(String name, Value in) {
        var scheme = text(in, "scheme").toLowerCase(Locale.ROOT);
        return switch (text(in, "type")) {
            case "http" ->
                switch (scheme) {
                    case "bearer" ->
                        Optional.of(bearer(
                                name,
                                text(in, "bearerFormat")
                                        .toLowerCase(Locale.ROOT)
                                        .contains("jwt"),
                                Optional.empty()));
                    case "basic" -> Optional.of(new Scheme.Basic(name, Optional.empty(), Optional.empty()));
                    default -> Optional.empty();
                };
            case "oauth2" -> Optional.of(bearer(name, false, tokenUrl(in)));
            case "openIdConnect" -> Optional.of(bearer(name, true, Optional.empty()));
            case "apiKey" -> apiKey(name, text(in, "in"), text(in, "name"));
            default -> Optional.empty();
        };
    }

    private static Optional<Scheme> apiKey(String name, String in, String parameter) {
        if (parameter.isEmpty() || (!in.equals("query") && !Names.isToken(parameter))) {
            return Optional.empty();
        }
        return switch (in) {
            case "header" -> Optional.of(new Scheme.ApiKey(name, Carrier.HEADER, parameter, Optional.empty()));
            case "query" -> Optional.of(new Scheme.ApiKey(name, Carrier.QUERY, parameter, Optional.empty()));
            case "cookie" -> Optional.of(new Scheme.Session(name, parameter, Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Scheme bearer(String name, boolean jwt, Optional<URI> tokenUrl) {
        return jwt
                ? new Scheme.BearerJwt(
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Scheme.Bearer.DEFAULT_LIFETIME,
                        SchemeReader.DEFAULT_LEEWAY,
                        false,
                        SchemeReader.DEFAULT_CLAIMS,
                        tokenUrl,
                        Optional.empty())
                : new Scheme.BearerOpaque(name, tokenUrl, Scheme.Bearer.DEFAULT_LIFETIME, Optional.empty());
    }

    /** The first absolute token URL of the flows. */
    private static Optional<URI> tokenUrl(Value in) {
        return in.get("flows").map(f -> f.entries().values()).orElse(List.of()).stream()
                .map(f -> text(f, "tokenUrl"))
                .filter(u -> u.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"))
                .map(URI::create)
                .findFirst();
    }

    private static String text(Value in, String key) {
        return in.get(key).map(Value::text).orElse("");
    }
}
