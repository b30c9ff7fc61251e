package dev.postern.docs;

import java.net.URI;

/** The tokens that the guide has made. */
final class TestTokens {

    private TestTokens() {}

    static String signedFor(String name, URI target) {
        return "token-of-" + name + "-at-" + target;
    }
}
