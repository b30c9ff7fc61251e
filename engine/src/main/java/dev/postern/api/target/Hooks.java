package dev.postern.api.target;

import dev.postern.api.http.Content;
import dev.postern.api.http.Percent;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Requests that end what an identity holds. They change the state of the target: that the target file has them is the
 * permission to send them.
 *
 * @param logout ends the session of the credential with which it is sent
 * @param disabling takes all access from the identity's user, until that is undone
 */
public record Hooks(Optional<Hook> logout, Optional<Disabling> disabling) {

    /** There are none. */
    public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty());

    /** Whether there is none. */
    public boolean isEmpty() {
        return logout.isEmpty() && disabling.isEmpty();
    }

    /** The URLs of those that do not go to the target's base URL. */
    public Stream<URI> addresses() {
        return Stream.concat(logout.stream(), disabling.stream().flatMap(d -> Stream.of(d.disable(), d.enable())))
                .filter(Hook::isElsewhere)
                .map(hook -> URI.create(hook.address()));
    }

    /**
     * What an administrator does to a user, and what undoes it.
     *
     * @param disable takes all access
     * @param disabledBy the name of the identity that sends {@code disable}
     * @param enable gives it back
     * @param enabledBy the name of the identity that sends {@code enable}
     */
    public record Disabling(Hook disable, String disabledBy, Hook enable, String enabledBy) {}

    /**
     * One request.
     *
     * @param address an absolute URL, or path and query relative to the target's base URL
     * @param contentType of the body; empty where there is none
     */
    public record Hook(String method, String address, String contentType, Body body) {

        /** Whether the address is a URL. */
        public boolean isElsewhere() {
            return !address.startsWith("/");
        }
    }

    /** A body that may hold secrets, and places for the credential that is to end; {@link #toString} hides it. */
    public static final class Body {

        /** Stands for the credential. */
        public static final String CREDENTIAL = "{credential}";
        /** Stands for the refresh token that was obtained with it. */
        public static final String REFRESH_TOKEN = "{refreshToken}";

        private final String text;

        private Body(String text) {
            this.text = text;
        }

        /** Wraps a text. */
        public static Body of(String text) {
            return new Body(text);
        }

        /** Whether the refresh token is sent. */
        public boolean asksForRefreshToken() {
            return text.contains(REFRESH_TOKEN);
        }

        /** Whether anything is sent that is not known before a credential is obtained. */
        public boolean asksForCredential() {
            return text.contains(CREDENTIAL) || asksForRefreshToken();
        }

        /** The body as it is written, with places left as they are. */
        public Content written() {
            return Content.of(text);
        }

        /**
         * The body, with what stands in its places encoded as its type demands.
         *
         * @param contentType {@code application/x-www-form-urlencoded} or JSON
         */
        public Content fill(String contentType, String credential, Optional<String> refreshToken) {
            UnaryOperator<String> encoding = contentType.contains("json") ? Body::inJson : Percent::encode;
            return Content.of(text.replace(CREDENTIAL, encoding.apply(credential))
                    .replace(REFRESH_TOKEN, encoding.apply(refreshToken.orElse(""))));
        }

        private static String inJson(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
