package dev.postern.target;

import dev.postern.api.http.Header;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.Limits;
import dev.postern.api.target.Target.SoftError;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads a target file, and the OpenAPI document that it names. Sends nothing. */
public final class TargetFile {

    private static final List<String> TOP = Section.TARGET.keys();

    /** Stands for an address that is not known yet; nothing answers there (RFC 2606 2). */
    private static final URI UNKNOWN_ADDRESS = URI.create("http://invalid");

    private final Path file;
    private final String name;
    private final Problems problems;
    private final Substitution texts;
    private final Code code;

    private TargetFile(Path file, UnaryOperator<String> environment, Secrets mode, Code code, Problems problems) {
        this.file = file;
        this.name = SourceFile.nameOf(file);
        this.code = code;
        this.problems = problems;
        this.texts = new Substitution(folder(file), environment, mode, problems);
    }

    /** Whether a target file's secrets must be at hand. */
    public enum Secrets {
        /** An environment variable or file that is missing is an error: for an audit. */
        REQUIRED,
        /**
         * What is missing is replaced by a placeholder wherever any text will do: for a plan, which sends nothing. A URL, a
         * number or a name that is missing is an error still.
         */
        OPTIONAL
    }

    /**
     * What a target file may leave to the code of a test class.
     *
     * @param address whether the code gives the address of the target: {@code baseUrl} may then be absent, and
     *     {@link Target#at} gives it
     * @param credentials how the code gives the credentials of identities, by their names; in the place of what the file
     *     says
     */
    public record Code(boolean address, Map<String, Obtain.Source> credentials) {
        /** There is no such code. */
        public static final Code NONE = new Code(false, Map.of());

        /** Keeps an immutable copy. */
        public Code {
            credentials = Map.copyOf(credentials);
        }
    }

    /**
     * A target file that was read.
     *
     * @param secrets every text that came from the environment or a file where any text will do (headers, parameters,
     *     bodies, claims, login fields), and every text in the place of a secret; to be redacted from all that is written.
     *     What came from there as a URL, a number, a name or a public key is not among them.
     * @param warnings what the user should know, though the file can be used
     */
    public record Loaded(Target target, Set<Secret> secrets, List<Problem> warnings) {
        /** Keeps immutable copies. */
        public Loaded {
            secrets = Set.copyOf(secrets);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a target file whose secrets must be at hand.
     *
     * @param environment from the name of a variable to its value, or null where it is not set
     * @throws InvalidFileException with all problems of the target file and of the OpenAPI document that it names
     */
    public static Loaded load(Path file, UnaryOperator<String> environment) {
        return load(file, environment, Secrets.REQUIRED);
    }

    /**
     * Reads a target file.
     *
     * @param environment from the name of a variable to its value, or null where it is not set
     * @throws InvalidFileException with all problems of the target file and of the OpenAPI document that it names
     */
    public static Loaded load(Path file, UnaryOperator<String> environment, Secrets mode) {
        return load(file, environment, mode, Code.NONE);
    }

    /**
     * Reads a target file.
     *
     * @param environment from the name of a variable to its value, or null where it is not set
     * @throws InvalidFileException with all problems of the target file and of the OpenAPI document that it names
     */
    public static Loaded load(Path file, UnaryOperator<String> environment, Secrets mode, Code code) {
        var problems = new Problems();
        var reader = new TargetFile(file, environment, mode, code, problems);
        var target = SourceFile.read(file, SourceFile.nameOf(file), problems).flatMap(reader::target);
        problems.throwIfAny();
        return new Loaded(
                target.orElseThrow(() -> new IllegalStateException("no target, and no problem noted: " + file)),
                reader.texts.secrets(),
                problems.warnings());
    }

    /** The keys that each part of a target file may have, by the name that the JSON Schema gives the part. */
    public static Map<String, List<String>> keys() {
        var all = new LinkedHashMap<String, List<String>>();
        Arrays.stream(Section.values())
                .forEach(s -> all.put(s.name().toLowerCase(Locale.ROOT).replace('_', '-'), s.keys()));
        return all;
    }

    static Path folder(Path file) {
        var parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private Optional<Target> target(Value root) {
        if (!root.is(Kind.MAPPING)) {
            problems.error(
                    root.position(),
                    "a target file must be a mapping, but is " + root.kind().words(),
                    "start with \"target: name-of-the-api\"");
            return Optional.empty();
        }
        var in = Mapping.of(root, "the target file", texts, problems).allowing(TOP);
        in.require("target", "e.g. \"target: orders-api\"");
        if (!code.address()) {
            in.require("baseUrl", "e.g. \"baseUrl: https://localhost:8443\"");
        }
        in.require("identities", "who calls the target: see the documentation of the target file");
        var called = in.text("target");
        var baseUrl = in.url("baseUrl").flatMap(u -> baseUrl(in, u));
        var destructive = in.oneOf("destructive", List.of("forbid", "allow")).filter("allow"::equals);

        var schemes = new LinkedHashMap<>(part(in, "schemes")
                .map(s -> new SchemeReader(folder(file), texts, problems).read(s))
                .orElse(Map.of()));
        var declared = new LinkedHashSet<>(
                in.value("schemes").map(v -> v.entries().keySet()).orElse(Set.of()));
        var document = in.text("openapi");
        var drafts = document.map(d -> openApi(in, d, schemes, baseUrl)).orElse(List.of());
        declared.addAll(schemes.keySet());
        if (document.isEmpty()) {
            in.require("schemes", "how the target authenticates: see the documentation of the target file");
            in.require("operations", "what is audited, or \"openapi:\" with the file that describes it");
        }
        var identities = part(in, "identities")
                .map(i -> new IdentityReader(schemes, declared, code.credentials(), texts, problems).read(i))
                .orElse(Map.of());
        var operations = new OperationReader(declared, drafts, texts, problems);
        part(in, "operations").ifPresent(o -> operations.read(o, document));
        operations.share(in);
        var target = new Target(
                called.orElse(""),
                baseUrl.orElse(UNKNOWN_ADDRESS),
                trust(in),
                limits(in),
                allow(in),
                headers(in),
                denial(in),
                destructive.isPresent(),
                schemes,
                identities,
                operations.finish(),
                new Position(name, 0, 0),
                part(in, "listener").flatMap(l -> ListenerReader.read(l, baseUrl)),
                in.flag("cacheBuster").orElse(true));
        new FixedCredentials(schemes, problems)
                .check(root, List.copyOf(target.operations().values()));
        if (problems.isClean()) {
            operations.checkValues(target);
            target.unusedIdentities().forEach(this::warnOfUnused);
        }
        return Optional.of(target);
    }

    private void warnOfUnused(Identity identity) {
        problems.warn(
                identity.position(),
                "no operation uses identity " + Words.quote(identity.name()) + ": none accepts its scheme "
                        + Words.quote(identity.scheme()),
                "name that scheme in `requires:` of an operation, or remove the identity");
    }

    private Optional<Mapping> part(Mapping in, String key) {
        return in.value(key).map(v -> Mapping.of(v, Words.quote(key), texts, problems));
    }

    private List<OperationDraft> openApi(Mapping in, String path, Map<String, Scheme> schemes, Optional<URI> baseUrl) {
        var resolved = SourceFile.resolve(folder(file), path);
        if (resolved.isEmpty() || path.contains("://")) {
            in.error(
                    "openapi",
                    in.words("openapi") + " must be a file, but is " + in.shown("openapi"),
                    "download the document and name the file");
            return List.of();
        }
        return new OpenApiReader(
                        resolved.get(),
                        SourceFile.nameOf(file.resolveSibling(path)),
                        in.position("openapi"),
                        schemes,
                        problems)
                .read(baseUrl.map(URI::getPath));
    }

    private static Optional<URI> baseUrl(Mapping in, URI url) {
        if (url.getRawQuery() != null) {
            in.error("baseUrl", in.words("baseUrl") + " has a query", "remove the \"?\" and what follows it");
            return Optional.empty();
        }
        var text = url.toString();
        return Optional.of(text.endsWith("/") ? URI.create(text.replaceAll("/++$", "")) : url);
    }

    private Optional<Path> trust(Mapping in) {
        return in.mapping("tls", "tls", Section.TLS.keys())
                .flatMap(t -> t.text("trust").flatMap(path -> {
                    var subject = "the file " + t.shown("trust") + " that \"trust\" names";
                    var pem = SourceFile.resolve(folder(file), path);
                    var bytes = pem.flatMap(p -> SourceFile.bytes(p, subject, t.position("trust"), problems));
                    if (pem.isEmpty()) {
                        t.error("trust", subject + " is no path", "");
                    }
                    if (bytes.isPresent()
                            && !new String(bytes.get(), StandardCharsets.ISO_8859_1)
                                    .contains("-----BEGIN CERTIFICATE-----")) {
                        t.error(
                                "trust",
                                subject + " holds no certificate in PEM",
                                "it must have a line \"-----BEGIN CERTIFICATE-----\"");
                    } else if (bytes.isPresent() && !holdsCertificates(bytes.get())) {
                        t.error(
                                "trust",
                                subject + " holds a certificate that cannot be read",
                                "look at it with: openssl x509 -noout -text -in FILE");
                    }
                    return pem;
                }));
    }

    private static boolean holdsCertificates(byte[] pem) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    private static Limits limits(Mapping in) {
        var usual = Limits.DEFAULT;
        return in.mapping("limits", "limits", Section.LIMITS.keys())
                .map(l -> new Limits(
                        l.integer("requests", 1, 10_000_000).orElse(usual.requests()),
                        l.integer("rate", 1, 100_000).orElse(usual.rate()),
                        l.integer("concurrency", 1, 1_000).orElse(usual.concurrency()),
                        l.duration("deadline", Duration.ofMillis(1)).orElse(usual.deadline()),
                        l.duration("maxWait", Duration.ZERO).orElse(usual.maxWait()),
                        l.oneOf("heavy", List.of("forbid", "allow"))
                                .filter("allow"::equals)
                                .isPresent(),
                        l.integer("failedLogins", 0, 1_000_000).orElse(usual.failedLogins())))
                .orElse(usual);
    }

    private static Set<String> allow(Mapping in) {
        var hosts = in.texts("allow", Use.CHECKED);
        for (var host : hosts) {
            if (host.contains("://") || host.contains("/")) {
                in.error(
                        "allow",
                        in.words("allow") + " holds a URL, but wants hosts: " + in.shown("allow", host),
                        "write host or host:port");
            } else if (!host.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?")) {
                in.error(
                        "allow",
                        in.words("allow") + " holds no host: " + in.shown("allow", host),
                        "write host or host:port");
            }
        }
        return new LinkedHashSet<>(hosts);
    }

    private static List<Header> headers(Mapping in) {
        return OperationDraft.headers(in, "headers");
    }

    private static DenialSigns denial(Mapping in) {
        return in.mapping("denial", "denial", Section.DENIAL.keys())
                .map(d -> new DenialSigns(
                        d.text("login"),
                        d.mappings("errors", "an item of errors of denial", Section.SOFT_ERROR.keys()).stream()
                                .flatMap(e -> softError(e).stream())
                                .toList(),
                        d.texts("ignore", Use.CHECKED).stream()
                                .filter(p -> isPointer(p, d, "ignore"))
                                .toList()))
                .orElse(DenialSigns.NONE);
    }

    private static Optional<SoftError> softError(Mapping in) {
        in.require("pointer", "e.g. \"pointer: /success\"");
        var value = in.text("value");
        return in.text("pointer").filter(p -> isPointer(p, in, "pointer")).map(p -> new SoftError(p, value));
    }

    private static boolean isPointer(String text, Mapping in, String key) {
        if (text.startsWith("/")) {
            return true;
        }
        in.error(
                key,
                in.words(key) + " must be a JSON pointer, but is " + in.shown(key, text),
                "it starts with \"/\": /meta/requestTime");
        return false;
    }
}
