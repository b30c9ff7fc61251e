package dev.postern.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.jwk.JWK;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.forge.Draft;
import dev.postern.forge.Jwe;
import dev.postern.forge.SigningKey;
import dev.postern.forge.Token;
import dev.postern.inspection.Inspection.Member;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SigningKey KEY = SigningKey.generateLike("RS256").withKid("k1");
    private static final Draft SOUND = Draft.ofClaims(claims()).header("typ", "at+jwt");

    private static Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", "https://issuer.example");
        claims.put("sub", "alice");
        claims.put("aud", "orders");
        claims.put("iat", NOW.minusSeconds(180));
        claims.put("exp", NOW.plusSeconds(720));
        claims.put("jti", "1");
        claims.put("scope", "orders:read");
        return claims;
    }

    private static Inspection inspect(Token token) {
        return Inspection.of(token.text(), NOW, Optional.empty());
    }

    private static List<String> rules(Draft draft) {
        return rules(draft.sign(KEY));
    }

    private static List<String> rules(Token token) {
        return inspect(token).findings().stream()
                .map(finding -> finding.severity() + " " + finding.rule())
                .toList();
    }

    @Test
    void a_sound_token_is_explained_and_nothing_is_found() {
        var inspection = inspect(SOUND.sign(KEY));

        assertThat(inspection.kind()).isEqualTo(TokenKind.JWS);
        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.isSound()).isTrue();
        assertThat(inspection.header()).extracting(Member::name, Member::text).contains(tuple("alg", "RS256"));
        assertThat(inspection.claims()).anySatisfy(claim -> {
            assertThat(claim.name()).isEqualTo("exp");
            assertThat(claim.meaning())
                    .isEqualTo("2026-01-02 03:16:05 UTC, in 12 min: end of validity (RFC 7519 4.1.4)");
        });
        assertThat(inspection.rights())
                .extracting(Member::name, Member::text)
                .containsExactly(tuple("scopes", "orders:read"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alg   | "HS1"                   | MEDIUM alg-unknown
            jku   | "https://keys.example"  | MEDIUM jku-present
            jku   | "http://keys.example"   | HIGH jku-present
            x5u   | "https://keys.example"  | MEDIUM x5u-present
            jwk   | {"kty":"oct","k":"AA"}  | CRITICAL jwk-private
            jwk   | {"kty":"RSA"}           | MEDIUM jwk-present
            x5c   | ["AA=="]                | LOW x5c-present
            kid   | "../../dev/null"        | MEDIUM kid-odd
            kid   | "https://keys.example"  | MEDIUM kid-odd
            kid   | 7                       | LOW kid-odd
            crit  | []                      | MEDIUM crit-malformed
            crit  | ["exp"]                 | MEDIUM crit-malformed
            crit  | ["typ"]                 | MEDIUM crit-malformed
            b64   | false                   | MEDIUM b64-false
            zip   | "DEF"                   | LOW zip-present
            typ   | "JWT"                   | INFO typ-generic
            """)
    void each_odd_header_is_found(String name, String json, String rule) {
        assertThat(rules(
                        SOUND.headerJson("kid", "\"k1\"").headerJson(name, json).signAsIs("RS256", KEY)))
                .contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exp      | 1767323825000         | HIGH exp-odd
            exp      | 1e999999999           | HIGH exp-odd
            exp      | "1767323825"          | HIGH exp-odd
            exp      | 3600                  | HIGH exp-odd
            exp      | 1767323045            | INFO exp-past
            exp      | 1767500000            | LOW exp-far
            exp      | 2000000000            | MEDIUM exp-far
            exp      | 1767300000            | MEDIUM exp-before-start
            iat      | 1767323400            | LOW iat-future
            iat      | 1767323045000         | MEDIUM iat-odd
            nbf      | 1767323400            | INFO nbf-future
            aud      | ["orders","billing"]  | LOW aud-list
            aud      | "*"                   | MEDIUM aud-anybody
            aud      | []                    | MEDIUM aud-missing
            iss      | ""                    | LOW iss-missing
            password | "correct horse"       | MEDIUM sensitive-payload
            """)
    void each_odd_claim_is_found(String name, String json, String rule) {
        assertThat(rules(SOUND.claimJson(name, json))).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "exp, HIGH exp-missing",
        "iat, INFO iat-missing",
        "iss, LOW iss-missing",
        "aud, MEDIUM aud-missing",
        "sub, LOW sub-missing",
        "jti, INFO jti-missing"
    })
    void each_missing_claim_is_found(String name, String rule) {
        assertThat(rules(SOUND.removeClaim(name))).containsExactly(rule);
    }

    @Test
    void members_given_twice_are_found_at_any_depth() {
        assertThat(rules(SOUND.duplicateClaim("sub", "bob"))).containsExactly("HIGH duplicate-member");
        assertThat(rules(SOUND.claimJson("realm", "{\"a\":1,\"a\":2}"))).containsExactly("HIGH duplicate-member");
        assertThat(rules(SOUND.header("kid", "k1").duplicateHeader("kid", "k2").signAs("RS256", "RS256", KEY)))
                .contains("HIGH duplicate-member");
    }

    @Test
    void signatures_are_judged_by_their_looks() {
        var signed = SOUND.sign(KEY);

        assertThat(rules(SOUND.unsigned("NoNe"))).contains("CRITICAL alg-none");
        assertThat(rules(signed.withoutSignature())).contains("HIGH signature-missing");
        assertThat(rules(signed.truncateSignature(128))).contains("HIGH signature-length");
        assertThat(rules(SOUND.hmac("HS256", new byte[32]).truncateSignature(31)))
                .contains("MEDIUM signature-length", "LOW alg-symmetric");
        assertThat(rules(SOUND.sign(SigningKey.generateLike("EdDSA")))).containsExactly("INFO alg-deprecated");
        assertThat(rules(signed.flattened())).contains("MEDIUM json-form");
        signed.respelled().forEach(token -> assertThat(rules(token)).contains("LOW base64-lax"));
    }

    @Test
    void the_kind_is_told_by_the_shape() {
        var signed = SOUND.sign(KEY);
        var jwk = publicJwk();

        assertThat(inspect(Jwe.nested(jwk, signed)).kind()).isEqualTo(TokenKind.NESTED_JWE);
        assertThat(inspect(Jwe.of(jwk, SOUND)).kind()).isEqualTo(TokenKind.JWE);
        assertThat(rules(Jwe.compressed(jwk, signed))).containsExactly("MEDIUM zip-present");
        assertThat(inspect(SOUND.rawPayload(signed.text().getBytes(StandardCharsets.UTF_8))
                                .sign(KEY))
                        .kind())
                .isEqualTo(TokenKind.NESTED_JWS);
        assertThat(inspect(signed.flattened()).kind()).isEqualTo(TokenKind.JWS_JSON);
        assertThat(inspect(signed.general(List.of(signed))).kind()).isEqualTo(TokenKind.JWS_JSON);
        assertThat(inspect(signed.withoutLastDot()).kind()).isEqualTo(TokenKind.UNSECURED);
        assertThat(Inspection.of("v4.local.AAAA", NOW, Optional.empty()).kind()).isEqualTo(TokenKind.PASETO);
        assertThat(Inspection.of("8xLOxBtZp8", NOW, Optional.empty()).kind()).isEqualTo(TokenKind.OPAQUE);
        assertThat(rules(SOUND.rawPayload(new byte[] {1}))).containsExactly("HIGH payload-unreadable");
    }

    @Test
    void what_is_copied_along_is_left_out() {
        var token = SOUND.sign(KEY).text();

        for (var text : List.of("Bearer " + token, "Authorization: bearer " + token + "\n", "\"" + token + "\"")) {
            assertThat(Inspection.of(text, NOW, Optional.empty()).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer ",
                "no token at all",
                "{",
                "{}",
                "eyJhbGciOiJub25lIn0",
                "eyJhbGciOiJub25lIn0.a.b.c",
                "eyJhbGciOi.e30.",
                "{\"access_token\":\"a\"}"
            })
    void what_is_no_token_is_said_so(String text) {
        assertThatThrownBy(() -> Inspection.of(text, NOW, Optional.empty()))
                .isInstanceOf(UnreadableTokenException.class);
    }

    @Test
    void neither_signature_nor_secrets_are_in_it() {
        var inner = SOUND.sign(SigningKey.generateLike("HS256")).text();
        var token = SOUND.claim("client_secret", "hunter22hunter")
                .claim("ticket", inner)
                .sign(KEY);
        var signature = token.text().substring(token.text().lastIndexOf('.') + 1);

        var inspection = inspect(token);

        assertThat(inspection.toString() + InspectionJson.of(inspection))
                .contains("*** (a password or secret, as its name says, 14 characters)", "*** (a token, ")
                .doesNotContain("hunter22", inner, signature, signature.substring(0, 40));
        assertThat(Inspection.of("8xLOxBtZp8aaaaaa", NOW, Optional.empty()).toString())
                .doesNotContain("8xLOx");
    }

    @Test
    void nothing_in_it_moves_a_terminal() {
        var token = SOUND.claim("na\u001b[2Jme", "\u001b]0;x\u0007 \u202egnp.exe")
                .header("kid", "a\u009bb")
                .sign(KEY.withoutKid());

        var inspection = inspect(token);

        assertThat(inspection.claims())
                .anySatisfy(claim -> assertThat(claim.name()).isEqualTo("na\\u001b[2Jme"));
        assertThat(inspection.claims())
                .anySatisfy(claim -> assertThat(claim.text()).isEqualTo("\\u001b]0;x\\u0007 \\u202egnp.exe"));
        assertThat(inspection.header())
                .anySatisfy(member -> assertThat(member.text()).isEqualTo("a\\u009bb"));
    }

    @Test
    void a_scheme_is_compared_and_its_key_verifies() {
        var token = SOUND.sign(KEY).text();
        var publicKey = publicJwk().toJSONString();

        var right = Inspection.of(token, NOW, Optional.of(scheme("orders", publicKey, Duration.ofHours(1))));
        assertThat(right.signature()).contains("right, by the publicKey of the scheme");
        assertThat(right.findings()).isEmpty();

        var wrong = Inspection.of(
                token,
                NOW,
                Optional.of(
                        scheme("billing", jwk(SigningKey.generateLike(KEY)).toJSONString(), Duration.ofMinutes(10))));
        assertThat(wrong.signature()).contains("wrong");
        assertThat(wrong.findings())
                .extracting(TokenFinding::rule)
                .containsExactlyInAnyOrder("signature-wrong", "aud-other", "exp-far");
        assertThat(wrong.findings().get(0).severity()).isEqualTo(Severity.CRITICAL);

        var misfit = Inspection.of(
                SOUND.hmac("HS256", new byte[32]).text(),
                NOW,
                Optional.of(scheme("orders", publicKey, Duration.ofHours(1))));
        assertThat(misfit.findings().get(0).what()).contains("HS256 needs a secret; this is an RSA key");
    }

    private static JWK publicJwk() {
        return jwk(KEY);
    }

    private static JWK jwk(SigningKey key) {
        try {
            return JWK.parse(key.publicJwk());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scheme.BearerJwt scheme(String audience, String publicKey, Duration longest) {
        return new Scheme.BearerJwt(
                "tokens",
                Optional.of("https://issuer.example"),
                Optional.of(audience),
                Optional.empty(),
                Optional.of(Secret.of(publicKey)),
                Optional.empty(),
                longest,
                Duration.ofMinutes(1),
                false,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.empty(),
                Optional.empty());
    }
}
