package dev.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves something only if it would find it. */
class SecretSearchTest {

    private static final String SECRET = "Zq7/\"x+Kp0vLw93nTb2sYd8R";

    private final SecretSearch search = new SecretSearch(List.of(SECRET, "short\"one"));

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "user:"})
    void base64_is_found_in_every_alignment(String before) {
        var bytes = (before + SECRET + "after").getBytes(UTF_8);

        assertThat(search.in("std", Base64.getEncoder().encodeToString(bytes))).isNotEmpty();
        assertThat(search.in("url", Base64.getUrlEncoder().encodeToString(bytes)))
                .isNotEmpty();
    }

    @Test
    void the_secret_and_sixteen_characters_of_it_are_found_as_they_are() {
        assertThat(search.in("whole", "so " + SECRET + " it is")).isNotEmpty();
        assertThat(search.in("part", "cut here: " + SECRET.substring(5, 21) + "…"))
                .isNotEmpty();
        assertThat(search.in("less", SECRET.substring(5, 20))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zq7%2F%22x%2BKp0vLw93nTb2sYd8R",
                "Zq7%2f%22x%2bKp0vLw93nTb2sYd8R",
                "%5A%71%37%2F%22%78%2B%4B%70",
                "Zq7/\\\"x+Kp0vLw93nTb2sYd8R",
                "Zq7\\/\\\"x+Kp0vLw93nTb2sYd8R",
                "Zq7&#47;&#34;x&#43;Kp0vLw93nTb2sYd8R"
            })
    void escapes_do_not_hide_it(String escaped) {
        assertThat(search.in("escaped", escaped)).isNotEmpty();
    }

    @Test
    void hex_is_found_in_either_case() {
        var hex = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));

        assertThat(search.in("lower", "x" + hex)).isNotEmpty();
        assertThat(search.in("upper", "x" + hex.toUpperCase(Locale.ROOT))).isNotEmpty();
    }

    @Test
    void a_short_secret_is_looked_for_as_a_whole() {
        assertThat(search.in("short", "password=short\"one;")).isNotEmpty();
        assertThat(search.in("escaped", "password=short%22one;")).isNotEmpty();
        assertThat(search.in("other", "short one")).isEmpty();
    }

    @Test
    void the_header_of_a_jwt_is_no_secret() {
        var jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJhbGljZSIsImF1ZCI6Im9yZGVycyJ9.c2lnbmF0dXJlLXNpZw";
        var ofToken = new SecretSearch(List.of(jwt));

        assertThat(ofToken.in("header", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.***"))
                .isEmpty();
        assertThat(ofToken.in("payload", jwt.substring(50, 70))).isNotEmpty();
    }
}
