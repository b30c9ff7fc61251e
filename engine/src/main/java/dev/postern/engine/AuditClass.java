package dev.postern.engine;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.CredentialOf;
import dev.postern.api.junit.RunningTarget;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.api.target.Obtain;
import dev.postern.engine.Options.Given;
import dev.postern.yaml.Words;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** What the code of an {@link Audit} class says of its audits. */
record AuditClass(Class<?> type) {

    private static final List<Class<?>> ADDRESSES = List.of(URI.class, URL.class, RunningTarget.class);

    /** Whether it is one. An annotation that carries {@link Audit} makes other classes audits, and is none itself. */
    static boolean isOne(Class<?> type) {
        return !type.isAnnotation() && AnnotationSupport.isAnnotated(type, Audit.class);
    }

    /** What the annotation says, by the options that win over it. */
    Map<String, Given> declared() {
        var audit = AnnotationSupport.findAnnotation(type, Audit.class).orElseThrow();
        var all = new LinkedHashMap<String, Given>();
        put(all, Options.TARGET, "target", audit.target());
        put(all, Options.CHECKLIST, "checklist", audit.checklist());
        put(all, Options.ATTESTATIONS, "attestations", audit.attestations());
        put(all, Options.ONLY, "checks", audit.checks());
        put(all, Options.FAIL_ON, "failOn", audit.failOn());
        put(all, Options.BASELINE, "baseline", audit.baseline());
        put(all, Options.WAIVERS, "waivers", audit.waivers());
        return all;
    }

    private static void put(Map<String, Given> all, String key, String member, String... values) {
        Given.of(List.of(values), "@Audit(" + member + ")").ifPresent(given -> all.put(key, given));
    }

    /** The method that starts the application. */
    Optional<Method> starter() {
        return methods(TargetUnderTest.class).stream().findFirst();
    }

    /** The code that gives credentials, by the names of identities. */
    Map<String, Obtain.Source> credentials() {
        var all = new LinkedHashMap<String, Obtain.Source>();
        methods(CredentialOf.class).forEach(method -> all.put(identity(method), new CredentialMethod(method)));
        return all;
    }

    private static String identity(Method method) {
        return AnnotationSupport.findAnnotation(method, CredentialOf.class)
                .orElseThrow()
                .value();
    }

    private List<Method> methods(Class<? extends Annotation> annotation) {
        return AnnotationSupport.findAnnotatedMethods(type, annotation, HierarchyTraversalMode.TOP_DOWN);
    }

    /** The tags that JUnit Jupiter's {@code @Tag} gives the class, where Jupiter is there: its cases have them too. */
    Set<TestTag> tags() {
        var tags = new LinkedHashSet<TestTag>();
        ReflectionSupport.tryToLoadClass("org.junit.jupiter.api.Tag")
                .toOptional()
                .map(found -> found.asSubclass(Annotation.class))
                .ifPresent(tag -> AnnotationSupport.findRepeatableAnnotations(type, tag)
                        .forEach(present -> valueOf(present)
                                .filter(TestTag::isValid)
                                .ifPresent(name -> tags.add(TestTag.create(name)))));
        return tags;
    }

    private static Optional<String> valueOf(Annotation annotation) {
        return ReflectionSupport.findMethod(annotation.annotationType(), "value")
                .map(method -> ReflectionSupport.invokeMethod(method, annotation))
                .map(String::valueOf);
    }

    /** What is wrong with its methods. */
    List<DiscoveryIssue> mistakes() {
        var all = new ArrayList<DiscoveryIssue>();
        var starters = methods(TargetUnderTest.class);
        starters.forEach(method -> problem(method, ADDRESSES, List.of())
                .ifPresent(words -> all.add(issue("@TargetUnderTest ", method, words))));
        starters.stream()
                .skip(1)
                .forEach(method -> all.add(issue(
                        "@TargetUnderTest ",
                        method,
                        " is the second one of " + type.getName() + ": keep one, which starts all that is needed")));
        var named = new LinkedHashSet<String>();
        for (var method : methods(CredentialOf.class)) {
            var label = "@CredentialOf(" + Words.quote(identity(method)) + ") ";
            problem(method, List.of(String.class), List.of(URI.class))
                    .ifPresent(words -> all.add(issue(label, method, words)));
            if (!named.add(identity(method))) {
                all.add(issue(label, method, " is the second one for that identity: keep one"));
            }
        }
        return all;
    }

    /** Code that gives the credential of somebody whom no target file names: a slip of the pen, most likely. */
    List<DiscoveryIssue> unknown(Collection<String> identities) {
        return methods(CredentialOf.class).stream()
                .filter(method -> !identities.contains(identity(method)))
                .map(method -> issue(
                        "@CredentialOf(" + Words.quote(identity(method)) + ") ",
                        method,
                        " gives the credential of an identity that the target file does not have\n   "
                                + Words.didYouMean(identity(method), identities, "identities")))
                .toList();
    }

    private static Optional<String> problem(Method method, List<Class<?>> returns, List<Class<?>> parameters) {
        if (!Modifier.isStatic(method.getModifiers())) {
            return Optional.of(" must be static: an audit makes no instance of its class");
        }
        var given = List.of(method.getParameterTypes());
        if (!given.isEmpty() && !given.equals(parameters)) {
            return Optional.of(
                    parameters.isEmpty()
                            ? " must have no parameter"
                            : " must have no parameter, or one of type " + names(parameters));
        }
        return returns.stream().anyMatch(wanted -> wanted.isAssignableFrom(method.getReturnType()))
                ? Optional.empty()
                : Optional.of(" must return " + names(returns) + ", not "
                        + method.getReturnType().getSimpleName());
    }

    private static String names(List<Class<?>> types) {
        var names = types.stream().map(Class::getSimpleName).toList();
        var last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static DiscoveryIssue issue(String label, Method method, String words) {
        return DiscoveryIssue.builder(Severity.ERROR, label + name(method) + words)
                .source(MethodSource.from(method))
                .build();
    }

    /** {@code OrdersAudit.start()}. */
    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
    }

    TestSource source() {
        return ClassSource.from(type);
    }

    /** The folder of its reports: no two classes of a project share one. */
    String folder() {
        return type.getName().replace('$', '.');
    }
}
