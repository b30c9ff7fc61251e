package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.samples.KeyTable.SqlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups of keys find what they are for; that they find more as well is what {@link WeaknessTest} shows. */
class KeyLookupTest {
    private static final SigningKeys KEYS = new SigningKeys(new Secrets(), Optional.empty());

    private final KeyTable table = new KeyTable(Map.of("one", "first secret"));

    static Stream<Function<SigningKeys, SignatureRule>> rules() {
        return Stream.of(
                BrokenSignatureRules::absentKeyIsEmpty,
                BrokenSignatureRules::keyFileNamedByKeyId,
                BrokenSignatureRules::keyQueriedByKeyId);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_token_under_the_named_secret_is_trusted_and_one_under_another_is_not(
            Function<SigningKeys, SignatureRule> rules) throws Jws.Malformed {
        Draft draft = new Draft(Map.of("kid", SigningKeys.SHARED_SECRET_ID), Map.of("sub", "batch"), "");
        byte[] other = "another secret".getBytes(StandardCharsets.US_ASCII);

        try (SignatureRule rule = rules.apply(KEYS)) {
            assertThat(rule.trusts(Jws.parse(draft.hs256(KEYS.sharedSecret())))).isTrue();
            assertThat(rule.trusts(Jws.parse(draft.hs256(other)))).isFalse();
            assertThat(rule.trusts(Jws.parse(draft.hs256(Draft.EMPTY_SECRET)))).isFalse();
            assertThat(rule.trusts(Jws.parse(draft.header("kid", List.of("x")).hs256(other))))
                    .isFalse();
        }
    }

    @Test
    void the_folder_of_keys_is_gone_when_it_is_closed() {
        KeyFolder folder = KeyFolder.with("key", new byte[] {1, 2, 3});
        Path outside = Path.of("pom.xml").toAbsolutePath();

        assertThat(folder.read("key")).hasValue(new byte[] {1, 2, 3});
        assertThat(folder.read("other")).isEmpty();
        assertThat(folder.read("")).isEmpty();
        assertThat(folder.read("\0")).isEmpty();
        assertThat(Files.exists(outside)).isTrue();
        assertThat(folder.read("../".repeat(12) + outside)).isPresent();
        folder.close();

        assertThat(folder.read("key")).isEmpty();
        assertThat(folder.read("../orders-keys")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "one                                | first secret",
                "x' OR 'a' = 'a                     | first secret",
                "x' OR kid = 'one' -- rest          | first secret",
                "x' UNION SELECT 'known             | known",
                "x' UNION SELECT 'known'-- rest     | known",
                "x' UNION SELECT 'known' /*         |",
                "x'/* a */union/**/select/**/'known | known",
                "x' UNION SELECT 42 -- rest         | 42",
                "one' UNION SELECT 'known           | first secret",
                "x''' UNION SELECT 'known           | known",
                "x                                  |",
                "x'' UNION SELECT 'known            |",
                "x' UNION SELECT kid FROM signing_keys WHERE '1' = '1 | one",
            })
    void the_text_of_a_query_is_read_as_a_database_reads_it(String kid, String secret) {
        assertThat(answer(kid)).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "x' UNION SELECT 'known'#",
                "x' UNION SELECT 'known' FROM dual-- ",
                "x' UNION SELECT 1,'known'-- ",
                "x'; DROP TABLE signing_keys-- ",
                "x' UNION SELECT password-- ",
                "x' UNION",
                "x' rest",
                "x' OR 'a'-- ",
            })
    void what_is_no_query_on_this_table_is_an_error(String kid) {
        assertThatThrownBy(() -> table.first(query(kid))).isInstanceOf(SqlException.class);
    }

    private String answer(String kid) {
        try {
            return table.first(query(kid)).orElse(null);
        } catch (SqlException e) {
            return null;
        }
    }

    private static String query(String kid) {
        return "SELECT secret FROM signing_keys WHERE kid = '" + kid + "'";
    }
}
