package com.example.orders;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands for the identity provider: makes a key, and publishes its public half. */
final class TestIssuer {

    private final RSAKey key;
    private final HttpServer server;

    private TestIssuer(RSAKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    static TestIssuer start() throws JOSEException, IOException {
        var key = new RSAKeyGenerator(2048).keyID("test").generate();
        var keySet = new JWKSet(key.toPublicJWK()).toString().getBytes();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keySet.length);
            exchange.getResponseBody().write(keySet);
            exchange.close();
        });
        server.start();
        return new TestIssuer(key, server);
    }

    /** Where the application finds the public key. */
    String jwks() {
        return "http://localhost:" + server.getAddress().getPort() + "/jwks";
    }

    /** Writes the private key for Postern, which signs the identities' tokens with it, and forgeries too. */
    void writeKey(Path file) throws IOException {
        Files.writeString(file, key.toJSONString());
    }
}
