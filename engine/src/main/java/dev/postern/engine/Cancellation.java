package dev.postern.engine;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.ExecutionRequest;

/**
 * The cancellation token of a launcher's request. JUnit has it from 6.0 on, and this engine is compiled against 1.14, so
 * it is reached by reflection.
 */
final class Cancellation {

    private Cancellation() {}

    /** Whether the launcher wants the execution to end early; never where its JUnit has no such token. */
    static BooleanSupplier of(ExecutionRequest request) {
        return call(request, ExecutionRequest.class, "getCancellationToken")
                .<BooleanSupplier>map(token -> () -> isRequested(token))
                .orElse(() -> false);
    }

    static boolean isRequested(Object token) {
        // by its interface: the class that implements it is not public
        return ReflectionSupport.tryToLoadClass(
                        "org.junit.platform.engine.CancellationToken", ExecutionRequest.class.getClassLoader())
                .toOptional()
                .flatMap(type -> call(token, type, "isCancellationRequested"))
                .filter(Boolean.TRUE::equals)
                .isPresent();
    }

    private static Optional<Object> call(Object on, Class<?> type, String name) {
        return ReflectionSupport.findMethod(type, name).map(method -> ReflectionSupport.invokeMethod(method, on));
    }
}
