package dev.postern.engine;

import dev.postern.api.junit.Audit;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.io.File;
import java.util.Locale;
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
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
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
        return isYaml(selector.getRawPath())
                ? targetFile(selector.getRawPath(), context, true)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(ClasspathResourceSelector selector, Context context) {
        var name = selector.getClasspathResourceName();
        return isYaml(name) ? targetFile(Resources.PREFIX + name, context, true) : Resolution.unresolved();
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
            case FILE -> targetFile(audit.getValue(), context, segments.size() == 2);
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
                        Resources.located(annotation.target()),
                        annotation.checklist(),
                        Optional.of(annotation.attestations())
                                .filter(a -> !a.isEmpty())
                                .or(options::attestations)
                                .map(Resources::located),
                        Optional.of(type)),
                CLASS,
                type.getName(),
                context,
                whole);
    }

    private Resolution targetFile(String place, Context context, boolean whole) {
        return guarded(
                place.startsWith(Resources.PREFIX)
                        ? ClasspathResourceSource.from(place.substring(Resources.PREFIX.length()))
                        : FileSource.from(new File(place)),
                () -> AuditDefinition.of(
                        Resources.located(place),
                        options.checklist(),
                        options.attestations().map(Resources::located)),
                FILE,
                place,
                context,
                whole);
    }

    private interface Definer {
        AuditDefinition define();
    }

    /** What is wrong with a user's file becomes an issue with its place, all of them at once, and no stack trace. */
    private Resolution guarded(
            TestSource source, Definer definer, String segment, String value, Context context, boolean whole) {
        try {
            var definition = definer.define();
            var catalogue = CheckCatalogue.load();
            var gated = GatedPlan.of(
                    definition,
                    options.gate(),
                    catalogue,
                    options.only(),
                    problem -> issues.reportIssue(issue(Severity.WARNING, problem)));
            return context.addToParent(parent -> Optional.of(
                            new AuditDescriptor(id(parent, segment, value), definition, gated, catalogue, source)))
                    .map(descriptor -> {
                        if (whole) {
                            descriptor.selectWhole();
                        }
                        return Resolution.match(Match.exact(descriptor));
                    })
                    .orElse(Resolution.unresolved());
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> issues.reportIssue(issue(Severity.ERROR, problem)));
        } catch (UnknownCheckException e) {
            issues.reportIssue(DiscoveryIssue.create(Severity.ERROR, Options.ONLY + ": " + e.getMessage()));
        } catch (IllegalArgumentException | CheckCatalogue.BrokenException e) {
            issues.reportIssue(
                    DiscoveryIssue.builder(Severity.ERROR, e.getMessage()).source(source));
        }
        return Resolution.unresolved();
    }

    private static UniqueId id(TestDescriptor parent, String segment, String value) {
        return parent.getUniqueId().append(segment, value);
    }

    private static DiscoveryIssue issue(Severity severity, Problem problem) {
        return DiscoveryIssue.builder(severity, problem.toString())
                .source(Resources.source(problem.at()))
                .build();
    }

    private static boolean isYaml(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }
}
