package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.draft.SchemeSketch.Kind;
import dev.postern.target.Names;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Identities in the format of Web Fuzzing Commons ({@code auth.yaml}, schema of release 0.6, and the older names of the keys
 * of {@code token}), as EvoMaster and other fuzzers read it. Secrets are not copied.
 */
final class WfcIdentities {

    private static final List<String> TOP = List.of("schemaVersion", "auth", "authTemplate", "configs");
    private static final List<String> INFO =
            List.of("name", "requireMockHandling", "fixedHeaders", "loginEndpointAuth", "createUsers");

    private final String file;
    private final List<Entry> entries;

    private WfcIdentities(String file, List<Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** One identity; not a record, since secrets are in it. */
    private static final class Entry {
        final String name;
        final List<Header> headers;
        final Optional<WfcLogin> login;
        final boolean mocked;
        final boolean created;

        Entry(WfcView in) {
            name = Names.asName(in.text("name").orElse(""));
            headers = in.headers("fixedHeaders");
            login = in.get("loginEndpointAuth").map(l -> WfcLogin.read(in));
            mocked = in.flag("requireMockHandling");
            created = in.get("createUsers").isPresent();
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidFileException with all that is wrong in it
     */
    static WfcIdentities read(Path path) {
        var problems = new Problems();
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".toml")) {
            problems.error(new Position(SourceFile.nameOf(path), 0, 0), "TOML is not read", "write the file as YAML");
            problems.throwIfAny();
        }
        var entries = SourceFile.read(path, SourceFile.nameOf(path), problems)
                .map(root -> entries(root, problems))
                .orElse(List.of());
        problems.throwIfAny();
        return new WfcIdentities(String.valueOf(path.getFileName()), entries);
    }

    private static List<Entry> entries(Value root, Problems problems) {
        var whole =
                new WfcView("the file", root.position(), Optional.of(root), Optional.empty(), problems).checked(TOP);
        whole.require("auth", "a list of identities, as Web Fuzzing Commons has them: \"- name: …\"");
        var template = whole.get("authTemplate");
        var entries = new ArrayList<Entry>();
        whole.get("auth")
                .filter(a -> !a.is(Value.Kind.LIST))
                .ifPresent(a -> problems.error(
                        a.position(),
                        "\"auth\" must be a list, but is " + a.kind().words(),
                        "start each item with \"- \""));
        for (var item : whole.get("auth").map(Value::items).orElse(List.of())) {
            entry(new WfcView(owner(item), item.position(), Optional.of(item), template, problems).checked(INFO))
                    .ifPresent(entries::add);
        }
        var seen = new HashMap<String, Value>();
        whole.get("auth")
                .map(Value::items)
                .orElse(List.of())
                .forEach(item -> item.get("name")
                        .filter(n -> seen.putIfAbsent(n.text(), n) != null)
                        .ifPresent(n -> problems.error(
                                n.position(),
                                "the name " + Words.quote(n.text()) + " stands twice",
                                "it stands already at " + seen.get(n.text()).position())));
        return entries;
    }

    private static String owner(Value item) {
        return item.get("name")
                .filter(Value::isScalar)
                .map(n -> "identity " + Words.quote(n.text()))
                .orElse("an identity");
    }

    private static Optional<Entry> entry(WfcView in) {
        if (in.own().filter(v -> v.is(Value.Kind.MAPPING)).isEmpty()) {
            return Optional.empty();
        }
        in.require("name", "e.g. \"name: alice\"");
        if (in.get("fixedHeaders").isEmpty()
                && in.get("loginEndpointAuth").isEmpty()
                && in.get("createUsers").isEmpty()) {
            in.problems()
                    .error(
                            in.position(),
                            in.owner() + " has neither \"fixedHeaders\" nor \"loginEndpointAuth\"",
                            "say how it authenticates");
        }
        return Optional.of(new Entry(in));
    }

    /**
     * Adds the identities.
     *
     * @param scopes the scopes that operations of a scheme require
     */
    void drawOnto(Sketch sketch, Function<String, List<String>> scopes) {
        for (var entry : entries) {
            var name = sketch.freeIdentity(entry.name);
            var body = new Block();
            if (entry.mocked) {
                body.remark(file + " wants answers of another service mocked for it: see to that.");
            }
            var credential = credential(entry.headers);
            if (credential.isPresent()) {
                given(sketch, entry, name, body, credential.get(), scopes);
            } else if (entry.login.isPresent()) {
                login(sketch, entry.login.get(), name, body, scopes);
            } else if (entry.created) {
                sketch.note("\"" + name + "\" of " + file
                        + " is left out: its users are made during a run, and Postern makes none.");
            }
        }
    }

    private void given(
            Sketch sketch, Entry entry, String name, Block body, Header header, Function<String, List<String>> scopes) {
        var found = header.is("Cookie") ? cookie(header.value()) : Credential.inHeader(header.name(), header.value());
        var credential = found.orElseGet(() -> Credential.apiKey("header", header.name(), header.value()));
        var others = entry.headers.stream()
                .filter(h -> !h.equals(header))
                .map(Header::name)
                .toList();
        if (!others.isEmpty()) {
            body.remark(
                    file + " sends " + String.join(", ", others)
                            + " too. An identity has one credential: say what else is sent under \"headers\" of operations, or at the top.");
        }
        var scheme = sketch.scheme(credential.kind, credential.remark, Optional.empty());
        var meaning = "the " + credential.kind.credential() + " of " + name + ", as \"" + header.name() + "\" of "
                + file + " has it";
        var secret = sketch.variable(name + " " + credential.kind.credential(), meaning);
        var obtain = credential.kind.equals(Kind.BASIC)
                ? new Block()
                        .put(
                                "username",
                                credential.hasPlainUser()
                                        ? Scalar.literal(credential.user)
                                        : sketch.variable(name + " username", "the user name of " + name))
                        .put("password", secret)
                : new Block().put(credential.kind.obtainKey(), secret);
        finish(sketch, name, scheme, body, obtain, scopes);
    }

    private static Optional<Credential> cookie(String value) {
        var pairs = List.of(value.split(";", -1));
        return pairs.stream()
                .filter(p -> p.contains("="))
                .min((a, b) -> Boolean.compare(!isSession(a), !isSession(b)))
                .map(p -> Credential.session(
                        p.substring(0, p.indexOf('=')).strip(),
                        p.substring(p.indexOf('=') + 1).strip()))
                .filter(c -> Names.isToken(c.kind.parameter()));
    }

    private static boolean isSession(String pair) {
        return SecretSigns.isSessionName(pair.substring(0, pair.indexOf('=')).strip());
    }

    /** The header that says who calls: surely {@code Authorization}, else one with a telling name, else the first. */
    private static Optional<Header> credential(List<Header> headers) {
        return headers.stream()
                .filter(h -> Names.isToken(h.name()))
                .min((a, b) -> Integer.compare(rank(a.name()), rank(b.name())));
    }

    private static int rank(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "authorization" -> 0;
            case "cookie" -> 2;
            default -> SecretSigns.isCredentialName(header) ? 1 : 3;
        };
    }

    private void login(Sketch sketch, WfcLogin login, String name, Block body, Function<String, List<String>> scopes) {
        var kind = login.kind(sketch);
        var isNew = sketch.find(kind).isEmpty();
        var cookieUnknown = isNew && kind.type() == Scheme.Type.SESSION;
        var scheme = sketch.scheme(
                kind,
                cookieUnknown ? file + " does not name the cookie: put in the name of the one that the login sets" : "",
                login.tokenEndpoint());
        if (cookieUnknown) {
            sketch.note("Name the session cookie under schemes: " + scheme.name() + ": cookie: " + file
                    + " does not say it.");
        }
        var obtain = login.obtain(name, kind, sketch, body, file);
        finish(sketch, name, scheme, body, obtain, scopes);
    }

    private void finish(
            Sketch sketch,
            String name,
            SchemeSketch scheme,
            Block body,
            Block obtain,
            Function<String, List<String>> scopes) {
        body.put("scheme", Scalar.literal(scheme.name()))
                .suggest("tenant", Scalar.literal("a"), "if the API has tenants: the one that " + name + " belongs to");
        var all = scopes.apply(scheme.name());
        if (all.isEmpty()) {
            body.suggest("scopes", List.of(Scalar.literal("orders:read")), "if operations require any");
        } else {
            body.put(
                    "scopes",
                    all.stream().map(Scalar::literal).toList(),
                    file + " does not say which: leave those that " + name + " really has");
        }
        body.suggest("roles", List.of(Scalar.literal("user")), "if operations require roles");
        sketch.identity(name, scheme.name(), body.put("obtain", obtain));
    }
}
