package dev.postern.plan;

import dev.postern.api.audit.CheckInfo;
import dev.postern.api.check.CheckProvider;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** All checks that are on the class path, by id. */
public final class CheckCatalogue {

    private final Map<String, SecurityCheck> checks;

    private CheckCatalogue(Map<String, SecurityCheck> checks) {
        this.checks = Collections.unmodifiableMap(checks);
    }

    /**
     * The checks that {@link ServiceLoader} finds, and those of all that it finds to bring some.
     *
     * @throws BrokenException where two checks have one id, or one cannot be made
     * @throws RuntimeException where a file of checks is wrong, with all that is wrong in it
     */
    public static CheckCatalogue load() {
        try {
            var all = new ArrayList<SecurityCheck>();
            ServiceLoader.load(SecurityCheck.class).forEach(all::add);
            ServiceLoader.load(CheckProvider.class).forEach(provider -> all.addAll(provider.checks()));
            return of(all);
        } catch (ServiceConfigurationError | IllegalStateException e) { // the latter where it lacks @Check
            throw new BrokenException("a check on the class path cannot be used: " + e.getMessage(), e);
        }
    }

    /** The checks on the class path make no catalogue; the message tells their author why. */
    public static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private BrokenException(String message) {
            super(message);
        }

        private BrokenException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A catalogue of just these checks.
     *
     * @throws BrokenException where two checks have one id
     */
    public static CheckCatalogue of(List<? extends SecurityCheck> all) {
        var byId = new TreeMap<String, SecurityCheck>();
        for (var check : all) {
            var other = byId.put(check.metadata().id(), check);
            if (other != null) {
                throw new BrokenException("two checks have the id \""
                        + check.metadata().id() + "\": " + named(other) + " and " + named(check)
                        + "\n   choose another id for the one that is yours");
            }
        }
        return new CheckCatalogue(byId);
    }

    private static String named(SecurityCheck check) {
        return check.getClass().getName() + " (\"" + check.metadata().title() + "\")";
    }

    /** All ids, in alphabetical order. */
    public Set<String> ids() {
        return checks.keySet();
    }

    /** The limits that a checklist may set, by the ids of the checks. */
    public Map<String, List<Parameter>> parameters() {
        var all = new TreeMap<String, List<Parameter>>();
        checks.forEach((id, check) -> all.put(id, List.of(check.metadata().parameters())));
        return all;
    }

    /** The check of that id. */
    public Optional<SecurityCheck> find(String id) {
        return Optional.ofNullable(checks.get(id));
    }

    /** What reports say of a check. */
    public static CheckInfo describe(SecurityCheck check) {
        var meta = check.metadata();
        return new CheckInfo(
                meta.id(),
                meta.title(),
                meta.severity(),
                List.of(meta.references()),
                meta.cwe(),
                kind(check),
                List.of(meta.explainedBy()),
                Parameters.NONE,
                check.explanation());
    }

    private static String kind(SecurityCheck check) {
        if (check instanceof DenialCheck) {
            return "denial";
        }
        return check instanceof PropertyCheck ? "property" : "scenario";
    }
}
