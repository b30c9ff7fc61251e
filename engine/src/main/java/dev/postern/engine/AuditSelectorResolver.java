package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Position;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds audits: {@code @Audit} classes, target files, and either by unique id. */
final class AuditSelectorResolver implements SelectorResolver {

    private static final String CLASS = "audit";
    private static final String TARGET_OF_CLASS = "target";
    private static final String FILE = "target-file";

    private final Options options;
    private final DiscoveryIssueReporter issues;
    private final Predicate<String> classNames;
    private Optional<List<DiscoveryIssue>> mistakesOfOptions = Optional.empty();
    private boolean optionsAreReported;

    AuditSelectorResolver(Options options, DiscoveryIssueReporter issues, Predicate<String> classNames) {
        this.options = options;
        this.issues = issues;
        this.classNames = classNames;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        var type = selector.getJavaClass();
        return AuditClass.isOne(type) && classNames.test(type.getName())
                ? audits(new AuditClass(type), context, AuditSelectorResolver::any)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(FileSelector selector, Context context) {
        return isTargetFile(selector.getRawPath())
                ? targetFile(selector.getRawPath(), context, planned -> at(selector, planned))
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(ClasspathResourceSelector selector, Context context) {
        var name = selector.getClasspathResourceName();
        return isTargetFile(name)
                ? targetFile(Resources.PREFIX + name, context, planned -> Optional.of(AuditSelectorResolver::any))
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        var id = selector.getUniqueId();
        if (id.getSegments().size() < 2) {
            return Resolution.unresolved();
        }
        Predicate<TestDescriptor> below = leaf -> leaf.getUniqueId().hasPrefix(id);
        var audit = id.getSegments().get(1);
        return switch (audit.getType()) {
            case CLASS ->
                ReflectionSupport.tryToLoadClass(audit.getValue())
                        .toOptional()
                        .filter(AuditClass::isOne)
                        .map(type -> audits(new AuditClass(type), context, below))
                        .orElse(Resolution.unresolved());
            case FILE -> targetFile(audit.getValue(), context, planned -> Optional.of(below));
            default -> Resolution.unresolved();
        };
    }

    private static boolean any(TestDescriptor leaf) {
        return leaf.isTest();
    }

    /** The cases of the operation that stands at the line of a selector, or all where it names no line. */
    private Optional<Predicate<TestDescriptor>> at(FileSelector selector, Plan plan) {
        if (selector.getPosition().isEmpty()) {
            return Optional.of(AuditSelectorResolver::any);
        }
        var line = selector.getPosition().map(FilePosition::getLine).orElseThrow();
        var target = plan.target();
        var file = target.file().file();
        var operations = target.operations().values();
        // identities end the last operation, where they come after it
        var begins = Stream.concat(
                        operations.stream().map(Operation::position),
                        target.identities().values().stream().map(identity -> identity.position()))
                .filter(at -> at.file().equals(file) && at.line() <= line)
                .max(Comparator.comparingInt(Position::line));
        var operation = operations.stream()
                .filter(o -> begins.filter(o.position()::equals).isPresent())
                .findFirst();
        if (operation.isEmpty()) {
            var known = operations.stream()
                    .filter(o -> o.position().file().equals(file))
                    .map(o -> o.id() + " at " + o.position().line())
                    .collect(Collectors.joining(", "));
            issues.reportIssue(issue(
                    Severity.ERROR,
                    new Problem(new Position(file, line, 1), "no operation stands here", "operations: " + known)));
        }
        return operation.map(o -> leaf ->
                leaf instanceof CaseDescriptor c && c.planned().operation().equals(o.id()));
    }

    private Resolution audits(AuditClass of, Context context, Predicate<TestDescriptor> wanted) {
        var own = options.declaring(of.declared());
        var mistakes = new ArrayList<DiscoveryIssue>(mistakesOfOptions());
        mistakes.addAll(of.mistakes());
        var audits = mistakes.isEmpty() ? audits(of, own, mistakes) : List.<Found>of();
        var name = of.type().getName();
        if (!mistakes.isEmpty()) {
            return refused(of, mistakes, context);
        }
        return audits.size() == 1
                ? match(
                        context.addToParent(
                                parent -> Optional.of(audits.get(0).descriptor(id(parent, CLASS, name), of.source()))),
                        wanted)
                : match(
                        context.addToParent(parent -> Optional.of(container(id(parent, CLASS, name), of, audits))),
                        wanted);
    }

    /** The audits of a class, one for each of its target files; what is wrong with them is added to the mistakes. */
    private List<Found> audits(AuditClass of, Options own, List<DiscoveryIssue> mistakes) {
        var labels = AuditDefinition.labels(own.all(Options.TARGET));
        if (labels.isEmpty()) {
            mistakes.add(issue("@Audit of " + of.type().getName() + " names no target file", of.source()));
        }
        var audits = new ArrayList<Found>();
        labels.forEach((place, label) -> found(
                        place, label, own, of.source(), () -> AuditDefinition.of(of, place, label, own), mistakes::add)
                .ifPresent(audits::add));
        if (mistakes.isEmpty()) {
            mistakes.addAll(of.unknown(audits.stream()
                    .flatMap(a -> a.gated().plan().target().identities().keySet().stream())
                    .distinct()
                    .toList()));
        }
        return audits;
    }

    /**
     * A class with mistakes is a test that fails. An error of the discovery would end all of a module: Surefire then
     * runs no test at all, and writes no report.
     */
    private static Resolution refused(AuditClass of, List<DiscoveryIssue> mistakes, Context context) {
        var words = mistakes.stream().map(DiscoveryIssue::message).distinct().collect(Collectors.joining("\n"));
        return context.addToParent(parent -> Optional.of(
                        RefusedAuditDescriptor.of(id(parent, CLASS, of.type().getName()), of.type(), of.tags(), words)))
                .map(descriptor -> Resolution.match(Match.exact(descriptor)))
                .orElse(Resolution.unresolved());
    }

    private static AuditClassDescriptor container(UniqueId id, AuditClass of, List<Found> audits) {
        var container = new AuditClassDescriptor(id, of);
        audits.forEach(audit -> container.addChild(
                audit.descriptor(id.append(TARGET_OF_CLASS, audit.place()), placeSource(audit.place()))));
        return container;
    }

    private static Resolution match(Optional<? extends TestDescriptor> added, Predicate<TestDescriptor> wanted) {
        return added.map(descriptor -> {
                    Stream.concat(Stream.of(descriptor), descriptor.getChildren().stream())
                            .filter(AuditDescriptor.class::isInstance)
                            .forEach(audit -> ((AuditDescriptor) audit).want(wanted));
                    return Resolution.match(Match.exact(descriptor));
                })
                .orElse(Resolution.unresolved());
    }

    private Resolution targetFile(
            String place, Context context, Function<Plan, Optional<Predicate<TestDescriptor>>> wanted) {
        if (!areRight()) {
            return Resolution.unresolved();
        }
        var source = placeSource(place);
        return found(place, "", options, source, () -> AuditDefinition.of(place, options), issues::reportIssue)
                .flatMap(audit -> wanted.apply(audit.gated().plan())
                        .map(leaves -> match(
                                context.addToParent(
                                        parent -> Optional.of(audit.descriptor(id(parent, FILE, place), source))),
                                leaves)))
                .orElse(Resolution.unresolved());
    }

    /** An audit that can be run. */
    private record Found(AuditDefinition definition, GatedPlan gated, Options options, String place, String label) {

        AuditDescriptor descriptor(UniqueId id, TestSource source) {
            return new AuditDescriptor(id, definition, gated, options, label, source);
        }
    }

    /** What is wrong with a user's file becomes a mistake with its place, all of them at once, and no stack trace. */
    private Optional<Found> found(
            String place,
            String label,
            Options own,
            TestSource source,
            Supplier<AuditDefinition> definer,
            Consumer<DiscoveryIssue> mistakes) {
        try {
            var definition = definer.get();
            var gated = GatedPlan.of(
                    definition,
                    own.gate(),
                    own.only(),
                    problem -> issues.reportIssue(issue(Severity.WARNING, problem)));
            return Optional.of(new Found(definition, gated, own, place, label));
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> mistakes.accept(issue(Severity.ERROR, problem)));
        } catch (UnknownCheckException e) {
            mistakes.accept(issue(own.from(Options.ONLY) + ": " + e.getMessage(), source));
        } catch (IllegalArgumentException | CheckCatalogue.BrokenException e) {
            mistakes.accept(issue(e.getMessage(), source));
        }
        return Optional.empty();
    }

    /** What is wrong with options; what is only doubtful is reported once, if there is an audit that they are about. */
    private List<DiscoveryIssue> mistakesOfOptions() {
        if (mistakesOfOptions.isEmpty()) {
            options.doubts(
                            System.getProperties().stringPropertyNames(),
                            System.getenv().keySet(),
                            Listeners.found().stream()
                                    .flatMap(listener -> listener.properties().stream())
                                    .collect(Collectors.toSet()))
                    .forEach(words -> issues.reportIssue(DiscoveryIssue.create(Severity.WARNING, words)));
            mistakesOfOptions = Optional.of(options.mistakes().stream()
                    .map(words -> DiscoveryIssue.create(Severity.ERROR, words))
                    .toList());
        }
        return mistakesOfOptions.get();
    }

    /** Whether all options can be used; what cannot is reported once. */
    private boolean areRight() {
        var mistakes = mistakesOfOptions();
        if (!optionsAreReported) {
            mistakes.forEach(issues::reportIssue);
            optionsAreReported = true;
        }
        return mistakes.isEmpty();
    }

    private static UniqueId id(TestDescriptor parent, String segment, String value) {
        return parent.getUniqueId().append(segment, value);
    }

    private static TestSource placeSource(String place) {
        return place.startsWith(Resources.PREFIX)
                ? ClasspathResourceSource.from(place.substring(Resources.PREFIX.length()))
                : FileSource.from(new File(place));
    }

    private static DiscoveryIssue issue(String words, TestSource source) {
        return DiscoveryIssue.builder(Severity.ERROR, words).source(source).build();
    }

    private static DiscoveryIssue issue(Severity severity, Problem problem) {
        return DiscoveryIssue.builder(severity, problem.toString())
                .source(Resources.source(problem.at()))
                .build();
    }

    private static boolean isTargetFile(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(".yaml", ".yml", ".json").anyMatch(lower::endsWith);
    }
}
