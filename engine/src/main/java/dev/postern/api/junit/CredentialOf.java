package dev.postern.api.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method of an {@link Audit} class that gives the credential of an identity of the target file.
 *
 * <pre>{@code
 * @CredentialOf("alice")
 * static String aliceToken(URI target) {
 *     return TestTokens.signedFor("alice", target);
 * }
 * }</pre>
 *
 * <p>It returns what the identity's scheme wants: a token without {@code Bearer}, an API key, {@code user:password} for
 * Basic, the value of the session cookie. It has no parameter, or a {@link java.net.URI}: where the target answers. In
 * the target file the identity has {@code obtain: {supplied: true}} or no {@code obtain}; another one is not used.
 *
 * <p>It is called when the credential is first needed, never by two threads at once; again shortly before a JWT that it
 * returned runs out; and by checks that need a credential of their own.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CredentialOf {

    /** The name of the identity. */
    String value();
}
