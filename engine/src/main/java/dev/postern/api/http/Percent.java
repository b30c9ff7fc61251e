package dev.postern.api.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of the parts of a URL and of form fields (RFC 3986 2.1). */
public final class Percent {

    private Percent() {}

    /** The UTF-8 bytes of a text, all but letters, digits and {@code -._*} as {@code %XX}; a space is {@code %20}. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
