package dev.postern.api.check;

import dev.postern.api.check.Applicability.Party;

/**
 * A check: code that can verify a control on an operation. Found by {@link java.util.ServiceLoader}, annotated with
 * {@link Check}, one instance for all cases, hence without state.
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
     * Whether and with whom the check runs at a site; asked while planning, so it sends nothing. The needs and the types
     * of scheme of the annotation have been looked at before, and {@link Site#granted} is not empty.
     *
     * <p>Unless overridden: one case, with the first identity that is granted.
     */
    default Applicability appliesTo(Site site) {
        return new Applicability.Applies(Party.of(site.granted().get(0)));
    }
}
