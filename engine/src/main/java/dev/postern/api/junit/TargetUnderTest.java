package dev.postern.api.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the static method of an {@link Audit} class that starts the application. It has no parameter and returns the
 * {@link java.net.URI} or {@link java.net.URL} at which the application answers, or a {@link RunningTarget}, which is
 * closed when the audits of the class have ended. That address takes the place of the target file's {@code baseUrl},
 * which may then be absent.
 *
 * <p>It is called once, before the first request, however many target files the class names; files that it writes may be
 * named in them. Where {@code postern.base-url} gives another address, it is not called.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TargetUnderTest {}
