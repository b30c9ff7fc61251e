package dev.postern.api.check;

import java.util.List;

/**
 * Brings checks that are no classes of their own, e.g. those of a file. Found by {@link java.util.ServiceLoader}; asked
 * whenever a plan is made, so it sends nothing.
 */
public interface CheckProvider {

    /**
     * All checks that it brings.
     *
     * @throws RuntimeException where they cannot be used; the message tells their author why
     */
    List<SecurityCheck> checks();
}
