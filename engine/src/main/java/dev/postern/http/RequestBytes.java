package dev.postern.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bytes of a request, as RFC 9112 lays them out and with nothing mended: a line end in a value ends the line, a
 * false Content-Length stays false. Only {@code Host} and, where there is a body, {@code Content-Length} are added, and
 * only where the request does not say them itself.
 */
final class RequestBytes {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TARGET = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern VALUE = Pattern.compile("[^\\x00\\r\\n]*");
    private static final Set<String> BODY_EXPECTED = Set.of("POST", "PUT", "PATCH");

    private RequestBytes() {}

    static byte[] of(WireRequest request) {
        var bytes = new ByteArrayOutputStream(512 + request.body().length());
        bytes.writeBytes((request.method() + " " + request.target() + " HTTP/1.1\r\n").getBytes(UTF_8));
        if (request.header("Host").isEmpty()) {
            line(bytes, new Header("Host", request.origin().authority()));
        }
        request.headers().forEach(header -> line(bytes, header));
        if (needsLength(request)) {
            line(
                    bytes,
                    new Header("Content-Length", Integer.toString(request.body().length())));
        }
        bytes.writeBytes(new byte[] {'\r', '\n'});
        bytes.writeBytes(request.body().bytes());
        return bytes.toByteArray();
    }

    private static boolean needsLength(WireRequest request) {
        // RFC 9110 8.6: 0 is said too, where the method gives a body meaning.
        return (!request.body().isEmpty() || BODY_EXPECTED.contains(request.method()))
                && request.header("Content-Length").isEmpty()
                && request.header("Transfer-Encoding").isEmpty();
    }

    /** Latin-1, as header fields have been since HTTP/1.0; what does not fit it goes as UTF-8. */
    private static void line(ByteArrayOutputStream bytes, Header header) {
        var line = header.name() + ": " + header.value() + "\r\n";
        bytes.writeBytes(line.getBytes(ISO_8859_1.newEncoder().canEncode(line) ? ISO_8859_1 : UTF_8));
    }

    /**
     * Whether every server reads this request as one request with the same end. One that is not plain gets a connection
     * of its own, so that what a server makes of its rest cannot answer the next request.
     */
    static boolean isPlain(WireRequest request) {
        return TOKEN.matcher(request.method()).matches()
                && !request.method().equals("CONNECT")
                && TARGET.matcher(request.target()).matches()
                && request.headers().stream().allMatch(RequestBytes::isPlain)
                && request.headers().stream().filter(h -> h.is("Host")).count() <= 1;
    }

    private static boolean isPlain(Header header) {
        return TOKEN.matcher(header.name()).matches()
                && VALUE.matcher(header.value()).matches()
                && !header.is("Content-Length")
                && !header.is("Transfer-Encoding")
                && !header.is("Connection")
                && !header.is("Upgrade")
                && !header.is("Expect");
    }
}
