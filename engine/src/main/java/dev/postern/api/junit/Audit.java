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
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Testable
public @interface Audit {

    /** The target file: {@code classpath:name} or a path relative to the working directory. */
    String target();

    /** A built-in checklist by its name, {@code classpath:name.yaml}, or a path. */
    String checklist() default "api-authentication-essentials";

    /** The file with attestations of manual controls: {@code classpath:name} or a path; none if empty. */
    String attestations() default "";
}
