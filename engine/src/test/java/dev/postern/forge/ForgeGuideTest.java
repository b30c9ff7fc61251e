package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
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
    void tokens_that_parsers_read_differently() {
        SigningKey trusted = ISSUER;
        Draft token = Draft.from(received);

        Token twice = token.duplicateClaim("sub", "admin").sign(trusted);
        Token absurd = token.claimJson("exp", "1e400").sign(trusted);
        Token notANumber = token.claimJson("exp", "NaN").sign(trusted);
        Token misspelled = token.payloadText("!").sign(trusted);
        List<Token> respelled = token.keepSignature().respelled();

        assertThat(List.of(twice, absurd, notANumber, misspelled))
                .allSatisfy(each -> assertThat(each.text()).isNotEqualTo(received));
        assertThat(Verification.verifies(twice.text(), trusted)).isTrue();
        assertThat(TokenView.of(twice.text()).sub()).contains("admin");
        assertThat(TokenPart.of(misspelled.text()).get(1).flaws()).containsExactly(TokenPart.Flaw.UNREADABLE);
        assertThat(respelled).isNotEmpty();
    }

    @Test
    void signatures_out_of_range() {
        Draft token = Draft.from(received);

        Token psychic = token.header("alg", "ES256").signature(new byte[64]);

        assertThat(psychic.text()).endsWith("." + "A".repeat(86));
        assertThat(Verification.verifies(psychic.text(), SigningKey.generateLike("ES256")))
                .isFalse();
    }

    @Test
    void other_forms() throws ParseException {
        SigningKey trusted = ISSUER;
        Draft token = Draft.from(received);
        JWK key = JWK.parse(ISSUER.publicJwk());

        Token nested = Jwe.nested(key, token.unsigned("none"));
        Token compressed =
                Jwe.compressed(key, token.claim("padding", "a".repeat(50_000)).unsigned("none"));
        Token unencoded = token.signUnencoded(trusted);
        Token detached = unencoded.detached();
        Token json = token.keepSignature().flattened();

        assertThat(List.of(nested, compressed))
                .allSatisfy(each -> assertThat(TokenPart.of(each.text())).hasSize(5));
        assertThat(unencoded.text()).contains("\"sub\":\"alice\"");
        assertThat(detached.text()).contains("..");
        assertThat(json.text()).startsWith("{");
    }

    @Test
    void verification() {
        SigningKey trusted = ISSUER;
        Token honest = Draft.from(received).keepSignature();

        boolean isHonest = Verification.verifies(honest.text(), trusted);

        assertThat(isHonest).isTrue();
    }

    /** A step that the page does not name is one that nobody finds. */
    @Test
    void the_page_names_every_step() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "forge.md"));

        Stream<String> steps = Stream.of(Draft.class, Token.class, Jwe.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Draft.class || method.getReturnType() == Token.class)
                .map(method -> method.getName())
                .filter(name -> !List.of("from", "ofClaims").contains(name));

        assertThat(steps.distinct()).allSatisfy(name -> assertThat(page).containsPattern("[`.]" + name + "`"));
    }

    @Test
    void the_page_shows_this_code() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "forge.md"));
        String here = squeezed(Files.readString(Path.of("src/test/java/dev/postern/forge/ForgeGuideTest.java")));

        Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);

        assertThat(code.results().map(block -> squeezed(block.group(1))))
                .hasSize(7)
                .allSatisfy(block -> assertThat(here).contains(block));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
