package dev.postern.target;

import dev.postern.target.TargetFile.Loaded;
import dev.postern.target.TargetFile.Secrets;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A folder with a target file that is right, to be spoilt. */
final class Workbench {

    static final String GOOD = """
            target: orders-api
            baseUrl: https://localhost:8443
            schemes:
              tokens:
                type: bearer-jwt
                signingKey: ${env:SIGNING_KEY}
                tokenEndpoint: https://localhost:8443/token
              partner:
                type: api-key
                in: header
                name: X-API-Key
              legacy:
                type: basic
              web:
                type: session
                cookie: SESSION
            identities:
              alice:
                scheme: tokens
                tenant: a
                scopes: [orders:read]
                obtain:
                  token: ${env:ALICE_TOKEN}
            operations:
              listOrders:
                call: GET /tenants/{tenant}/orders
                requires:
                  scheme: tokens
                  scopes: [orders:read]
                  tenant: path.tenant
              getOrder:
                call: GET /orders/{id}
                requires:
                  scheme: tokens
                with:
                  id: 17
              health:
                call: GET /health
                public: true
            """;

    final Path folder;
    final Map<String, String> environment = new HashMap<>(Map.of(
            "ALICE_TOKEN",
            "hidden.alice.token",
            "SIGNING_KEY",
            "{\"kty\":\"oct\",\"k\":\"aGlkZGVu\"}",
            "HIDDEN",
            "hidden-text"));

    Workbench(Path folder) {
        this.folder = folder;
    }

    Workbench write(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workbench good() {
        return write("orders-api.yaml", GOOD);
    }

    /** The good file with the first occurrence of a text replaced. */
    Workbench spoilt(String good, String bad) {
        var at = GOOD.indexOf(good);
        if (at < 0) {
            throw new IllegalArgumentException("the good file has no " + good);
        }
        return write("orders-api.yaml", GOOD.substring(0, at) + bad + GOOD.substring(at + good.length()));
    }

    Loaded load(Secrets mode) {
        return TargetFile.load(folder.resolve("orders-api.yaml"), environment::get, mode);
    }

    Loaded load() {
        return load(Secrets.REQUIRED);
    }

    /** What the user is told, with file names as given from within the folder; warnings where the file can be used. */
    String told() {
        try {
            return load().warnings().stream()
                    .map(p -> "warning: " + p)
                    .collect(Collectors.joining("\n"))
                    .replace(folder + "/", "");
        } catch (InvalidFileException e) {
            return e.getMessage().replace(folder + "/", "");
        }
    }
}
