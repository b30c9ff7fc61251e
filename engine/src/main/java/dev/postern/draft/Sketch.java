package dev.postern.draft;

import dev.postern.api.target.Scheme;
import dev.postern.draft.SchemeSketch.Kind;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A target file while it is put together. */
final class Sketch {

    /** Behind a name that was made up. */
    static final String REAL_NAME = "put in the real one";

    static final String SOME_ISSUER = "https://id.example.test";

    private static final List<String> PEOPLE =
            List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy");

    final Variables variables = new Variables();
    final Map<String, SchemeSketch> schemes = new LinkedHashMap<>();
    final Block operations = new Block();

    /** Remarks on schemes of the source that Postern has not. */
    final Block unschemed = new Block();

    /** Keys that stand between {@code baseUrl} and {@code schemes}. */
    final Block head = new Block();

    private final Block suggestedCallers = new Block();
    private final Map<String, Caller> identities = new LinkedHashMap<>();
    private final String source;
    private final Set<String> notes = new LinkedHashSet<>();
    private String name = "api";
    private Scalar baseUrl = Scalar.literal("http://localhost:8080");
    private String baseUrlRemark = "";

    private record Caller(String scheme, Block body) {}

    /** @param source what it is drafted from, in a reader's words */
    Sketch(String source) {
        this.source = source;
    }

    /** Names the target after a title; where that has no letters, after the other text. */
    void name(String title, String otherwise) {
        name = slug(title).or(() -> slug(otherwise)).orElse("api");
    }

    private static Optional<String> slug(String title) {
        var slug = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        var cut = slug.length() > 40
                ? slug.substring(0, slug.lastIndexOf('-', 40) > 0 ? slug.lastIndexOf('-', 40) : 40)
                : slug;
        return Optional.of(cut.replaceAll("^-+|-+$", "")).filter(s -> !s.isEmpty());
    }

    String name() {
        return name;
    }

    void baseUrl(Scalar url, String remark) {
        baseUrl = url;
        baseUrlRemark = remark;
    }

    /** Tells the user something on the terminal too. */
    void note(String sentence) {
        notes.add(Scalar.visible(sentence));
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether there is nobody yet. */
    boolean isDeserted() {
        return identities.isEmpty();
    }

    /** A name that no identity has yet: the text, as far as it may be a name, else that of somebody. */
    String freeIdentity(String wish) {
        var pool = wish.isEmpty() ? PEOPLE : List.of(wish);
        return pool.stream()
                .filter(p -> !identities.containsKey(p))
                .findFirst()
                .orElseGet(() -> numbered(pool.get(0), identities.keySet()));
    }

    private static String numbered(String base, Set<String> taken) {
        var n = 2;
        while (taken.contains(base + n)) {
            n++;
        }
        return base + n;
    }

    /** Adds an identity; its body begins with the scheme. */
    void identity(String name, String scheme, Block body) {
        identities.put(name, new Caller(scheme, body));
    }

    /** Whether somebody authenticates by a scheme. */
    boolean hasCaller(String scheme) {
        return identities.values().stream().anyMatch(c -> c.scheme().equals(scheme));
    }

    /** Suggests somebody else where a scheme has one identity only. */
    void suggestSecond() {
        if (identities.size() == 1) {
            var only = identities.values().iterator().next();
            var kind = schemes.get(only.scheme()).kind();
            var name = freeIdentity("");
            var secret = Scalar.variable(Variables.name(name + " " + kind.credential()));
            var obtain = new Block();
            if (kind.equals(Kind.BASIC)) {
                obtain.put("username", Scalar.literal(name)).put("password", secret);
            } else {
                obtain.put(kind.obtainKey(), secret);
            }
            suggestedCallers.suggest(
                    name,
                    new Block().put("scheme", Scalar.literal(only.scheme())).put("obtain", obtain),
                    "somebody else: of another tenant, with other rights, with other objects");
        }
    }

    /** A fresh variable of the environment. */
    Scalar variable(String wish, String meaning) {
        return Scalar.variable(variables.fresh(wish, meaning));
    }

    /** How an identity gets a credential that the user gives. */
    Block given(Kind kind, String identity) {
        var meaning = "the " + kind.credential() + " of " + identity;
        var secret = variable(identity + " " + kind.credential(), meaning);
        return kind.equals(Kind.BASIC)
                ? new Block()
                        .put("username", Scalar.literal(identity), REAL_NAME)
                        .put("password", secret)
                : new Block().put(kind.obtainKey(), secret);
    }

    /**
     * The scheme of that kind; where there is none, a new one.
     *
     * @param tokenEndpoint where a scheme of tokens has them from, if that is known
     */
    SchemeSketch scheme(Kind kind, String remark, Optional<Scalar> tokenEndpoint) {
        var scheme = find(kind).orElseGet(() -> made(kind, remark));
        tokenEndpoint
                .filter(e -> !scheme.body().has("tokenEndpoint"))
                .ifPresent(e -> scheme.body().put("tokenEndpoint", e));
        return scheme;
    }

    private SchemeSketch made(Kind kind, String remark) {
        var usual = kind.usualName();
        var free = schemes.containsKey(usual) ? numbered(usual, schemes.keySet()) : usual;
        var made = SchemeSketch.of(free, kind, remark);
        if (kind.equals(Kind.JWT)) {
            made.suggestJwt(SOME_ISSUER);
        }
        schemes.put(free, made);
        return made;
    }

    /** The scheme with a session, if there is one. */
    Optional<SchemeSketch> session() {
        return schemes.values().stream()
                .filter(s -> s.kind().type() == Scheme.Type.SESSION)
                .findFirst();
    }

    Optional<SchemeSketch> find(Kind kind) {
        return schemes.values().stream().filter(s -> s.kind().isAlike(kind)).findFirst();
    }

    /**
     * The whole file.
     *
     * @param file its name
     */
    String yaml(String file) {
        var top = new Block()
                .remark("A first target file, drafted from " + source
                        + ". It can be read as it is. Lines behind a \"#\" are"
                        + " suggestions: fill them in, or remove them.")
                .remark("\"postern plan " + file + "\" tells what is missing, and sends nothing.")
                .put("target", Scalar.literal(name))
                .put("baseUrl", baseUrl, baseUrlRemark)
                .include(head);
        var ways = new Block();
        schemes.forEach((scheme, sketch) -> ways.put(scheme, sketch.finished()));
        var callers = new Block();
        identities.forEach((identity, caller) -> callers.put(identity, caller.body()));
        callers.include(suggestedCallers);
        top.gap().put("schemes", ways.include(unschemed));
        top.gap().put("identities", callers, callers.isEmpty() ? "put somebody in place of the {}" : "");
        top.gap();
        if (operations.isEmpty()) {
            top.putSuggestions("operations", operations, "");
        } else {
            top.put("operations", operations);
        }
        return top
                .gap()
                .suggest(
                        "destructive",
                        Scalar.literal("allow"),
                        "only for a system whose data may be changed: then POST, PUT, PATCH and DELETE are called too")
                .lines()
                .stream()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A path as a target file gives it: relative to its folder where it can be, with slashes. */
    static String relative(Path from, Path to) {
        var folder = Optional.ofNullable(from.toAbsolutePath().normalize().getParent())
                .orElse(from.toAbsolutePath().getRoot());
        var absolute = to.toAbsolutePath().normalize();
        var path = folder.getRoot().equals(absolute.getRoot()) ? folder.relativize(absolute) : absolute;
        return path.toString().replace('\\', '/');
    }
}
