package dev.postern.engine;

import dev.postern.api.junit.Audit;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds audits: {@link Audit} classes, target files, and either by unique id. */
final class AuditSelectorResolver implements SelectorResolver {

    private static final String CLASS = "audit";
    private static final String FILE = "target-file";

    private final Options options;
    private final DiscoveryIssueReporter issues;
    private final Predicate<String> classNames;

    AuditSelectorResolver(Options options, DiscoveryIssueReporter issues, Predicate<String> classNames) {
        this.options = options;
        this.issues = issues;
        this.classNames = classNames;
    }

    static boolean isAudit(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, Audit.class);
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        var type = selector.getJavaClass();
        return isAudit(type) && classNames.test(type.getName()) ? audit(type, context, true) : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(FileSelector selector, Context context) {
        return isYaml(selector.getRawPath()) ? targetFile(selector.getPath(), context, true) : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(ClasspathResourceSelector selector, Context context) {
        if (!isYaml(selector.getClasspathResourceName())) {
            return Resolution.unresolved();
        }
        try {
            return targetFile(resource(selector.getClasspathResourceName()), context, true);
        } catch (IllegalArgumentException e) {
            issues.reportIssue(DiscoveryIssue.create(Severity.ERROR, e.getMessage()));
            return Resolution.unresolved();
        }
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        var segments = selector.getUniqueId().getSegments();
        if (segments.size() < 2) {
            return Resolution.unresolved();
        }
        var audit = segments.get(1);
        return switch (audit.getType()) {
            case CLASS ->
                ReflectionSupport.tryToLoadClass(audit.getValue())
                        .toOptional()
                        .filter(AuditSelectorResolver::isAudit)
                        .map(type -> audit(type, context, segments.size() == 2))
                        .orElse(Resolution.unresolved());
            case FILE -> targetFile(Path.of(audit.getValue()), context, segments.size() == 2);
            default -> Resolution.unresolved();
        };
    }

    private Resolution audit(Class<?> type, Context context, boolean whole) {
        var annotation = AnnotationSupport.findAnnotation(type, Audit.class).orElseThrow();
        var source = ClassSource.from(type);
        return guarded(
                source,
                () -> new AuditDefinition(
                        type.getSimpleName(),
                        located(annotation.target()),
                        annotation.checklist(),
                        Optional.of(annotation.attestations())
                                .filter(a -> !a.isEmpty())
                                .or(options::attestations)
                                .map(AuditSelectorResolver::located),
                        Optional.of(type)),
                CLASS,
                type.getName(),
                context,
                whole);
    }

    private Resolution targetFile(Path file, Context context, boolean whole) {
        return guarded(
                FileSource.from(file.toFile()),
                () -> AuditDefinition.of(
                        file, options.checklist(), options.attestations().map(Path::of)),
                FILE,
                file.toString(),
                context,
                whole);
    }

    private interface Definer {
        AuditDefinition define();
    }

    /** What is wrong with a user's file becomes an issue with its place, all of them at once, and no stack trace. */
    private Resolution guarded(
            TestSource source, Definer definer, String segment, String value, Context context, boolean whole) {
        AuditDefinition definition;
        try {
            definition = definer.define();
        } catch (IllegalArgumentException e) {
            issues.reportIssue(
                    DiscoveryIssue.builder(Severity.ERROR, e.getMessage()).source(source));
            return Resolution.unresolved();
        }
        try {
            var catalogue = CheckCatalogue.load();
            var plan = definition.plan(catalogue, options.only());
            return context.addToParent(parent -> Optional.of(
                            new AuditDescriptor(id(parent, segment, value), definition, plan, catalogue, source)))
                    .map(descriptor -> {
                        if (whole) {
                            descriptor.selectWhole();
                        }
                        return Resolution.match(Match.exact(descriptor));
                    })
                    .orElse(Resolution.unresolved());
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> issues.reportIssue(issue(problem)));
        } catch (UnknownCheckException e) {
            issues.reportIssue(DiscoveryIssue.create(Severity.ERROR, Options.ONLY + ": " + e.getMessage()));
        }
        return Resolution.unresolved();
    }

    private static UniqueId id(TestDescriptor parent, String segment, String value) {
        return parent.getUniqueId().append(segment, value);
    }

    private static DiscoveryIssue issue(Problem problem) {
        var at = problem.at();
        var file = new File(at.file());
        var source = at.line() > 0
                ? FileSource.from(file, FilePosition.from(at.line(), Math.max(1, at.column())))
                : FileSource.from(file);
        return DiscoveryIssue.builder(Severity.ERROR, problem.toString()).source(source).build();
    }

    private static boolean isYaml(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }

    private static Path located(String place) {
        return place.startsWith("classpath:") ? resource(place.substring("classpath:".length())) : Path.of(place);
    }

    /**
     * The path of a resource, also inside a jar.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    static Path resource(String name) {
        var url = Thread.currentThread()
                .getContextClassLoader()
                .getResource(name.startsWith("/") ? name.substring(1) : name);
        if (url == null) {
            throw new IllegalArgumentException("there is no \"" + name + "\" on the class path");
        }
        try {
            return path(url.toURI());
        } catch (URISyntaxException | IOException e) {
            throw new IllegalArgumentException("\"" + name + "\" on the class path cannot be read", e);
        }
    }

    private static Path path(URI uri) throws IOException {
        try {
            return Path.of(uri);
        } catch (FileSystemNotFoundException e) {
            FileSystems.newFileSystem(uri, Map.of());
            return Path.of(uri);
        }
    }
}
