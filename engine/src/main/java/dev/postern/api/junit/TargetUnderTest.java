package dev.postern.api.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the static method of an {@link Audit} class that starts the application and returns the {@link java.net.URI} at
 * which it answers. It is called once, before the first request, and its URI takes the place of the target file's
 * {@code baseUrl}, which may then be absent. It may write files that the target file names by {@code ${file:…}}, such as a key
 * made for this test.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TargetUnderTest {}
