package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenCommandTest {
    private static final Path GUIDE = Path.of("..", "docs", "token.md");
    private static final Pattern LISTING = Pattern.compile("(?s)(?<=```\n)Token.*?(?=```)");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SigningKey KEY = SigningKey.generateLike("RS256");
    private static final String TARGET = """
            target: orders-api
            baseUrl: http://localhost:1
            schemes:
              tokens:
                type: bearer-jwt
                audience: orders
                publicKey: ${file:issuer.jwk}
            identities:
              alice:
                scheme: tokens
                obtain:
                  token: ${env:POSTERN_NOT_SET}
            operations:
              list:
                call: GET /orders
                requires:
                  scheme: tokens
            """;

    @TempDir
    private Path folder;

    private Path file;
    private String token;

    @BeforeEach
    void writeToken() throws IOException {
        token = sound().sign(KEY).text();
        file = Files.writeString(folder.resolve("token"), token + "\n");
    }

    private static Draft sound() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", "https://issuer.example");
        claims.put("sub", "alice");
        claims.put("aud", "orders");
        claims.put("iat", NOW.minusSeconds(180));
        claims.put("exp", NOW.plusSeconds(720));
        claims.put("scope", "orders:read orders:write");
        claims.put("tenant", "a");
        return Draft.ofClaims(claims).header("kid", "issuer-1");
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.of(() ->
                Postern.run(new CommandLine(new TokenCommand(Clock.fixed(NOW, ZoneOffset.UTC))), arguments));
    }

    @Test
    void a_sound_token_in_a_file_is_explained() {
        var run = run("@" + file);

        assertThat(run.status()).as(run.err()).isEqualTo(Postern.PASSED);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("exp ", "in 12 min", "scopes", "orders:read orders:write", "claim tenant")
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void the_whole_command_line_takes_files_too() {
        assertThat(CommandRun.of("token", "@" + file).out()).startsWith("Token   signed JWT");
    }

    @Test
    void standard_input_is_read_where_nothing_is_named() {
        var before = System.in;
        try {
            for (var arguments : List.of(new String[0], new String[] {"-"})) {
                System.setIn(new ByteArrayInputStream(("Bearer " + token).getBytes(StandardCharsets.UTF_8)));
                assertThat(run(arguments).status()).isEqualTo(Postern.PASSED);
            }
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void a_token_as_argument_is_taken_with_a_warning() {
        var run = run(token);

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.err())
                .contains("warning: ", "history of this shell", "@FILE")
                .doesNotContain(token);
    }

    @Test
    void json_says_the_same_to_programs() throws IOException {
        var weak = Files.writeString(
                folder.resolve("weak"),
                sound().removeClaim("exp").unsigned("none").text());

        var run = run("@" + weak, "--format", "json");

        assertThat(run.status()).isEqualTo(Postern.FAILED);
        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("kind").asText()).isEqualTo("unsecured");
        assertThat(json.path("sound").asBoolean()).isFalse();
        assertThat(json.path("findings").findValuesAsText("rule")).startsWith("alg-none", "exp-missing");
    }

    @Test
    void a_target_file_is_compared_and_its_key_verifies_the_signature() throws IOException {
        var json = new ObjectMapper();
        Files.writeString(folder.resolve("issuer.jwk"), json.writeValueAsString(KEY.publicJwk()));
        var target =
                Files.writeString(folder.resolve("orders-api.yaml"), TARGET).toString();

        var right = run("@" + file, "--target", target);
        assertThat(right.err()).isEmpty();
        assertThat(right.status()).isEqualTo(Postern.PASSED);
        assertThat(right.out()).contains("Signed  right, by the publicKey of the scheme");

        Files.writeString(
                file,
                sound().claim("aud", "billing")
                        .sign(SigningKey.generateLike(KEY))
                        .text());
        var wrong = run("@" + file, "--target", target, "--scheme", "tokens");
        assertThat(wrong.status()).isEqualTo(Postern.FAILED);
        assertThat(wrong.out()).contains("critical  signature-wrong", "aud-other");

        refused("@" + file, "--target", target, "--scheme", "token").contains("did you mean \"tokens\"?");
        refused("@" + file, "--scheme", "tokens").contains("--target");
        Files.writeString(folder.resolve("issuer.jwk"), "nonsense");
        refused("@" + file, "--target", target).contains("orders-api.yaml");
    }

    @Test
    void what_is_no_token_is_refused() throws IOException {
        refused("@" + folder.resolve("nowhere")).contains("does not exist");
        refused("@" + folder).contains("cannot be read");
        refused("--env", "POSTERN_NOT_SET").contains("POSTERN_NOT_SET", "not set");
        refused("-", "--env", "PATH").contains("two tokens");
        refused(" ").contains("empty");
        refused("two words").contains("several words").doesNotContain("two words");
        refused("eyJhbGciOiJub25lIn0").contains("cut off");
        Files.write(file, new byte[(1 << 20) + 1]);
        refused("@" + file).contains("1 MiB");
    }

    private static AbstractStringAssert<?> refused(String... arguments) {
        var run = run(arguments);
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(run.out()).isEmpty();
        return assertThat(run.err()).doesNotContain("Exception", "\tat ");
    }

    /** The listing that the guide shows is one that the command has written. */
    @Test
    void the_listing_of_the_guide_is_what_the_command_writes() throws IOException {
        var odd = sound().claim("exp", NOW.plusSeconds(720).toEpochMilli())
                .removeClaim("aud")
                .claim("client_secret", "a-secret-for-the-guide")
                .header("kid", "../keys/issuer-1")
                .hmac("HS256", new byte[32]);
        Files.writeString(file, odd.text());
        var listing = run("@" + file).out();
        var guide = Files.readString(GUIDE);
        if (Boolean.getBoolean("postern.approve")) {
            guide = LISTING.matcher(guide).replaceFirst(Matcher.quoteReplacement(listing));
            Files.writeString(GUIDE, guide);
        }

        assertThat(guide).as("run mvn verify -Dpostern.approve=true").contains("```\n" + listing + "```");
    }
}
