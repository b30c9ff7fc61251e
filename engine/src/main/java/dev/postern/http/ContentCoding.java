package dev.postern.http;

import dev.postern.api.http.Content;
import dev.postern.api.http.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hc.core5.http.ConnectionClosedException;

/** Undoes gzip and deflate (RFC 9110 8.4.1), which some servers send unasked. */
final class ContentCoding {

    private ContentCoding() {}

    /**
     * The response with its body decoded, up to that many bytes.
     *
     * @throws ConnectionClosedException where the body is cut or spoilt: half an answer is none
     */
    static WireResponse decode(WireResponse response, int limit) throws ConnectionClosedException {
        var coding = response.header("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        if (response.body().isEmpty() || !coding.matches("(x-)?gzip|deflate")) {
            return response;
        }
        var decoded = new ByteArrayOutputStream();
        var coded = response.body().bytes();
        if (!coding.equals("deflate") && !isGzip(coded)) {
            return response; // it only says so
        }
        try (var in =
                coding.equals("deflate") ? inflating(coded) : new GZIPInputStream(new ByteArrayInputStream(coded))) {
            var block = new byte[8 * 1024];
            for (var n = in.read(block); n >= 0 && decoded.size() <= limit; n = in.read(block)) {
                decoded.write(block, 0, n);
            }
        } catch (IOException e) {
            if (!response.truncated()) {
                throw new ConnectionClosedException("in the coded body");
            }
        }
        var whole = decoded.size() <= limit;
        return new WireResponse(
                response.status(),
                response.headers(),
                Content.of(whole ? decoded.toByteArray() : Arrays.copyOf(decoded.toByteArray(), limit)),
                response.truncated() || !whole);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    /** RFC 9110 8.4.1.2: deflate is the zlib format, but some servers send the raw one. */
    private static InputStream inflating(byte[] coded) {
        var zlib =
                (coded[0] & 0x0f) == 8 && coded.length > 1 && (((coded[0] & 0xff) << 8) + (coded[1] & 0xff)) % 31 == 0;
        return new InflaterInputStream(new ByteArrayInputStream(coded), new Inflater(!zlib)) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }
}
