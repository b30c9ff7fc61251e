package dev.postern.api.target;

import dev.postern.api.http.Content;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an identity gets its credential. */
public sealed interface Obtain {

    /** The credential is given: a token, an API key, a cookie value. */
    record Given(Secret credential, Optional<Secret> refresh, Optional<Client> client) implements Obtain {}

    /** OAuth client at the scheme's token endpoint; no secret for a public client (RFC 6749 2.1). */
    record Client(String id, Optional<Secret> secret) {}

    /** RFC 6749 4.4. */
    record ClientCredentials(Client client, Optional<String> scope) implements Obtain {}

    /** RFC 6749 4.3, where it is still in use. */
    record PasswordGrant(Client client, String username, Secret password, Optional<String> scope) implements Obtain {}

    /** A token signed by the scheme's signing key with these claims; rights of the identity are added. */
    record Minted(Map<String, Object> claims) implements Obtain {
        /** Keeps an immutable copy. */
        public Minted {
            claims = Map.copyOf(claims);
        }
    }

    /** User name and password (RFC 7617). */
    record UserPassword(String username, Secret password) implements Obtain {}

    /** The code of a test class gives the credential: a token, a key, {@code user:password}, the value of a cookie. */
    record Supplied(Source source) implements Obtain {}

    /** Code that gives a credential. */
    @FunctionalInterface
    interface Source {

        /**
         * A valid credential.
         *
         * @param target where the target answers
         * @throws IllegalStateException where there is none; its message goes on after "No credential for …: "
         */
        Secret credential(URI target);
    }

    /** A login in steps, the last of which sets the session cookie. */
    record Login(List<Step> steps, Optional<Secret> totpSeed) implements Obtain {
        /** Keeps an immutable copy. */
        public Login {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One request of a login. {@code {totp}} in its body stands for the current one-time code.
     *
     * @param path path and query, relative to the target's base URL
     * @param secondFactor whether this step is the one that a second factor guards
     */
    record Step(String method, String path, String contentType, Template body, boolean secondFactor) {}

    /** A body with secrets in it; {@link #toString} hides it. */
    final class Template {
        private final String text;

        private Template(String text) {
            this.text = text;
        }

        /** Wraps a text. */
        public static Template of(String text) {
            return new Template(text);
        }

        /** The body, with {@code {totp}} replaced by the code. */
        public Content fill(String totp) {
            return Content.of(text.replace("{totp}", totp));
        }

        /** Whether the body asks for a one-time code. */
        public boolean asksForCode() {
            return text.contains("{totp}");
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
