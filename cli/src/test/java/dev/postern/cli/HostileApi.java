package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A sound API on a bare socket, whose answers go through a fault. It counts every request that reaches it, wanted or not. */
final class HostileApi implements AutoCloseable {

    /** When a fault is made. */
    enum When {
        ALWAYS,
        WHERE_GRANTED,
        WHERE_DENIED
    }

    /** Writes an answer in its own way. */
    @FunctionalInterface
    interface Fault {
        /**
         * Writes.
         *
         * @param answer the whole answer as it should be
         */
        void write(String answer, OutputStream out, Socket socket) throws IOException, InterruptedException;
    }

    private static final String TOKEN = "c1a5e0f27b9d48d3a6e1";

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "hostile");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final String token;
    private final Fault fault;
    private final When when;
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();

    HostileApi(Fault fault, When when) {
        this(TOKEN, fault, when);
    }

    private HostileApi(String token, Fault fault, When when) {
        this.token = token;
        this.fault = fault;
        this.when = when;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Answers as it should, but for what its issuer gives as a token, written into JSON as it is. */
    static HostileApi issuing(String token) {
        return new HostileApi(
                token, (answer, out, socket) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)), When.ALWAYS);
    }

    String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                var socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            for (var head = head(in); !head.isEmpty(); head = head(in)) {
                requests.incrementAndGet();
                in.readNBytes(length(head));
                writes.addAndGet(head.startsWith("GET ") || head.startsWith("POST /token ") ? 0 : 1);
                answer(head, socket);
            }
        } catch (IOException e) {
            // the other side has ended it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (var c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private void answer(String head, Socket socket) throws IOException, InterruptedException {
        var isToken = head.startsWith("POST /token ");
        var granted = isToken || head.contains("\r\nAuthorization: Bearer " + token + "\r\n");
        var body = isToken
                ? "{\"access_token\":\"" + json(token) + "\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                : granted ? "{\"things\": [\"a-1001\", \"a-1002\"]}" : "{\"error\": \"unauthorized\"}";
        var answer = "HTTP/1.1 " + (granted ? "200 OK" : "401 Unauthorized") + "\r\n"
                + (granted ? "" : "WWW-Authenticate: Bearer\r\n")
                + "Content-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        var isFaulty = !isToken
                && switch (when) {
                    case ALWAYS -> true;
                    case WHERE_GRANTED -> granted;
                    case WHERE_DENIED -> !granted;
                };
        if (isFaulty) {
            fault.write(answer, socket.getOutputStream(), socket);
        } else {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** As an issuer in good faith writes it: the JSON is right, the value is not. */
    private static String json(String text) {
        var written = new StringBuilder();
        text.chars().forEach(c -> written.append(c < 0x20 ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
        return written.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
