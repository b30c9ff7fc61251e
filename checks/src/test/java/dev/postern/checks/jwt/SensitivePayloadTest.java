package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitivePayloadTest {

    private static final String BCRYPT = "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

    private final SensitivePayload check = new SensitivePayload();

    private List<String> defects(String name, Object value) {
        return FakeJwtTarget.rs256().claim(name, value).defects(check);
    }

    @Test
    void an_ordinary_token_is_sound() {
        assertThat(FakeJwtTarget.rs256().defects(check)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            password        | correct horse      | a password
            userPassword    | hunter22           | a password
            client_secret   | 8f14e45fceea167a   | a password or secret
            api_key         | AKIAIOSFODNN7EXAMPLE | what its name says
            refresh_token   | 8xLOxBtZp8aaaaaa   | what its name says
            cvv             | 123                | security code
            card_number     | 4111111111111111   | VISA
            card            | 5555 5555 5555 4444 | MASTERCARD
            note            | 3782-822463-10005  | AMEX
            pan             | 2223003122003222   | MASTERCARD
            billing         | 6011111111111117   | DISCOVER
            tax             | RSSMRA85T10A562S   | codice fiscale
            document        | 529.982.247-25     | CPF
            cpf             | 52998224725        | CPF
            dni             | 12345678Z          | DNI
            nie             | X1234567L          | DNI
            bsn             | 111222333          | BSN
            pesel           | 44051401359        | PESEL
            personnummer    | 811218-9876        | personnummer
            ssn             | 078-05-1120        | social security
            x               | {noop}letmein      | hash
            x               | $argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaGhhc2hoYXNo | hash
            x               | pbkdf2_sha256$600000$salt$aGFzaGhhc2hoYXNoaGFzaA== | hash
            x               | scrypt:32768:8:1$salt$aaaaaaaaaaaaaaaaaaaaaaaaaaaa | hash
            x               | {SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g= | hash
            x               | -----BEGIN RSA PRIVATE KEY----- MIIE | private key
            """)
    void what_must_not_be_readable_is_a_defect(String name, String value, String words) {
        assertThat(defects(name, value))
                .singleElement()
                .asString()
                .contains("\"" + name + "\"", words)
                .doesNotContain(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email           | alice@example.test
            phone_number    | +1 202 555 0143
            sub             | 4111111111111111
            order_id        | 4111111111111111
            account_number  | 4111111111111111
            card            | 4111111111111112
            card            | ************1111
            member          | 1111111111111117
            has_password    | true
            password        | ***
            password        | [redacted]
            pwd_url         | https://id.example.test/password
            pwd_exp         | 2026-01-01
            amr             | pwd
            last_password   | 2024-05-05T10:00:00Z
            pin             | 110001
            ssn             | 000-12-3456
            dni             | 12345678A
            reference       | 12345678Z
            bsn             | 111222334
            number          | 52998224725
            employee        | 8112189876
            at_hash         | 77QmUPtjPfzWtF2AnpK9RQ
            key             | -----BEGIN PUBLIC KEY----- MIIB
            name            | Alice Secret
            scope           | secret:read password:change
            """)
    void what_a_token_may_well_say_is_no_defect(String name, String value) {
        assertThat(defects(name, value)).isEmpty();
    }

    @Test
    void numbers_and_nested_claims_are_looked_at_too() {
        assertThat(defects("user", Map.of("payment", Map.of("card_number", 4111111111111111L))))
                .containsExactly("The claim \"user/payment/card_number\" holds a payment card number (VISA range, check"
                        + " digit right).");
        assertThat(defects("hashes", List.of("none", BCRYPT)))
                .containsExactly("The claim \"hashes\" holds the hash of a password.");
    }

    @Test
    void a_private_jwk_is_a_defect_and_the_public_one_of_a_confirmation_is_none() {
        assertThat(defects("cnf", Map.of("jwk", TestKeys.EC.toPublicJWK().toJSONObject())))
                .isEmpty();
        assertThat(defects("cnf", Map.of("jwk", TestKeys.EC.toJSONObject())))
                .containsExactly("The claim \"cnf/jwk\" holds a private key (JWK).");
        assertThat(defects("cnf", Map.of("jwk", TestKeys.SECRET.toJSONObject())))
                .hasSize(1);
    }

    @Test
    void flags_and_numbers_under_the_name_of_a_secret_are_none() {
        assertThat(defects("password", true)).isEmpty();
        assertThat(defects("passcode", 3)).isEmpty();
        assertThat(defects("secret", Map.of("expires", 5))).isEmpty();
    }
}
