package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every token, whatever its claims and its algorithm. */
class ForgePropertiesTest {
    private static final byte[] SECRET =
            "a secret of sixty-four bytes, which is enough for every HMAC.....".getBytes(StandardCharsets.US_ASCII);

    private static final Map<String, SigningKey> KEYS = Stream.of(JwsAlgorithm.values())
            .collect(Collectors.toMap(
                    JwsAlgorithm::name,
                    alg -> alg.family() == JwsAlgorithm.Family.HMAC
                            ? SigningKey.secret(SECRET).withAlg(alg.name())
                            : SigningKey.generateLike(alg.name())));

    private static final Map<String, SigningKey> FOREIGN_KEYS =
            KEYS.keySet().stream().collect(Collectors.toMap(alg -> alg, SigningKey::generateLike));

    @Property(tries = 300)
    void what_is_signed_verifies_with_an_independent_library(
            @ForAll("claims") Map<String, Object> claims, @ForAll("algorithms") String alg) throws Exception {
        Token token = Draft.ofClaims(claims).sign(KEYS.get(alg));

        assertThat(verifies(token.text(), alg)).as(alg).isTrue();
    }

    @Property(tries = 300)
    void a_token_taken_apart_and_put_together_is_the_same_token(
            @ForAll("claims") Map<String, Object> claims, @ForAll("algorithms") String alg) {
        SigningKey key = KEYS.get(alg).withKid("one");
        Token token = Draft.ofClaims(claims).sign(key);

        Draft draft = Draft.from(token.text());

        assertThat(draft.keepSignature().text()).isEqualTo(token.text());
        assertThat(draft.claims()).isEqualTo(Json.read(Json.write(claims)).orElseThrow());
        assertThat(draft.claims().fieldNames()).toIterable().containsExactlyElementsOf(claims.keySet());
        assertThat(draft.view().alg()).contains(alg);
        assertThat(draft.view().kid()).contains("one");
    }

    @Property(tries = 300)
    void a_repeated_honest_signature_leaves_header_and_payload_alone(
            @ForAll("claims") Map<String, Object> claims, @ForAll("algorithms") String alg) {
        Token token = Draft.ofClaims(claims).sign(KEYS.get(alg));

        Token again = Draft.from(token.text()).sign(KEYS.get(alg));

        assertThat(unsigned(again)).isEqualTo(unsigned(token));
    }

    @Property(tries = 300)
    void every_change_changes_the_token(
            @ForAll("claims") Map<String, Object> claims,
            @ForAll("members") String name,
            @ForAll @Size(8) byte[] noise) {
        Draft draft = Draft.from(Draft.ofClaims(claims).sign(KEYS.get("HS256")).text());
        String before = draft.keepSignature().text();
        String value = "postern-" + Arrays.toString(noise);

        List<Token> changed = List.of(
                draft.claim(name, value).keepSignature(),
                draft.claim(name, value).duplicateClaim(name, value).keepSignature(),
                draft.header(name, value).keepSignature(),
                draft.duplicateHeader("alg", "HS256").keepSignature(),
                draft.removeHeader("alg").keepSignature(),
                draft.rawPayload(noise).keepSignature(),
                draft.unsigned("none"),
                draft.withoutSignature(),
                draft.withoutSignature().withoutLastDot(),
                draft.signature(noise),
                draft.keepSignature().withNoiseSignature());

        assertThat(changed).extracting(Token::text).doesNotContain(before).doesNotHaveDuplicates();
        if (claims.containsKey(name)) {
            assertThat(draft.removeClaim(name).keepSignature().text()).isNotEqualTo(before);
        }
    }

    @Property(tries = 200)
    void a_step_on_one_claim_leaves_all_others_alone(
            @ForAll("claims") Map<String, Object> claims, @ForAll("members") String name) {
        Draft draft = Draft.ofClaims(claims).claim(name, "forged");

        Map<String, Object> expected = new LinkedHashMap<>(claims);
        expected.put(name, "forged");
        assertThat(new String(draft.payload(), StandardCharsets.UTF_8)).isEqualTo(Json.write(expected));

        expected.remove(name);
        assertThat(new String(draft.removeClaim(name).payload(), StandardCharsets.UTF_8))
                .isEqualTo(Json.write(expected));
    }

    @Property(tries = 200)
    void a_flipped_bit_breaks_the_signature_and_flipped_again_mends_it(
            @ForAll("algorithms") String alg, @ForAll int any) throws Exception {
        Token token = Draft.ofClaims(Map.of("sub", "alice")).sign(KEYS.get(alg));
        int bit = Math.floorMod(any, token.signatureLength() * 8);

        Token flipped = token.flipSignatureBit(bit);

        assertThat(verifies(flipped.text(), alg)).isFalse();
        assertThat(flipped.flipSignatureBit(bit).text()).isEqualTo(token.text());
        assertThat(flipped.flipSignatureBit(bit - token.signatureLength() * 8).text())
                .isEqualTo(token.text());
    }

    @Property(tries = 200)
    void a_changed_token_never_verifies_with_the_honest_key(
            @ForAll("claims") Map<String, Object> claims,
            @ForAll("algorithms") String alg,
            @ForAll("members") String name,
            @ForAll @Size(8) byte[] noise)
            throws Exception {
        SigningKey key = KEYS.get(alg);
        String value = "postern-" + Arrays.toString(noise);
        Token honest = Draft.ofClaims(claims).claim("sub", "alice").sign(key);
        Draft draft = Draft.from(honest.text());

        List<Token> forged = List.of(
                draft.claim(name, value).keepSignature(),
                draft.claimJson(name, "1e400").keepSignature(),
                draft.removeClaim("sub").keepSignature(),
                draft.duplicateClaim("sub", value).keepSignature(),
                draft.header(name, value).keepSignature(),
                draft.duplicateHeader("alg", alg).keepSignature(),
                draft.removeHeader("alg").keepSignature(),
                draft.rawPayload(noise).keepSignature(),
                draft.payloadText(Base64Url.encode(draft.payload()) + "=").keepSignature(),
                draft.rawHeader("{}").keepSignature(),
                draft.unsigned("none"),
                draft.signature(noise),
                draft.signature(new byte[honest.signatureLength()]),
                draft.signAs(alg, alg, FOREIGN_KEYS.get(alg)),
                draft.keepSignatureOf(draft.claim("sub", value).sign(key).text()),
                honest.truncateSignature(honest.signatureLength() / 2),
                honest.extendSignature(new byte[1]),
                honest.withNoiseSignature(),
                honest.withoutSignature(),
                honest.withoutLastDot(),
                honest.detached());

        for (Token token : forged) {
            assertThat(token.text()).as(token.description()).isNotEqualTo(honest.text());
            assertThat(isTrusted(token.text(), alg)).as(token.description()).isFalse();
        }
    }

    /** The ones that are documented to be the same token in another spelling: they differ, and yet mean the same bytes. */
    @Property(tries = 200)
    void a_respelled_token_differs_and_has_the_same_signature(
            @ForAll("algorithms") String alg, @ForAll @Size(8) byte[] noise) {
        Token honest = Draft.ofClaims(Map.of("nonce", Arrays.toString(noise))).sign(KEYS.get(alg));

        List<Token> respelled = honest.respelled();

        assertThat(respelled)
                .extracting(Token::text)
                .doesNotContain(honest.text())
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(lastPart(text).bytes())
                        .contains(lastPart(honest.text()).bytes().orElseThrow()))
                .allSatisfy(text -> assertThat(lastPart(text).flaws()).hasSize(1));
    }

    @Property(tries = 500)
    void bytes_have_one_spelling_without_flaws_and_it_is_the_one_that_is_written(
            @ForAll byte[] bytes, @ForAll("almostBase64") String text) {
        TokenPart written = TokenPart.of(Base64Url.encode(bytes)).get(0);
        assertThat(written.flaws()).isEmpty();
        assertThat(written.bytes()).contains(bytes);

        TokenPart any = TokenPart.of(text).get(0);
        assertThat(any.bytes().map(Base64Url::encode).filter(text::equals).isPresent())
                .isEqualTo(any.flaws().isEmpty());
    }

    @Property(tries = 200)
    void whatever_the_bytes_they_are_signed_and_come_out_again(@ForAll byte[] payload, @ForAll("algorithms") String alg)
            throws Exception {
        Token token = Draft.ofClaims(Map.of()).rawPayload(payload).sign(KEYS.get(alg));

        assertThat(Draft.from(token.text()).payload()).isEqualTo(payload);
        assertThat(isTrusted(token.text(), alg)).isTrue();
        assertThat(Verification.verifies(token.text(), KEYS.get(alg))).isTrue();
    }

    @Property(tries = 200)
    void the_verification_of_the_forge_agrees_with_an_independent_library(
            @ForAll("claims") Map<String, Object> claims, @ForAll("algorithms") String alg, @ForAll int any)
            throws Exception {
        Token token = Draft.ofClaims(claims).sign(KEYS.get(alg));
        Token flipped = token.flipSignatureBit(Math.floorMod(any, token.signatureLength() * 8));

        assertThat(Verification.verifies(token.text(), KEYS.get(alg))).isTrue();
        assertThat(Verification.verifies(flipped.text(), KEYS.get(alg)))
                .isEqualTo(verifies(flipped.text(), alg))
                .isFalse();
    }

    @Property(tries = 500)
    void no_text_makes_the_parser_fail_in_another_way_than_by_saying_so(@ForAll("almostTokens") String text) {
        try {
            Draft draft = Draft.from(text);
            assertThat(draft.withoutSignature().text()).contains(".");
        } catch (MalformedTokenException explained) {
            assertThat(explained).hasMessageEndingWith(".");
        }
    }

    @Property(tries = 500)
    void no_text_makes_the_readers_of_keys_fail_in_another_way_than_by_saying_so(@ForAll("almostKeys") String text) {
        assertThat(failure(() -> SigningKey.parse(text))).allMatch(UnusableKeyException.class::isInstance);
        assertThat(failure(() -> PublicKeyForms.parse(text))).allMatch(UnusableKeyException.class::isInstance);
    }

    @Provide
    Arbitrary<String> algorithms() {
        return Arbitraries.of(KEYS.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<String> almostBase64() {
        return Arbitraries.strings().withChars("Aa1_-+/= \n!").ofMaxLength(9);
    }

    @Provide
    Arbitrary<String> members() {
        return Arbitraries.oneOf(
                        Arbitraries.of("sub", "exp", "roles", "iss"),
                        Arbitraries.strings().ofMaxLength(6))
                .filter(name -> !name.equals("alg"));
    }

    @Provide
    Arbitrary<Map<String, Object>> claims() {
        Arbitrary<Object> scalar = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.bigDecimals().map(Object.class::cast),
                Arbitraries.bigIntegers()
                        .between(BigInteger.ONE.shiftLeft(400).negate(), BigInteger.ONE.shiftLeft(400))
                        .map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
        return Arbitraries.maps(members(), nested(nested(scalar))).ofMaxSize(6);
    }

    private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
        return Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), inner)
                        .ofMaxSize(3)
                        .map(Object.class::cast));
    }

    @Provide
    Arbitrary<String> almostTokens() {
        Arbitrary<String> json = Arbitraries.strings()
                .withChars("{}[]\":,\\ a1\n")
                .ofMaxLength(14)
                .map(text -> Base64Url.encode(text.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<String> piece = Arbitraries.oneOf(json, Arbitraries.strings().ofMaxLength(8), Arbitraries.just(""));
        return piece.list().ofMinSize(1).ofMaxSize(5).map(pieces -> String.join(".", pieces));
    }

    @Provide
    Arbitrary<String> almostKeys() {
        Arbitrary<String> value = Arbitraries.of(
                "\"RSA\"",
                "\"EC\"",
                "\"OKP\"",
                "\"oct\"",
                "\"P-256\"",
                "\"secp256k1\"",
                "\"Ed25519\"",
                "\"X25519\"",
                "\"AQAB\"",
                "\"\"",
                "\"!\"",
                "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"",
                "5",
                "null",
                "[]",
                "{}",
                "[{}]",
                "[5]");
        Arbitrary<String> jwk = Arbitraries.maps(
                        Arbitraries.of("kty", "crv", "n", "e", "d", "x", "y", "k", "kid", "alg", "use", "x5c", "keys"),
                        value)
                .ofMaxSize(8)
                .map(members -> members.entrySet().stream()
                        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
        Arbitrary<String> label = Arbitraries.of(
                "PRIVATE KEY",
                "RSA PRIVATE KEY",
                "EC PRIVATE KEY",
                "PUBLIC KEY",
                "RSA PUBLIC KEY",
                "CERTIFICATE",
                "OTHER");
        Arbitrary<String> pem = Combinators.combine(
                        label, Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
                .as((name, der) -> Pem.write(name, der, "\n"));
        return Arbitraries.oneOf(
                jwk,
                jwk.map(each -> "{\"keys\":[" + each + "]}"),
                pem,
                Arbitraries.strings().ofMaxLength(10));
    }

    private static List<RuntimeException> failure(Runnable call) {
        try {
            call.run();
            return List.of();
        } catch (RuntimeException failure) {
            return List.of(failure);
        }
    }

    private static String unsigned(Token token) {
        return token.text().substring(0, token.text().lastIndexOf('.'));
    }

    private static boolean verifies(String token, String alg) throws Exception {
        if (alg.equals("EdDSA")) {
            // The library needs another one for this algorithm, so the JCA verifies.
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KEYS.get(alg).publicKey().orElseThrow());
            int dot = token.lastIndexOf('.');
            signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            byte[] signed = Base64Url.decode("signature", token.substring(dot + 1));
            // RFC 8032 5.1.7; the JDK overlooks bytes that follow
            return signed.length == 64 && accepts(signature, signed);
        }
        return SignedJWT.parse(token).verify(verifier(alg));
    }

    /** As a careful server: also what no library can read is not trusted. */
    private static boolean isTrusted(String token, String alg) throws Exception {
        if (alg.equals("EdDSA")) {
            return token.split("\\.", -1).length == 3 && verifies(token, alg);
        }
        try {
            return JWSObject.parse(token).verify(verifier(alg));
        } catch (ParseException | JOSEException unreadable) {
            return false;
        }
    }

    private static TokenPart lastPart(String token) {
        List<TokenPart> parts = TokenPart.of(token);
        return parts.get(parts.size() - 1);
    }

    private static boolean accepts(Signature signature, byte[] bytes) {
        try {
            return signature.verify(bytes);
        } catch (SignatureException noPoint) {
            return false;
        }
    }

    private static JWSVerifier verifier(String alg) throws Exception {
        if (alg.startsWith("HS")) {
            return new MACVerifier(SECRET);
        }
        PublicKey key = KEYS.get(alg).publicKey().orElseThrow();
        return key instanceof RSAPublicKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier((ECPublicKey) key);
    }
}
