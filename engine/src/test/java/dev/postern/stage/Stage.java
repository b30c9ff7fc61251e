package dev.postern.stage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.http.Header;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP API on a free port that answers as a test tells it to, and remembers what it was asked. */
public final class Stage implements AutoCloseable {

    /** A target file with one operation, and an identity that is granted on it; {@code %s} is the address. */
    public static final String TARGET = """
            target: stage
            baseUrl: %s
            limits: {rate: 10000}
            schemes:
              tokens:
                type: bearer-opaque
            identities:
              alice:
                scheme: tokens
                obtain:
                  token: token-of-alice-0123456789
            operations:
              listOrders:
                call: GET /orders
                requires:
                  scheme: tokens
            """;

    /** One operation more, to be appended. */
    public static final String NOTES = """
              listNotes:
                call: GET /notes
                requires:
                  scheme: tokens
            """;

    /** The credential that {@link #ORDERS} grants. */
    public static final String TOKEN = "token-of-alice-0123456789";

    /** What an API does that is sound: the token is granted, all else is refused. */
    public static final Function<Request, Reply> ORDERS =
            request -> request.bearer().equals(TOKEN) ? Reply.orders() : Reply.UNAUTHORIZED;

    private final ServerSocket listener;
    private final Function<Request, Reply> script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** A request as it arrived. */
    public record Request(String method, String path, String query, List<Header> headers, String body) {

        /** The first field of that name. */
        public Optional<String> header(String name) {
            return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
        }

        /** The credential of a bearer scheme; empty where there is none. */
        public String bearer() {
            return header("Authorization")
                    .filter(a -> a.startsWith("Bearer "))
                    .map(a -> a.substring("Bearer ".length()))
                    .orElse("");
        }

        /** Whether this is the request of that method and path. */
        public boolean is(String call) {
            return (method + " " + path).equals(call);
        }
    }

    /** What is answered. */
    public record Reply(int status, List<Header> headers, String body) {
        /** A refusal. */
        public static final Reply UNAUTHORIZED = json(401, "{\"error\":\"unauthorized\"}");
        /** Nothing there. */
        public static final Reply NOT_FOUND = json(404, "{\"error\":\"not found\"}");

        /** An answer in JSON. */
        public static Reply json(int status, String body) {
            return new Reply(status, List.of(new Header("Content-Type", "application/json")), body);
        }

        /** A list of two orders. */
        public static Reply orders() {
            return json(200, "{\"orders\":[{\"id\":17,\"item\":\"pen\"},{\"id\":18,\"item\":\"ink\"}]}")
                    .with("Cache-Control", "no-store");
        }

        /** This answer with one more header field. */
        public Reply with(String name, String value) {
            var all = new ArrayList<>(headers);
            all.add(new Header(name, value));
            return new Reply(status, List.copyOf(all), body);
        }
    }

    private Stage(Function<Request, Reply> script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Starts to answer. */
    public static Stage open(Function<Request, Reply> script) {
        return new Stage(script);
    }

    /** Where it answers. */
    public URI url() {
        return URI.create("http://localhost:" + listener.getLocalPort());
    }

    /** All that it was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often it was asked that: method and path. */
    public long count(String call) {
        return requests.stream().filter(r -> r.is(call)).count();
    }

    /** How many requests were answered at once, at most. */
    public int peak() {
        return peak.get();
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "stage");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = read(in); request.isPresent(); request = read(in)) {
                requests.add(request.get());
                var atOnce = now.incrementAndGet();
                peak.accumulateAndGet(atOnce, Math::max);
                try {
                    socket.getOutputStream().write(bytes(script.apply(request.get())));
                } finally {
                    now.decrementAndGet();
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private static byte[] bytes(Reply reply) {
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " Said\r\n");
        reply.headers()
                .forEach(h ->
                        head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
        var body = reply.body().getBytes(UTF_8);
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
        }
        var lines = head.toString().split("\r\n", -1);
        var start = lines[0].split(" ", 3);
        var headers = new ArrayList<Header>();
        for (var i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            var field = lines[i].split(":", 2);
            headers.add(new Header(field[0], field[1].strip()));
        }
        var length = headers.stream()
                .filter(h -> h.is("Content-Length"))
                .mapToInt(h -> Integer.parseInt(h.value()))
                .findFirst()
                .orElse(0);
        var target = start[1].split("\\?", 2);
        var body = new String(in.readNBytes(length), UTF_8);
        return Optional.of(
                new Request(start[0], target[0], target.length > 1 ? target[1] : "", List.copyOf(headers), body));
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
