package dev.postern.http;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * One connection. What is written are our own bytes, unmended; what is read goes through HttpCore's parsers (RFC 9112),
 * which are strict about framing. Used by one thread at a time; only {@link #close} may come from another.
 */
final class Connection implements Closeable {

    private static final int BUFFER = 8 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(500)
            .setMaxEmptyLineCount(5)
            .build();

    private final Origin origin;
    private final Socket plain;
    private final Socket socket;
    private final BasicHttpTransportMetrics received = new BasicHttpTransportMetrics();
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(received, BUFFER, BUFFER, LONGEST_LINE, null);
    private final Incoming in;
    private boolean reusable;

    /** A connection over a socket, and the socket below it where the first one is TLS. */
    Connection(Origin origin, Socket plain, Socket socket) throws IOException {
        this.origin = origin;
        this.plain = plain;
        this.socket = socket;
        in = new Incoming(socket.getInputStream());
    }

    Origin origin() {
        return origin;
    }

    /** Sends a request and reads its answer, of which at most {@code limit} bytes of body. */
    WireResponse exchange(WireRequest request, int limit) throws IOException, HttpException {
        reusable = false;
        var before = received.getBytesTransferred();
        ClassicHttpResponse head;
        try {
            socket.getOutputStream().write(RequestBytes.of(request));
            head = readHead();
        } catch (IOException e) {
            if (received.getBytesTransferred() == before) {
                throw new SilentException(e);
            }
            throw e;
        }
        return readBody(request, head, limit);
    }

    private ClassicHttpResponse readHead() throws IOException, HttpException {
        while (true) {
            var parser = new HeadParser();
            ClassicHttpResponse head;
            try {
                head = parser.parse(buffer, in);
            } catch (HttpException e) {
                // Half a header field is not one; but then the fault is the end of the connection.
                if (parser.begun && in.ended) {
                    throw new ConnectionClosedException("in the head");
                }
                throw e;
            }
            if (head == null) {
                throw new ConnectionClosedException("no answer");
            }
            if (in.ended) { // the parser takes the end of the connection for the end of the head
                throw new ConnectionClosedException("in the head");
            }
            // RFC 9110 15.2: interim answers come before the final one; after a 101 there is no HTTP any more.
            if (head.getCode() >= 200 || head.getCode() == 101) {
                return head;
            }
        }
    }

    private WireResponse readBody(WireRequest request, ClassicHttpResponse head, int limit)
            throws IOException, HttpException {
        var length = hasBody(request, head) ? DefaultContentLengthStrategy.INSTANCE.determineLength(head) : 0;
        var body = body(length).readNBytes(limit + 1);
        var truncated = body.length > limit;
        reusable = !truncated
                && length != ContentLengthStrategy.UNDEFINED
                && head.getCode() >= 200
                // Some servers send a body after HEAD; it would be the next answer.
                && !request.method().equals("HEAD")
                && RequestBytes.isPlain(request)
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, HttpCoreContext.create());
        return ContentCoding.decode(
                new WireResponse(
                        head.getCode(),
                        Stream.of(head.getHeaders())
                                .map(h -> new Header(h.getName(), h.getValue() == null ? "" : h.getValue()))
                                .toList(),
                        Content.of(truncated ? Arrays.copyOf(body, limit) : body),
                        truncated),
                limit);
    }

    /** RFC 9112 6.3, cases 1 and 2. */
    private static boolean hasBody(WireRequest request, ClassicHttpResponse head) {
        return head.getCode() >= 200
                && head.getCode() != 204
                && head.getCode() != 304
                && !request.method().equals("HEAD")
                && !(request.method().equals("CONNECT") && head.getCode() / 100 == 2);
    }

    private InputStream body(long length) {
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedInputStream(buffer, in, LIMITS);
        }
        return length == ContentLengthStrategy.UNDEFINED
                ? new IdentityInputStream(buffer, in)
                : new ContentLengthInputStream(buffer, in, length);
    }

    /**
     * Whether another request may use it. What is left unread would be taken for the answer to the next request, and
     * a verdict would rest on the wrong answer.
     */
    boolean isReusable() {
        try {
            return reusable
                    && !buffer.hasBufferedData()
                    && plain.getInputStream().available() == 0
                    && in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether more has come than was asked for: two answers to one request, or one that came late. */
    boolean holdsUnasked() {
        try {
            return reusable && (buffer.hasBufferedData() || in.available() > 0);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        // The socket below: closing the TLS socket would wait for the thread that reads from it.
        plain.close();
    }

    /** Knows whether a status line came. */
    private static final class HeadParser extends DefaultHttpResponseParser {
        private boolean begun;

        HeadParser() {
            super(LIMITS);
        }

        @Override
        protected ClassicHttpResponse createMessage(CharArrayBuffer line) throws IOException, HttpException {
            var head = super.createMessage(line);
            begun = true;
            return head;
        }
    }

    /** Knows whether the other side has ended the connection. */
    private static final class Incoming extends FilterInputStream {
        private boolean ended;

        Incoming(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var next = in.read();
            ended = next < 0;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var n = in.read(bytes, offset, length);
            ended = n < 0;
            return n;
        }
    }

    /** Nothing at all came back: perhaps the server had ended an idle connection. */
    static final class SilentException extends IOException {
        private static final long serialVersionUID = 1;

        SilentException(IOException cause) {
            super(cause);
        }
    }
}
