package dev.postern.target;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Operation.Requires;
import dev.postern.api.target.Operation.Sharing;
import dev.postern.api.target.Position;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operation while it is put together: first from the OpenAPI document, then from its {@code x-postern}, then from the
 * target file; what is said later wins.
 */
final class OperationDraft {

    /** Values of parameters and bodies that a document asks for, but gives no example of. */
    record Lack(String message, String hint) {}

    final Position position;
    final boolean fromOpenApi;
    String id;
    Call call;
    Optional<Boolean> open = Optional.empty();
    List<String> schemes = List.of();
    List<String> scopes = List.of();
    List<String> roles = List.of();
    Optional<ParameterRef> tenant = Optional.empty();
    Position requiresAt;
    Position tenantAt;
    final Map<String, String> with = new LinkedHashMap<>();
    /** Parameters that name what is common to all. */
    final Set<String> shared = new LinkedHashSet<>();

    Position sharedAt;
    /** Parameters whose value is an example or a default of the OpenAPI document. */
    final Set<String> fromDocument = new LinkedHashSet<>();

    final Map<String, String> query = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    Content body = Content.NONE;
    Optional<String> contentType = Optional.empty();
    Optional<Boolean> destructive = Optional.empty();
    Optional<String> probe = Optional.empty();
    Position probeAt;
    /** By name: {@code query page}, {@code header X-Org}, {@code body}. */
    final Map<String, Lack> lacks = new LinkedHashMap<>();
    /** What the document says of it in one line. */
    String summary = "";
    /** Why it cannot be audited as the document describes it, if so. */
    Optional<String> unusable = Optional.empty();

    OperationDraft(String id, Call call, Position position, boolean fromOpenApi) {
        this.id = id;
        this.call = call;
        this.position = position;
        this.fromOpenApi = fromOpenApi;
        this.requiresAt = position;
        this.probeAt = position;
        this.tenantAt = position;
        this.sharedAt = position;
    }

    /** {@code operation "listOrders"}. */
    String owner() {
        return "operation " + Words.quote(id);
    }

    /** Takes over what a mapping with the keys of an operation says; its {@code call} was read before. */
    void apply(Mapping in, Texts texts, Set<String> declared) {
        var isPublic = in.flag("public");
        if (isPublic.equals(Optional.of(true)) && in.has("requires")) {
            in.error(
                    "requires",
                    in.owner() + " is public and requires something",
                    "keep one of \"public\" and \"requires\"");
        }
        if (isPublic.isEmpty() && in.has("public")) {
            open = Optional.of(true); // told already
        } else if (isPublic.equals(Optional.of(true))) {
            open = isPublic;
            unusable = Optional.empty();
        } else if (in.has("requires") || isPublic.isPresent()) {
            open = Optional.of(false);
        }
        in.mapping("requires", "requires of " + in.owner(), Section.REQUIRES.keys())
                .ifPresent(r -> applyRequires(r, declared));
        in.textMap("with", Use.FREE).forEach((name, value) -> {
            with.put(name, value);
            fromDocument.remove(name);
        });
        if (in.has("shared")) {
            shared.clear();
            shared.addAll(in.texts("shared", Use.CHECKED));
            sharedAt = in.position("shared");
        }
        in.textMap("query", Use.FREE).forEach((name, value) -> {
            query.put(name, value);
            lacks.remove("query " + name);
        });
        applyHeaders(in);
        in.value("body").ifPresent(v -> applyBody(in, v, texts));
        in.text("contentType").ifPresent(t -> {
            contentType = Optional.of(t);
            if (!Names.isFieldValue(t)) {
                in.error("contentType", in.words("contentType") + " holds a line break or other control character", "");
            }
        });
        if (in.value("body").filter(v -> v.isScalar()).isPresent() && contentType.isEmpty()) {
            in.error(
                    "body",
                    "body of " + in.owner() + " is a text and has no contentType",
                    "add \"contentType: text/plain\" or the like");
        }
        in.flag("destructive").ifPresent(d -> destructive = Optional.of(d));
        in.text("probe").ifPresent(id -> {
            probe = Optional.of(id);
            probeAt = in.position("probe");
        });
    }

    private void applyRequires(Mapping in, Set<String> declared) {
        unusable = in.has("scheme") ? Optional.empty() : unusable;
        requiresAt = in.position("scheme");
        if (in.has("scheme")) {
            schemes = in.texts("scheme", Use.CHECKED).stream().distinct().toList();
            schemes.stream()
                    .filter(s -> !declared.contains(s))
                    .forEach(s -> in.error(
                            "scheme",
                            owner() + " requires the scheme " + in.shown("scheme", s) + ", which is not declared",
                            Words.didYouMean(s, declared, "schemes")));
        }
        if (in.has("scopes")) {
            scopes = IdentityReader.rights(in, "scopes");
        }
        if (in.has("roles")) {
            roles = in.texts("roles", Use.CHECKED);
        }
        in.text("tenant").ifPresent(t -> {
            tenantAt = in.position("tenant");
            var dot = t.indexOf('.');
            var where = dot < 0 ? "" : t.substring(0, dot);
            if (!List.of("path", "query", "header").contains(where) || dot == t.length() - 1) {
                in.error(
                        "tenant",
                        in.words("tenant") + " must name a parameter, but is " + in.shown("tenant"),
                        "write it as path.tenant, query.tenant or header.X-Tenant");
            } else {
                tenant =
                        Optional.of(new ParameterRef(In.valueOf(where.toUpperCase(Locale.ROOT)), t.substring(dot + 1)));
            }
        });
    }

    private void applyHeaders(Mapping in) {
        headers(in, "headers").forEach(h -> {
            headers.keySet().removeIf(name -> name.equalsIgnoreCase(h.name()));
            headers.put(h.name(), h.value());
            lacks.keySet().removeIf(name -> name.equalsIgnoreCase("header " + h.name()));
        });
    }

    /** Fields of the message's framing and of its one connection (RFC 9110 7.6.1, RFC 9112 6). */
    private static final Set<String> FRAMING = Set.of(
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    /** Header fields with their names and values checked. */
    static List<Header> headers(Mapping in, String key) {
        var all = new ArrayList<Header>();
        in.textMap(key, Use.FREE).forEach((name, value) -> {
            if (!Names.isToken(name)) {
                in.error(
                        key,
                        Words.quote(name) + " in " + in.words(key) + " cannot be the name of a header field",
                        "letters, digits and - _ only");
            } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                in.error(
                        key,
                        Words.quote(name) + " in " + in.words(key)
                                + " says how the message travels, which Postern does",
                        "leave it out");
            } else if (!Names.isFieldValue(value)) {
                in.error(
                        key,
                        "the value of " + Words.quote(name) + " in " + in.words(key)
                                + " holds a line break or other control character",
                        "");
            } else {
                all.add(new Header(name, value));
            }
        });
        return all;
    }

    private void applyBody(Mapping in, Value written, Texts texts) {
        lacks.remove("body");
        var words = in.words("body");
        if (written.isScalar()) {
            body = Content.of(in.text("body", Use.FREE).orElse(""));
            contentType = Optional.empty();
        } else {
            body = Content.of(
                    written.json(t -> texts.resolve(t, words, Use.FREE).orElse(""))
                            .toString());
            if (contentType.filter(t -> t.contains("json")).isEmpty()) {
                contentType = Optional.of("application/json");
            }
        }
    }

    /** The word by which an operation whose method only reads says that it acts, if the file does not say otherwise. */
    Optional<String> actionWord() {
        return destructive.isEmpty() && Call.isSafe(call.method())
                ? ActionName.of(id, call.path(), summary)
                : Optional.empty();
    }

    /** Whether calling it may change what must stay: what is declared, else by its method and name. */
    boolean isDestructive() {
        return destructive.orElseGet(
                () -> !Call.isSafe(call.method()) || actionWord().isPresent());
    }

    /** Takes over an example or a default of the document for a parameter of the path. */
    void example(String parameter, String value) {
        with.put(parameter, value);
        fromDocument.add(parameter);
    }

    /** Names of all parameters that it is called with. */
    Set<String> parameters() {
        var all = new LinkedHashSet<>(Names.parameters(call.path()).orElse(List.of()));
        all.addAll(query.keySet());
        all.addAll(headers.keySet());
        return all;
    }

    /** The operation; anything is filled in that was not said. */
    Operation finish() {
        var isOpen = open.orElse(false);
        return new Operation(
                id,
                call.method(),
                call.path(),
                isOpen,
                isOpen ? Requires.NOTHING : new Requires(schemes, Set.copyOf(scopes), Set.copyOf(roles), tenant),
                with,
                query,
                headers.entrySet().stream()
                        .map(e -> new Header(e.getKey(), e.getValue()))
                        .toList(),
                body,
                contentType,
                isDestructive(),
                position,
                probe,
                new Sharing(shared, fromDocument));
    }
}
