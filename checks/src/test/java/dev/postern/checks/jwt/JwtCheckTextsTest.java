package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.SecurityCheck;
import dev.postern.api.target.Scheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check of the family is told in words, and says where its rule comes from. */
class JwtCheckTextsTest {

    static Stream<SecurityCheck> checks() {
        return ServiceLoader.load(SecurityCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(check -> check.getClass().getPackage().equals(AlgNone.class.getPackage()));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void its_text_has_the_four_sections_in_their_order(SecurityCheck check) throws IOException {
        var id = check.metadata().id();
        try (var in = check.getClass().getResourceAsStream(id + ".md")) {
            assertThat(in).as(id).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("## What is sent\n")
                    .containsSubsequence("## Why it matters\n", "## How servers get it wrong\n", "## How to mend it\n");
        }
    }

    @ParameterizedTest
    @MethodSource("checks")
    void it_is_about_jwts_and_names_its_sources(SecurityCheck check) {
        assertThat(check.metadata().id()).startsWith("jwt.");
        assertThat(check.metadata().schemes()).containsExactly(Scheme.Type.BEARER_JWT);
        assertThat(check.metadata().references()).isNotEmpty();
        assertThat(check.metadata().title()).doesNotEndWith(".");
    }
}
