package com.example.b;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** Invoices for whoever has the token. */
public final class InvoicesService {

    private InvoicesService() {}

    /** Starts it on a free port. */
    public static URI start(String token) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/invoices", exchange -> {
            var known = ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = (known ? "{\"invoices\": [\"4711\", \"4712\"]}" : "{\"error\": \"invalid_token\"}").getBytes();
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
