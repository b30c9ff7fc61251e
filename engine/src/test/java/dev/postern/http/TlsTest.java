package dev.postern.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {

    @TempDir
    static Path folder;

    private static Path authority;

    /** An authority of our own and a server certificate for {@code localhost} only, made by the JDK's keytool. */
    @BeforeAll
    static void make_certificates() throws Exception {
        authority = folder.resolve("ca.pem");
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true", "-keystore", "ca.p12");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem", "-keystore", "ca.p12");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=server", "-keystore", "server.p12");
        keytool("-certreq", "-alias", "server", "-file", "server.csr", "-keystore", "server.p12");
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                "server.csr",
                "-outfile",
                "server.crt",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                "ca.p12");
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", "-keystore", "server.p12");
        keytool("-importcert", "-noprompt", "-alias", "server", "-file", "server.crt", "-keystore", "server.p12");
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "changeit"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-validity", "2", "-keypass", "changeit"));
        }
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static ServerSocketFactory secureSockets() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve("server.p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private static Exchange ask(Targets targets, int times) {
        Exchange last = null;
        try (var door = Door.open(targets.target())) {
            for (var i = 0; i < times; i++) {
                last = door.send(WireRequest.of(Origin.of(targets.baseUrl()), "GET", "/"));
            }
        }
        return last;
    }

    private static URI at(String host, RecordingServer server) {
        return URI.create("https://" + host + ":" + server.port());
    }

    private static String tlsWords(Exchange exchange) {
        var answer = (Unanswered) exchange.answer();
        assertThat(answer.failure()).isEqualTo(Failure.TLS);
        return answer.words();
    }

    @Test
    void a_certificate_of_the_targets_own_authority_is_trusted_and_its_connection_kept() throws Exception {
        try (var server = new RecordingServer(secureSockets(), RecordingServer.OK)) {
            var exchange = ask(Targets.at(at("localhost", server)).trusting(authority), 10);

            assertThat(exchange.answer()).isInstanceOf(dev.postern.api.http.Answer.Answered.class);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void an_unknown_authority_is_refused_and_the_way_out_named() throws Exception {
        try (var server = new RecordingServer(secureSockets(), RecordingServer.OK)) {
            assertThat(tlsWords(ask(Targets.at(at("localhost", server)), 1))).contains("not trusted", "`tls: trust:`");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void a_certificate_for_another_host_name_is_refused() throws Exception {
        try (var server = new RecordingServer(secureSockets(), RecordingServer.OK)) {
            assertThat(tlsWords(ask(Targets.at(at("127.0.0.1", server)).trusting(authority), 1)))
                    .contains("not for this host name", "`tls: trust:`");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void a_port_that_speaks_no_tls_is_said_to_be_so() throws Exception {
        try (var server = new RecordingServer(talk -> talk.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThat(tlsWords(ask(Targets.at(at("localhost", server)), 1))).contains("does it speak TLS");
        }
    }

    @Test
    void a_handshake_that_never_ends_is_cut_off_at_the_deadline() throws Exception {
        try (var server = new RecordingServer(talk -> TimeUnit.SECONDS.sleep(20))) {
            var targets = Targets.at(at("localhost", server))
                    .with(new dev.postern.api.target.Target.Limits(
                            9, 1000, 1, java.time.Duration.ofMillis(300), java.time.Duration.ofSeconds(1)));

            assertThat(((Unanswered) ask(targets, 1).answer()).failure()).isEqualTo(Failure.TIMEOUT);
        }
    }

    @Test
    void a_trust_file_that_cannot_be_read_is_named() throws Exception {
        try (var server = new RecordingServer(secureSockets(), RecordingServer.OK)) {
            assertThat(tlsWords(ask(Targets.at(at("localhost", server)).trusting(Path.of("none.pem")), 1)))
                    .contains("none.pem", "`tls: trust:`");
        }
    }

    @Test
    void plain_http_to_a_tls_port_is_explained() throws Exception {
        try (var server = new RecordingServer(secureSockets(), RecordingServer.OK)) {
            var url = URI.create("http://localhost:" + server.port());
            var answer = (Unanswered) ask(Targets.at(url), 1).answer();

            assertThat(answer.failure()).isIn(Failure.NOT_HTTP, Failure.RESET);
        }
    }
}
