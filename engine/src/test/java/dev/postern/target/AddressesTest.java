package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.target.Scheme;
import dev.postern.target.TargetFile.Code;
import dev.postern.target.TargetFile.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that are given as paths, or not at all. */
class AddressesTest {

    private static final String ENDPOINT = "tokenEndpoint: https://localhost:8443/token";

    private static final Code STARTED = new Code(true, Map.of());

    @TempDir
    private Path folder;

    @Test
    void token_endpoint_and_key_set_may_be_paths_and_move_along_with_the_target() {
        var target = new Workbench(folder)
                .spoilt(ENDPOINT, "tokenEndpoint: /oauth2/token?x=1\n    jwks: /.well-known/jwks.json")
                .load()
                .target();
        var tokens = (Scheme.BearerJwt) target.schemes().get("tokens");
        var elsewhere = target.at(URI.create("http://localhost:1234/api"));

        assertThat(target.resolve(tokens.tokenEndpoint().orElseThrow()))
                .hasToString("https://localhost:8443/oauth2/token?x=1");
        assertThat(elsewhere.resolve(tokens.tokenEndpoint().orElseThrow()))
                .hasToString("http://localhost:1234/oauth2/token?x=1");
        assertThat(elsewhere.resolve(tokens.jwks().orElseThrow()))
                .hasToString("http://localhost:1234/.well-known/jwks.json");
    }

    @Test
    void an_absolute_address_stays_where_it_is() {
        var target = new Workbench(folder).good().load().target();
        var endpoint = ((Scheme.BearerJwt) target.schemes().get("tokens"))
                .tokenEndpoint()
                .orElseThrow();

        assertThat(target.at(URI.create("http://localhost:1234")).resolve(endpoint))
                .isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "//elsewhere/token", "/to ken", "/token#x", "/%zz", "./token"})
    void what_is_neither_url_nor_path_is_told_with_both_forms(String wrong) {
        assertThat(new Workbench(folder)
                        .spoilt(ENDPOINT, "tokenEndpoint: \"" + wrong + "\"")
                        .told())
                .startsWith("orders-api.yaml:7:5: \"tokenEndpoint\" in scheme \"tokens\"")
                .contains("/path on the host of baseUrl");
    }

    @Test
    void the_address_of_plain_http_must_be_a_url() {
        assertThat(new Workbench(folder)
                        .spoilt("type: basic", "type: basic\n    plaintext: /plain")
                        .told())
                .contains("\"plaintext\" in scheme \"legacy\" is not an http or https URL");
    }

    @Test
    void base_url_may_be_missing_where_the_application_gives_it() {
        var bench = new Workbench(folder).spoilt("baseUrl: https://localhost:8443\n", "");
        assertThat(bench.told()).contains("has no \"baseUrl\"");

        var file = folder.resolve("orders-api.yaml");
        var loaded = TargetFile.load(file, bench.environment::get, Secrets.REQUIRED, STARTED);

        assertThat(loaded.target().at(URI.create("http://localhost:1")).baseUrl())
                .hasToString("http://localhost:1");
    }

    @Test
    void base_url_that_is_there_must_be_right_though_it_may_be_missing() {
        var bench = new Workbench(folder).spoilt("baseUrl: https://localhost:8443", "baseUrl: localhost");
        var file = folder.resolve("orders-api.yaml");

        assertThatThrownBy(() -> TargetFile.load(file, bench.environment::get, Secrets.REQUIRED, STARTED))
                .hasMessageContaining("\"baseUrl\" is not an http or https URL");
    }
}
