package dev.postern.api.check;

import dev.postern.api.target.Scheme;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The metadata of a check, from which reference pages, {@code explain} and report rules are made.
 *
 * <p>A text in Markdown stands beside the class: resource {@code <id>.md} in the class's package, with the sections
 * {@code ## What is sent}, {@code ## Why it matters}, {@code ## How servers get it wrong} and
 * {@code ## How to mend it}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Check {

    /** Stable id, {@code family.name}. */
    String id();

    /** What holds when the check passes, as a sentence without full stop: "Unsigned tokens are rejected". */
    String title();

    /** How bad a FAIL is. */
    Severity severity();

    /** Where the rule comes from: {@code "RFC 8725 3.1"}, {@code "ASVS 5.0 9.1.2"}, {@code "CVE-2015-9235"}. */
    String[] references() default {};

    /** The weakness that a FAIL shows, a CWE number; 0 for none. */
    int cwe() default 0;

    /** The types of scheme that the check is about; all by default. */
    Scheme.Type[] schemes() default {
        Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE, Scheme.Type.BASIC, Scheme.Type.API_KEY, Scheme.Type.SESSION
    };

    /** What the check needs beside a granted identity. */
    Need[] needs() default {};

    /**
     * Ids of checks whose failing explains that this one fails too: where signatures are not verified, every forgery is
     * accepted. Where both fail for one scheme, reports tell one finding.
     */
    String[] explainedBy() default {};

    /** How often the check is run. */
    Per per() default Per.OPERATION;

    /** The limits that a checklist may set for the check. */
    Parameter[] parameters() default {};

    /** The most requests that one case sends, controls not counted; for the estimate of the plan. */
    int requests();

    /** How often a check is run. */
    enum Per {
        /** Once for every operation of the scheme. */
        OPERATION,
        /** Once for every scheme, on its cheapest operation. */
        SCHEME,
        /** Once for every scheme and method, on the first operation of each: what guards reads may leave writes alone. */
        METHOD
    }
}
