package dev.postern.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes a running orders API to an auditor: fills in the templates beside this class, and keeps secrets apart. */
final class TargetFile {
    private static final String NAME = "orders-api.yaml";

    private final Accounts accounts;
    private final Sessions sessions;
    private final TokenIssuer issuer;
    private final Map<String, String> places = new LinkedHashMap<>();

    TargetFile(
            URI https,
            URI http,
            Accounts accounts,
            Sessions sessions,
            TokenIssuer issuer,
            Map<String, String> markers) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.issuer = issuer;
        places.put("<https>", https.toString());
        places.put("<http>", http.toString());
        places.put("<alg>", issuer.algorithm().getName());
        markers.forEach((identity, marker) -> places.put("<marker of " + identity + ">", marker));
    }

    Path writeTo(Path folder) {
        try {
            Path secrets = Files.createDirectories(folder.resolve("secrets"));
            for (Accounts.Account account : accounts.all()) {
                Files.writeString(secrets.resolve(account.name()), account.secret() + "\n");
                if (account.kind() == Accounts.Kind.SESSION) {
                    Files.writeString(
                            secrets.resolve(account.name() + ".totp"), sessions.seedOf(account.name()) + "\n");
                }
            }
            Files.writeString(secrets.resolve("issuer.jwk"), issuer.pair().toJSONString() + "\n");
            Accounts.Account alice = accounts.find("alice").orElseThrow();
            Files.writeString(secrets.resolve("id-token"), issuer.idToken(alice) + "\n");
            Files.writeString(secrets.resolve("warehouse-token"), issuer.accessTokenForTheWarehouse(alice) + "\n");
            Files.writeString(secrets.resolve("expired-token"), issuer.expiredAccessToken(alice) + "\n");
            Files.writeString(folder.resolve("server.pem"), certificate());
            Files.writeString(folder.resolve("openapi.yaml"), filled("openapi.yaml"));
            return Files.writeString(folder.resolve(NAME), filled(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String filled(String template) throws IOException {
        try (InputStream stream = resource("/dev/postern/samples/" + template)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> place : places.entrySet()) {
                text = text.replace(place.getKey(), place.getValue());
            }
            return text;
        }
    }

    private static String certificate() throws IOException {
        try (InputStream stream = resource("/" + Listener.KEY_STORE)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, Listener.KEY_STORE_PASSWORD.toCharArray());
            Certificate certificate = store.getCertificate(store.aliases().nextElement());
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sample's key store is part of its jar", e);
        }
    }

    private static InputStream resource(String path) throws IOException {
        InputStream stream = TargetFile.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IOException("missing in the jar: " + path);
        }
        return stream;
    }
}
