package dev.postern.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.postern.api.http.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A server on a free port that keeps every byte it was sent, and answers as a test tells it to. */
final class RecordingServer implements AutoCloseable {

    /** What the server does with one connection. */
    interface Behaviour {
        void serve(Talk talk) throws Exception;
    }

    static final Behaviour OK = talk -> {
        while (talk.read()) {
            talk.answer("200 OK", "ok");
        }
    };

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    RecordingServer(Behaviour behaviour) throws IOException {
        this(ServerSocketFactory.getDefault(), behaviour);
    }

    RecordingServer(ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
        listener = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        start(this::accept);
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "recording-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(new Talk(socket));
        } catch (Exception e) {
            // A client that went away is what many tests are about.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    Origin origin() {
        return Origin.of(url());
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

    /** One connection, seen from the server. */
    final class Talk {
        final Socket socket;
        private final InputStream in;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        }

        /** Reads and keeps one request; false at the end of the connection. */
        boolean read() throws IOException {
            var bytes = new ByteArrayOutputStream();
            while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                var next = in.read();
                if (next < 0) {
                    return false;
                }
                bytes.write(next);
            }
            var length = LENGTH.matcher(bytes.toString(ISO_8859_1));
            if (length.find()) {
                bytes.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
            }
            requests.add(bytes.toString(ISO_8859_1));
            return true;
        }

        /** Reads whatever comes until nothing comes for a while, and keeps it. */
        void readAll() throws IOException {
            socket.setSoTimeout(150);
            var bytes = new ByteArrayOutputStream();
            try {
                for (var next = in.read(); next >= 0; next = in.read()) {
                    bytes.write(next);
                }
            } catch (java.net.SocketTimeoutException e) {
                // That was all.
            }
            requests.add(bytes.toString(ISO_8859_1));
        }

        void answer(String status, String body) throws IOException {
            send("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        void send(String latin1) throws IOException {
            send(latin1.getBytes(ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Ends the connection with RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
