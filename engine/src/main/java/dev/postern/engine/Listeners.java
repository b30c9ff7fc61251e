package dev.postern.engine;

import dev.postern.api.audit.AuditListener;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The listeners on the class path. */
public final class Listeners {

    private Listeners() {}

    /** New ones, in the order in which they want to be told. */
    public static List<AuditListener> found() {
        return ServiceLoader.load(AuditListener.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(AuditListener::order))
                .toList();
    }
}
