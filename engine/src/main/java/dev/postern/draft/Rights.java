package dev.postern.draft;

import dev.postern.target.OpenApiOutline;
import dev.postern.target.OpenApiOutline.Described;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which scopes the operations of a document ask for, and which of them look like an administrator's. */
final class Rights {

    private static final Pattern ADMINISTRATIVE =
            Pattern.compile("(?i)(^|[^a-z])(admin\\w*|superuser|root|sudo|manage|owner)($|[^a-z])");

    private static final Pattern TENANT = Pattern.compile(
            "(?i)(tenant|org|organi[sz]ation|workspace|account|company|customer)[_-]?(id|key|name|slug|code)?");

    private final OpenApiOutline outline;

    Rights(OpenApiOutline outline) {
        this.outline = outline;
    }

    private Stream<Described> operations(String scheme) {
        return outline.operations().stream()
                .filter(o -> !o.open() && o.schemes().contains(scheme));
    }

    /** How many operations accept a scheme. */
    long uses(String scheme) {
        return operations(scheme).count();
    }

    /** All scopes that operations of a scheme require. */
    List<String> all(String scheme) {
        return operations(scheme).flatMap(o -> o.scopes().stream()).distinct().toList();
    }

    /** Those that do not look like an administrator's; all, where nothing could be called without. */
    List<String> ordinary(String scheme) {
        var ordinary = all(scheme).stream().filter(s -> !isAdministrative(s)).toList();
        return operations(scheme).anyMatch(o -> ordinary.containsAll(o.scopes())) ? ordinary : all(scheme);
    }

    /** Whether a parameter looks like one that names the caller's tenant. */
    static boolean isTenant(String parameter) {
        return TENANT.matcher(parameter).matches();
    }

    static boolean isAdministrative(String words) {
        return ADMINISTRATIVE.matcher(words).find();
    }

    /** Whether an operation looks like one for administrators, though it asks for no scope. */
    static boolean isForAdministrators(Described operation) {
        return operation.scopes().isEmpty()
                && Stream.concat(Stream.of(operation.id(), operation.path()), operation.tags().stream())
                        .anyMatch(Rights::isAdministrative);
    }
}
