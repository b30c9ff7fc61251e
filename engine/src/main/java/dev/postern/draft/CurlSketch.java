package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.draft.SchemeSketch.Kind;
import dev.postern.target.Names;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Draws a target file with an operation for each request that curl commands send. */
final class CurlSketch {

    private static final String OPTION = "--from-curl";

    private final TargetDraft.Setting setting;
    private final Sketch sketch = new Sketch("a curl command");
    private final Hiding hiding = new Hiding(sketch.variables, "");
    private final Problems problems = new Problems();
    private final Set<Secret> seen = new HashSet<>();

    CurlSketch(TargetDraft.Setting setting) {
        this.setting = setting;
    }

    Sketch draw(List<String> commands) {
        var identities = setting.identities().map(WfcIdentities::read);
        var requests = new ArrayList<CurlRequest>();
        for (var n = 0; n < commands.size(); n++) {
            requests.addAll(read(commands.get(n), n == 0 ? OPTION : OPTION + " (" + (n + 1) + ")"));
        }
        sameOrigin(requests);
        problems.throwIfAny();
        baseUrl(requests.get(0));
        // all credentials first: one may stand in a second place too
        var schemes = requests.stream().map(this::caller).toList();
        operations(requests, schemes);
        trust(requests);
        identities.ifPresent(i -> i.drawOnto(sketch, scheme -> List.of()));
        sketch.suggestSecond();
        if (sketch.isDeserted()) {
            sketch.note(
                    "No command carries a credential: say under \"schemes\", \"identities\" and \"requires\" who may call.");
        }
        return sketch;
    }

    private List<CurlRequest> read(String text, String name) {
        var inside = new Problems();
        var commands = ShellWords.commands(text, name, inside);
        var curls = commands.stream().filter(CurlCommand::isCurl).toList();
        if (curls.isEmpty() && inside.isClean()) {
            inside.error(
                    new Position(name, 1, 1),
                    "this is no curl command",
                    "put the whole command into one pair of quotes: --from-curl 'curl https://…'");
        }
        var all = curls.stream()
                .flatMap(c -> CurlCommand.requests(c, inside).stream())
                .toList();
        inside.copyTo(problems);
        return all;
    }

    private void sameOrigin(List<CurlRequest> requests) {
        for (var request : requests) {
            if (setting.baseUrl().isEmpty() && !request.origin.equalsIgnoreCase(requests.get(0).origin)) {
                problems.error(
                        request.position,
                        "this command calls another host than the first one",
                        "draft a target file for each, or say by --base-url where both are found");
            }
        }
    }

    private void baseUrl(CurlRequest first) {
        var host = first.origin.replaceFirst("^https?://", "");
        sketch.name(Marks.hasAny(host) ? "" : host, "api");
        Marks.mention(
                first.origin,
                sketch.variables,
                Marks.startsWithVariable(first.origin)
                        ? "the base URL, its https:// included"
                        : "a part of the base URL");
        sketch.baseUrl(setting.baseUrl().map(Scalar::literal).orElseGet(() -> Marks.scalar(first.origin)), "");
    }

    /** A path relative to the base URL. */
    private String path(CurlRequest request) {
        var base = setting.baseUrl()
                .map(u -> u.replaceFirst("^https?://[^/]*", "").replaceAll("/+$", ""))
                .orElse("");
        return request.path.startsWith(base + "/") ? request.path.substring(base.length()) : request.path;
    }

    private void operations(List<CurlRequest> requests, List<Optional<String>> schemes) {
        var operations = new LinkedHashMap<String, CurlOperation>();
        for (var n = 0; n < requests.size(); n++) {
            var made =
                    new CurlOperation(requests.get(n), path(requests.get(n)), hiding, sketch.variables, setting.file());
            var operation = operations.computeIfAbsent(made.method + " " + made.path, k -> made);
            schemes.get(n).ifPresent(operation::accept);
        }
        var ids = new ArrayList<String>();
        for (var operation : operations.values()) {
            var id = operation.id();
            for (var n = 2; ids.contains(id); n++) {
                id = operation.id() + "-" + n;
            }
            ids.add(id);
            sketch.operations.put(id, operation.draw());
        }
    }

    // --- who calls

    /** The scheme of the credential that the request carries, which is taken out of it. */
    private Optional<String> caller(CurlRequest request) {
        return credential(request).map(found -> {
            var scheme = sketch.scheme(found.kind, found.remark, Optional.empty());
            var isNew = seen.add(Secret.of(found.kind.credential() + " " + found.user + ":" + found.secret));
            if (!isNew) {
                return scheme.name();
            }
            var name = sketch.freeIdentity(found.hasPlainUser() ? found.user : "");
            var body = new Block()
                    .put("scheme", Scalar.literal(scheme.name()))
                    .suggest(
                            "tenant",
                            Scalar.literal("a"),
                            "if the API has tenants: the one that " + name + " belongs to")
                    .suggest("scopes", List.of(Scalar.literal("orders:read")), "if operations require any");
            sketch.identity(name, scheme.name(), body.put("obtain", obtain(found, name)));
            return scheme.name();
        });
    }

    private Block obtain(Credential found, String name) {
        var word = found.kind.credential();
        var meaning = "the " + word + " of " + name + (found.remark.startsWith("the whole") ? ": " + found.remark : "");
        var secret = found.isAbsent()
                ? sketch.variable(name + " " + word, meaning)
                : Marks.scalar(hiding.whole(found.secret, name + " " + word, meaning));
        if (!found.kind.equals(Kind.BASIC)) {
            return new Block().put(found.kind.obtainKey(), secret);
        }
        var user = found.hasPlainUser()
                ? Scalar.literal(found.user)
                : Marks.scalar(hiding.whole(found.user, name + " username", "the user name of " + name));
        return new Block().put("username", user).put("password", secret);
    }

    private static Optional<Credential> credential(CurlRequest request) {
        return inHeaders(request, h -> h.is("Authorization"))
                .or(() -> taken(request.user.map(Credential::password), () -> request.user = Optional.empty()))
                .or(() -> inHeaders(request, h -> true))
                .or(() -> inCookies(request))
                .or(() -> inQuery(request));
    }

    private static Optional<Credential> taken(Optional<Credential> found, Runnable take) {
        found.ifPresent(f -> take.run());
        return found;
    }

    private static Optional<Credential> inHeaders(CurlRequest request, Predicate<Header> which) {
        for (var header : request.headers) {
            var found = which.test(header) && !CurlOperation.isNoise(header.name())
                    ? Credential.inHeader(header.name(), header.value())
                    : Optional.<Credential>empty();
            if (found.isPresent()) {
                request.headers.removeIf(h -> h.is(header.name()));
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Credential> inCookies(CurlRequest request) {
        var cookie = request.cookies.stream()
                .filter(c -> SecretSigns.isSessionName(c.name()))
                .findFirst()
                .or(() -> request.cookies.stream()
                        .filter(c -> !SecretSigns.isVisitorName(c.name()))
                        .findFirst())
                .filter(c -> Names.isToken(c.name()) && !c.value().isEmpty());
        return cookie.map(c -> {
            request.cookies.remove(c);
            return Credential.session(c.name(), c.value());
        });
    }

    private static Optional<Credential> inQuery(CurlRequest request) {
        var parameter = request.query.stream()
                .filter(q ->
                        SecretSigns.isCredentialName(q.name()) && !q.value().isEmpty())
                .findFirst();
        return parameter.map(q -> {
            request.query.removeIf(other -> other.name().equals(q.name()));
            return Credential.apiKey("query", q.name(), q.value());
        });
    }

    // --- TLS

    private void trust(List<CurlRequest> requests) {
        var file = requests.stream().flatMap(r -> r.trust.stream()).findFirst();
        if (file.isPresent() && isPem(file.get())) {
            sketch.head.put(
                    "tls",
                    new Block().put("trust", Scalar.literal(Sketch.relative(setting.file(), Path.of(file.get())))));
        } else if (file.isPresent() || requests.stream().anyMatch(r -> r.insecure)) {
            sketch.head.suggest(
                    "tls",
                    new Block().put("trust", Scalar.literal("server.pem")),
                    "Postern verifies certificates, though the command may not: a PEM file of those to trust");
        }
    }

    private static boolean isPem(String file) {
        try {
            return SourceFile.bytes(Path.of(file), "the file", new Position(file, 0, 0), new Problems())
                    .map(b -> new String(b, StandardCharsets.ISO_8859_1))
                    .filter(t -> t.contains("-----BEGIN CERTIFICATE-----"))
                    .isPresent();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
