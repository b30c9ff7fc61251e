package dev.postern.engine;

import dev.postern.api.junit.RunningTarget;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.commons.support.ReflectionSupport;

/** The applications that test classes start: each once, and closed when the last audit of its class has ended. */
final class StartedTargets {

    /** How many audits of a class have not ended yet. */
    private final Map<Class<?>, Integer> awaited = new HashMap<>();

    private final Map<Class<?>, Slot> slots = new ConcurrentHashMap<>();

    /** @param classes the class of each audit that is going to run */
    StartedTargets(List<Class<?>> classes) {
        classes.forEach(type -> awaited.merge(type, 1, Integer::sum));
    }

    /**
     * Where the application of a class answers; the first to ask has it started.
     *
     * @throws AuditFailure where the method threw, or returned no address; for each that asks, but the method is not
     *     called again
     */
    URI address(Class<?> type, Method starter) {
        return slots.computeIfAbsent(type, t -> new Slot()).address(starter);
    }

    /**
     * Says that an audit of the class has ended.
     *
     * @throws AuditFailure where the application could not be closed
     */
    void ended(Class<?> type) {
        synchronized (awaited) {
            if (awaited.merge(type, -1, Integer::sum) > 0) {
                return;
            }
        }
        Optional.ofNullable(slots.remove(type)).ifPresent(Slot::close);
    }

    /** Closes all that are still there; what they throw comes too late for anybody to be told. */
    void closeAll() {
        for (var type : List.copyOf(slots.keySet())) {
            try {
                Optional.ofNullable(slots.remove(type)).ifPresent(Slot::close);
            } catch (AuditFailure e) {
                // the process ends, or the launcher gave up
            }
        }
    }

    /** An application that is started once, though audits ask for it at the same time. */
    private static final class Slot {

        private Optional<Method> by = Optional.empty();
        private Optional<RunningTarget> closable = Optional.empty();
        private Optional<URI> address = Optional.empty();
        private Optional<AuditFailure> failure = Optional.empty();

        synchronized URI address(Method starter) {
            if (by.isEmpty()) {
                by = Optional.of(starter);
                try {
                    address = Optional.of(start(starter));
                } catch (AuditFailure e) {
                    failure = Optional.of(e);
                }
            }
            failure.ifPresent(e -> {
                throw e;
            });
            return address.orElseThrow();
        }

        /** First of all the audit does this: the application is up before the first request. */
        private URI start(Method starter) {
            var label = "@TargetUnderTest " + AuditClass.name(starter);
            Object started;
            try {
                started = ReflectionSupport.invokeMethod(starter, null);
            } catch (Exception | LinkageError | AssertionError e) { // whatever code of somebody else's throws
                throw new AuditFailure(label + " threw " + e, e);
            }
            if (started instanceof RunningTarget running) {
                closable = Optional.of(running);
            }
            return uri(started)
                    .flatMap(Addresses::baseUrl)
                    .orElseThrow(() -> new AuditFailure(
                            label + " must return the http or https address at which the application answers, without"
                                    + " user, query and fragment"));
        }

        private static Optional<URI> uri(Object started) {
            try {
                return Optional.ofNullable(
                        started instanceof RunningTarget running
                                ? running.uri()
                                : started instanceof URL url ? url.toURI() : (URI) started);
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }

        synchronized void close() {
            var running = closable;
            closable = Optional.empty();
            running.ifPresent(target -> {
                try {
                    target.close();
                } catch (Exception | LinkageError | AssertionError e) { // whatever code of somebody else's throws
                    throw new AuditFailure(
                            "What @TargetUnderTest " + by.map(AuditClass::name).orElse("")
                                    + " returned could not be closed: " + e,
                            e);
                }
            });
        }
    }
}
