package dev.postern.engine;

import dev.postern.api.target.Obtain;
import dev.postern.api.target.Secret;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.platform.commons.support.ReflectionSupport;

/** A method of a test class that gives the credential of an identity. */
final class CredentialMethod implements Obtain.Source {

    private final Method method;
    /** Its author need not think of threads. */
    private final ReentrantLock lock = new ReentrantLock();

    CredentialMethod(Method method) {
        this.method = method;
    }

    @Override
    public Secret credential(URI target) {
        lock.lock();
        try {
            var given = called(target);
            problem(given).ifPresent(words -> {
                throw new IllegalStateException(AuditClass.name(method) + " " + words);
            });
            return Secret.of(given);
        } finally {
            lock.unlock();
        }
    }

    private String called(URI target) {
        try {
            var given = method.getParameterCount() == 0
                    ? ReflectionSupport.invokeMethod(method, null)
                    : ReflectionSupport.invokeMethod(method, null, target);
            return given == null ? "" : (String) given;
        } catch (Exception | LinkageError | AssertionError e) { // whatever code of somebody else's throws
            var words = Optional.ofNullable(e.getMessage()).map(m -> ": " + m).orElse("");
            throw new IllegalStateException(
                    AuditClass.name(method) + " threw " + e.getClass().getSimpleName() + words, e);
        }
    }

    private static Optional<String> problem(String credential) {
        if (credential.isBlank()) {
            return Optional.of("returned nothing");
        }
        if (credential.codePoints().anyMatch(Character::isISOControl) || !credential.equals(credential.strip())) {
            return Optional.of("returned a text with a line break or other control character, or a blank at an end");
        }
        return credential.regionMatches(true, 0, "bearer ", 0, "bearer ".length())
                ? Optional.of("returned a text that starts with \"Bearer \": return the token alone")
                : Optional.empty();
    }
}
