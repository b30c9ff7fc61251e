package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/forge.md}: they compile here, do what the page says, and are the page's own text. */
class ForgeGuideTest {
    private static final SigningKey ISSUER = SigningKey.generateLike("RS256").withKid("issuer-1");
    private final String received = Draft.ofClaims(Map.of("sub", "alice", "exp", 2_000_000_000))
            .sign(ISSUER)
            .text();

    @Test
    void unsigned_tokens() {
        Draft token = Draft.from(received);

        Stream<Token> unsigned = Stream.of("none", "None", "NONE", "nOnE").map(token::unsigned);
        Token noDot = token.unsigned("none").withoutLastDot();
        Token kept = token.header("alg", "none").keepSignature();
        Token raised =
                token.claim("sub", "admin").describedAs("sub raised to admin").unsigned("none");

        assertThat(unsigned).allSatisfy(each -> assertThat(each.text()).endsWith("."));
        assertThat(noDot.text().chars().filter(c -> c == '.')).hasSize(1);
        assertThat(kept.signatureLength()).isEqualTo(256);
        assertThat(raised.description()).isEqualTo("sub raised to admin, alg none, signature removed");
    }

    @Test
    void a_forgery_and_its_honest_twin() {
        SigningKey trusted = ISSUER;
        Draft token = Draft.from(received);

        Draft twin = token.renewed(Instant.now());
        Token honest = twin.sign(trusted);
        Token expired = twin.claim("exp", Instant.now().minusSeconds(3600)).sign(trusted);
        Token foreign = twin.signAs("RS256", "RS256", SigningKey.generateLike(trusted));

        assertThat(TokenView.of(honest.text()).kid()).contains("issuer-1");
        assertThat(TokenView.of(expired.text()).exp().orElseThrow()).isBefore(Instant.now());
        assertThat(TokenView.of(foreign.text()).kid()).contains("issuer-1");
    }

    @Test
    void algorithm_confusion() {
        String jwks = "{\"keys\":[" + Json.write(ISSUER.publicJwk()) + "]}";
        Draft token = Draft.from(received);

        List<Token> confused = PublicKeyForms.parse(jwks).stream()
                .map(form -> token.hmac("HS256", form))
                .toList();

        assertThat(confused)
                .hasSizeGreaterThan(20)
                .first()
                .hasToString("Token[signed with HS256 and the public key as secret (as given)]");
    }

    @Test
    void the_page_shows_this_code() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "forge.md"));
        String here = squeezed(Files.readString(Path.of("src/test/java/dev/postern/forge/ForgeGuideTest.java")));

        Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);

        assertThat(code.results().map(block -> squeezed(block.group(1))))
                .hasSize(3)
                .allSatisfy(block -> assertThat(here).contains(block));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
