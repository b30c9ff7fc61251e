package dev.postern.api.check;

import dev.postern.api.check.Applicability.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A check: what can verify a control on an operation. Found by {@link java.util.ServiceLoader} and annotated with
 * {@link Check}, or brought by a {@link CheckProvider}; one instance for all cases, hence without state.
 */
public sealed interface SecurityCheck permits DenialCheck, PropertyCheck, ScenarioCheck {

    /** The metadata. */
    default Check metadata() {
        var check = getClass().getAnnotation(Check.class);
        if (check == null) {
            throw new IllegalStateException(getClass().getName() + " lacks @Check");
        }
        return check;
    }

    /**
     * What is sent, why it matters, how servers get it wrong and how to mend it: Markdown with the sections that
     * {@link Check} names. Unless overridden it is read from beside the class; empty where there is none.
     */
    default String explanation() {
        try (var in = getClass().getResourceAsStream(metadata().id() + ".md")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether and with whom the check runs at a site; asked while planning, so it sends nothing. The needs and the types
     * of scheme of the annotation have been looked at before, and {@link Site#granted} is not empty.
     *
     * <p>Unless overridden: one case, with the first identity that is granted.
     */
    default Applicability appliesTo(Site site) {
        return new Applicability.Applies(Party.of(site.granted().get(0)));
    }
}
