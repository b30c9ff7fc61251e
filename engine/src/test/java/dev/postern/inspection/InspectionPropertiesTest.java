package dev.postern.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text that somebody may take for a token. */
class InspectionPropertiesTest {

    @Property(tries = 500)
    void any_text_is_explained_or_said_to_be_none(@ForAll("almostTokens") String text) {
        try {
            assertThat(Inspection.of(text, Instant.EPOCH, Optional.empty()).parts())
                    .isNotEmpty();
        } catch (UnreadableTokenException explained) {
            assertThat(explained.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> almostTokens() {
        Arbitrary<String> header = Arbitraries.of(
                "{\"alg\":\"RS256\"}",
                "{\"alg\":5,\"alg\":null}",
                "{\"crit\":5,\"kid\":{}}",
                "[]",
                "{\"cty\":\"JWT\"}");
        Arbitrary<String> claims = Arbitraries.oneOf(
                Arbitraries.of("{\"exp\":1e400,\"aud\":{}}", "{\"resource_access\":[1]}", "{\"iat\":-1,\"sub\":[]}"),
                Arbitraries.strings().withChars("{}[]\":,\\ a1\n").ofMaxLength(14));
        Arbitrary<String> piece = Arbitraries.oneOf(
                header.map(InspectionPropertiesTest::encoded),
                claims.map(InspectionPropertiesTest::encoded),
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of("", "{\"payload\":\"e30\",\"protected\":\"e30\"}"));
        return piece.list().ofMinSize(1).ofMaxSize(5).map(pieces -> String.join(".", pieces));
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
