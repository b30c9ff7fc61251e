package com.example.a;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** Orders for whoever has the key. */
public final class OrdersService {

    private OrdersService() {}

    /** Starts it on a free port. */
    public static URI start(String key) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/orders", exchange -> {
            var known = key.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            var body = (known ? "{\"orders\": [\"pencils\", \"a stapler\"]}" : "{\"error\": \"unknown key\"}").getBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }
}
