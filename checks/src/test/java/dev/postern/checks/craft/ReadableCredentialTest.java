package dev.postern.checks.craft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableCredentialTest {

    private static final String JSON = "{\"sub\":\"ann\",\"roles\":[\"clerk\"],\"iat\":1796000000,\"admin\":false}";

    private static String b64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), UTF_8);
    }

    private static ReadableCredential read(String credential) {
        return ReadableCredential.of(credential).orElseThrow();
    }

    @Test
    void a_member_is_changed_and_encoded_as_it_was() {
        assertThat(decoded(read(b64(JSON)).with("sub", "ben"))).isEqualTo(JSON.replace("ann", "ben"));
        assertThat(decoded(read(b64(JSON)).with("roles", "boss"))).isEqualTo(JSON.replace("clerk", "boss"));
        assertThat(decoded(read(b64(JSON)).with("iat", "1796000001"))).isEqualTo(JSON.replace("000,", "001,"));
        assertThat(decoded(read(b64(JSON)).with("admin", "true"))).isEqualTo(JSON.replace("false", "true"));
    }

    @Test
    void layers_are_put_around_it_again() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(JSON.getBytes(UTF_8));
        }
        var url = Base64.getUrlEncoder().withoutPadding().encodeToString(zipped.toByteArray());

        assertThat(read(read(url).with("sub", "ben")).members()).containsEntry("sub", "ben");
        assertThat(read(url).with("sub", "ben")).doesNotContain("=");
        var hex = HexFormat.of().formatHex("user=ann&role=clerk".getBytes(UTF_8));
        assertThat(new String(HexFormat.of().parseHex(read(hex).with("role", "boss")), UTF_8))
                .isEqualTo("user=ann&role=boss");
        assertThat(read("user%3Dann%3Brole%3Dclerk").with("user", "ben")).isEqualTo("user%3Dben%3Brole%3Dclerk");
    }

    @Test
    void what_authenticates_it_is_kept_and_so_is_the_word_before_it() {
        assertThat(read("Token " + b64(JSON) + ".c2lnbmF0dXJl").with("sub", "ben"))
                .startsWith("Token ")
                .endsWith(".c2lnbmF0dXJl")
                .doesNotContain(b64(JSON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "s%3AabcDEF123456.7r0ZkXq",
                "",
                "{",
                "alice:password",
                "eyJzaWQiOiI5OTQ0YjA5MTk5YzYyYmNmOTQxOGFkIiwibGFuZyI6ImRlIn0="
            })
    void what_says_nothing_or_may_be_looked_up_is_not_read(String credential) {
        assertThat(ReadableCredential.of(credential)).isEmpty();
    }
}
