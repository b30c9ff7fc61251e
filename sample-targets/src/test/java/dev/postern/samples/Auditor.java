package dev.postern.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.StringJoiner;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Knows of a running API what its target file says, and asks it as any client would. */
final class Auditor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OrdersApi api;
    private final Path folder;
    private final HttpClient http;

    Auditor(OrdersApi api, Path folder) {
        this.api = api;
        this.folder = folder;
        api.writeTargetFile(folder);
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(folder.resolve("server.pem")))
                .build();
    }

    record Reply(int status, HttpResponse<String> response) {
        boolean granted() {
            return status / 100 == 2;
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Headers come as name, value, name, value. */
    Reply get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Reply head(String path, String... headers) {
        return send(request(path, headers).method("HEAD", BodyPublishers.noBody()));
    }

    Reply delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    Reply post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Parameters come as name, value, name, value. */
    Reply postForm(String path, String[] headers, String... parameters) {
        return postEncoded(path, form(parameters), headers);
    }

    Reply postRawForm(String path, String form) {
        return postEncoded(path, form);
    }

    private Reply postEncoded(String path, String form, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    Reply getInPlaintext(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.http().resolve(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Reply tokenRequest(String... parameters) {
        return postForm("/token", new String[0], parameters);
    }

    Reply refresh(String refreshToken, String client) {
        return tokenRequest("grant_type", "refresh_token", "refresh_token", refreshToken, "client_id", client);
    }

    Reply revoke(String token, String client) {
        return postForm("/revoke", new String[0], "token", token, "client_id", client);
    }

    /** Has tenant a's admin disable or enable a user. */
    Reply administer(String user, String what) {
        return postForm(
                "/admin/users/" + user + "/" + what, new String[] {"Authorization", "Bearer " + tokenOf("dora")});
    }

    Reply passwordGrant(String user, String client) {
        return tokenRequest(
                "grant_type", "password", "client_id", client, "username", user, "password", secretOf(user));
    }

    /** A fresh access token of one of the clients or users. */
    String tokenOf(String name) {
        Reply reply = switch (name) {
            case "erin" -> passwordGrant(name, "orders-app");
            case "olga", "oscar" -> passwordGrant(name, "orders-kiosk");
            default ->
                tokenRequest("grant_type", "client_credentials", "client_id", name, "client_secret", secretOf(name));
        };
        return reply.json().path("access_token").asText();
    }

    Reply getAs(String name, String path, String... headers) {
        return getWith(tokenOf(name), path, headers);
    }

    Reply getWith(String token, String path, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return get(path, all);
    }

    Reply getAsUser(String name, String password, String path) {
        return get(path, "Authorization", basic(name + ":" + password));
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The cookie of a log-in that was given the first factor only. */
    String pendingCookieOf(String user) {
        return cookie(postForm("/login", new String[0], "username", user, "password", secretOf(user)));
    }

    /** The cookie of a complete log-in. */
    String cookieOf(String user) {
        String code = Totp.of(secretOf(user + ".totp")).codeAt(Instant.now());
        return cookie(postForm("/login/second-factor", new String[] {"Cookie", pendingCookieOf(user)}, "code", code));
    }

    String secretOf(String name) {
        try {
            return Files.readString(folder.resolve("secrets").resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RSAKey signingKey() {
        try {
            return RSAKey.parse(secretOf("issuer.jwk"));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.https() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String cookie(Reply reply) {
        return reply.header("Set-Cookie").replaceAll(";.*", "");
    }

    private static String form(String... parameters) {
        StringJoiner form = new StringJoiner("&");
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(URLEncoder.encode(parameters[i], StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static SSLContext trusting(Path pem) {
        try (InputStream stream = Files.newInputStream(pem)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "sample", CertificateFactory.getInstance("X.509").generateCertificate(stream));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
