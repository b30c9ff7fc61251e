package dev.postern.reporters.html;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** What all pages begin with: a head that admits the page's own style and script and nothing else. */
final class Frame {

    private final Markup html;

    Frame(Markup html) {
        this.html = html;
    }

    /** Opens the page, up to its body. */
    void open(String title, Optional<String> script) throws IOException {
        var style = resource("report.css");
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; "
                        + script.map(s -> "script-src '" + hash(s) + "'; ").orElse("")
                        + "base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", title);
        html.own("style", style);
        html.closeLine();
    }

    static String resource(String name) throws IOException {
        try (var stream = Frame.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing beside " + Frame.class.getName());
            }
            // XML readers, HTML readers and the hash must see the same characters.
            return "\n" + new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static String hash(String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
