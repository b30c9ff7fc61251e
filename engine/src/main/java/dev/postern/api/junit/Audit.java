package dev.postern.api.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Makes a class an audit: the engine {@code postern} runs the checklist against the target. The class needs no method.
 *
 * <pre>{@code
 * @Audit(target = "classpath:orders-api.yaml", checklist = "api-authentication-essentials")
 * class OrdersApiSecurityIT {}
 * }</pre>
 *
 * <p>Each member has a JUnit configuration parameter and an environment variable of the same meaning,
 * which win over it: {@code postern.checklist} and {@code POSTERN_CHECKLIST}, and so on.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Testable
public @interface Audit {

    /**
     * The target files: {@code classpath:name} or paths relative to the working directory. Each is an audit of its own,
     * with reports of its own.
     */
    String[] target();

    /**
     * Built-in checklists by their names, {@code classpath:name.yaml}, or paths. Several are read as one: their controls
     * in order, each once.
     */
    String[] checklist() default "api-authentication-essentials";

    /** The file with attestations of manual controls: {@code classpath:name} or a path; none if empty. */
    String attestations() default "";

    /** Ids of the checks to run, with wildcards, as in {@code "jwt.*"}; all of the checklist if empty. */
    String[] checks() default {};

    /** The least severity of a finding that breaks the gate, e.g. {@code "high"}; any finding does if empty. */
    String failOn() default "";

    /** The file with known findings: {@code classpath:name} or a path; none if empty. */
    String baseline() default "";

    /** The file with waivers: {@code classpath:name} or a path; none if empty. */
    String waivers() default "";
}
