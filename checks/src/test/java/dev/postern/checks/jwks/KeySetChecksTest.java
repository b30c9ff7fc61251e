package dev.postern.checks.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.forge.SigningKey;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be seen of published keys. */
class KeySetChecksTest {

    /** The clock of the fake. */
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final RSAKey RSA = rsa(2048, "one");
    private static final RSAKey OTHER = rsa(2048, "two");

    private final NoPrivate noPrivate = new NoPrivate();
    private final Strength strength = new Strength();
    private final Distinct distinct = new Distinct();
    private final KnownKey knownKey = new KnownKey();
    private final Roca roca = new Roca();
    private final Https https = new Https();

    @Test
    void a_sound_set_passes_them_all() throws Exception {
        var ec = new ECKeyGenerator(Curve.P_256).keyID("three").generate();
        var set = set(RSA.toPublicJWK(), OTHER.toPublicJWK(), ec.toPublicJWK());

        for (var check : List.of(noPrivate, strength, distinct, knownKey, roca)) {
            assertThat(defects(check, set)).isEmpty();
        }
    }

    @Test
    void a_private_member_and_a_secret_are_told_by_name_and_never_by_value() {
        var set = "{\"keys\":[" + RSA.toJSONString() + ",{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"c2VjcmV0\"}]}";

        assertThat(defects(noPrivate, set))
                .containsExactly(
                        "The key \"one\" of type RSA is published with its private members d, p, q, dp, dq, qi.",
                        "The key \"s\" of type oct is published with its private members k.")
                .noneMatch(words -> words.contains("c2VjcmV0"));
        assertThat(defects(noPrivate, "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----"))
                .hasSize(1);
    }

    @Test
    void a_short_key_and_a_small_exponent_are_weak() {
        assertThat(defects(strength, set(rsa(1024, "old").toPublicJWK())))
                .containsExactly("The key \"old\" has 1024 bits; RFC 7518 3.3 demands 2048.");
        assertThat(defects(strength, set(publicKey(RSA.getModulus().decodeToBigInteger(), 3))))
                .containsExactly("A key without id has the public exponent 3; 65537 is usual.");
    }

    @ParameterizedTest(name = "{1} bytes for {0}: {2}")
    @CsvSource({"HS256, 32, sound", "HS256, 31, weak", "HS384, 47, weak", "HS512, 64, sound", "HS512, 15, weak"})
    void a_declared_secret_is_as_long_as_the_output_of_its_hash(String alg, int bytes, String expected) {
        var key = new OctetSequenceKey.Builder(new byte[bytes])
                .algorithm(JWSAlgorithm.parse(alg))
                .build();
        var subject = subject(declaring(key, true), Optional.empty(), "{}");

        assertThat(strength.appliesTo(site(declaring(key, true)))).isInstanceOf(Applicability.Applies.class);
        assertThat(subject.defects(strength))
                .containsExactlyElementsOf(
                        expected.equals("sound")
                                ? List.of()
                                : List.of("The signingKey of scheme \"tokens\" has " + 8 * bytes
                                        + " bits; RFC 7518 3.2 demands " + alg.substring(2) + " for " + alg + "."));
    }

    @Test
    void a_declared_pair_is_judged_as_a_published_one() {
        var weak = rsa(1024, "old");

        assertThat(subject(declaring(weak, false), Optional.empty(), "{}").defects(strength))
                .containsExactly("The signingKey of scheme \"tokens\" has 1024 bits; RFC 7518 3.3 demands 2048.");
        assertThat(subject(declaring(RSA, false), Optional.empty(), "{}").defects(strength))
                .isEmpty();
    }

    @Test
    void a_checklist_can_ask_for_longer_keys_and_never_for_shorter_ones() {
        var published = Optional.of(set(RSA.toPublicJWK()));
        var scheme = scheme(Optional.of("https://id.test/keys"), Optional.empty());

        assertThat(subject(scheme, published, "{}")
                        .parameters(Map.of("minRsaBits", "3072"))
                        .defects(strength))
                .containsExactly("The key \"one\" has 2048 bits; the checklist demands 3072.");
        assertThat(subject(scheme, Optional.of(set(rsa(1024, "old").toPublicJWK())), "{}")
                        .parameters(Map.of("minRsaBits", "512"))
                        .defects(strength))
                .hasSize(1);
    }

    @Test
    void a_declared_secret_publishes_nothing_and_one_that_is_not_declared_is_asked_for() {
        var symmetric = site(scheme(Optional.empty(), Optional.empty(), Optional.empty(), true));

        assertThat(List.of(noPrivate, distinct, knownKey, roca))
                .allSatisfy(
                        check -> assertThat(check.appliesTo(symmetric)).isInstanceOf(Applicability.Irrelevant.class));
        assertThat(strength.appliesTo(symmetric))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        missing -> assertThat(missing.sentence()).contains("`signingKey:"));
    }

    @Test
    void a_modulus_that_is_a_power_of_65537_by_every_small_prime_is_marked() {
        // as a card makes them: k * M + (65537^a mod M), twice; nobody looks whether they are prime
        var product = IntStream.rangeClosed(2, 167)
                .mapToObj(BigInteger::valueOf)
                .filter(n -> n.isProbablePrime(20))
                .reduce(BigInteger.ONE, BigInteger::multiply);
        var one = product.multiply(BigInteger.TWO.pow(804))
                .add(BigInteger.valueOf(65537).modPow(BigInteger.valueOf(4711), product));
        var other = product.multiply(BigInteger.TWO.pow(805))
                .add(BigInteger.valueOf(65537).modPow(BigInteger.valueOf(1147), product));
        var modulus = one.multiply(other);

        assertThat(defects(roca, set(RSA.toPublicJWK(), publicKey(modulus, 65537))))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("A key without id bears the mark");
        assertThat(Roca.isMarked(modulus.add(BigInteger.TWO))).isFalse();
    }

    /** The masks are of the authors' own detector: bit r is set where residue r is a power of 65537. */
    @Test
    void the_powers_of_65537_are_those_of_the_published_fingerprint() {
        assertThat(residues(11)).isEqualTo(1026);
        assertThat(residues(13)).isEqualTo(5658);
        assertThat(residues(17)).isEqualTo(107286);
        assertThat(residues(37)).isEqualTo(67109890);
        assertThat(residues(53)).isEqualTo(5310023542746834L);
        assertThat(residues(61)).isEqualTo(1455791217086302986L);
    }

    private static long residues(int prime) {
        return IntStream.range(0, prime)
                .filter(residue -> Roca.isPower(residue, prime))
                .mapToLong(residue -> 1L << residue)
                .sum();
    }

    @Test
    void a_modulus_with_a_small_factor_was_not_made_of_two_primes() {
        var modulus = BigInteger.TWO.pow(2047).add(BigInteger.ONE).multiply(BigInteger.valueOf(3));

        assertThat(defects(strength, set(publicKey(modulus, 65537))))
                .containsExactly("A key without id has a modulus that 3 divides.");
    }

    @Test
    void a_curve_below_256_bits_is_weak_even_where_nobody_knows_it() {
        var set = "{\"keys\":[" + RSA.toPublicJWK().toJSONString()
                + ",{\"kty\":\"EC\",\"crv\":\"P-192\",\"x\":\"AA\",\"y\":\"AA\"}]}";

        assertThat(defects(strength, set))
                .containsExactly("A key is on the curve P-192, which is shorter than 256 bits.");
    }

    @Test
    void keys_must_be_told_apart() {
        var twin = new RSAKey.Builder(OTHER.toPublicJWK()).keyID("one").build();
        var nameless = new RSAKey.Builder(OTHER.toPublicJWK()).keyID(null).build();

        assertThat(defects(distinct, set(RSA.toPublicJWK(), twin))).containsExactly("2 keys have the kid \"one\".");
        assertThat(defects(distinct, set(RSA.toPublicJWK(), nameless)))
                .containsExactly("There are 2 keys, and not each has a kid.");
        assertThat(defects(distinct, set(nameless))).isEmpty();
    }

    @Test
    void keys_of_different_types_may_share_an_id() throws Exception {
        var ec = new ECKeyGenerator(Curve.P_256).keyID("one").generate();

        assertThat(defects(distinct, set(RSA.toPublicJWK(), ec.toPublicJWK()))).isEmpty();
    }

    @Test
    void use_and_operations_must_not_contradict_each_other() {
        var key = RSA.toPublicJWK().toJSONString();
        var set = "{\"keys\":[" + key.substring(0, key.length() - 1) + ",\"use\":\"sig\",\"key_ops\":[\"encrypt\"]}]}";

        assertThat(defects(distinct, set))
                .containsExactly("The use and the key_ops of the key \"one\" contradict each other.");
        assertThat(defects(distinct, set.replace("encrypt", "verify"))).isEmpty();
    }

    @Test
    void a_certificate_must_be_of_the_key_and_of_this_time() throws Exception {
        var key = SigningKey.parse(RSA.toJSONString());
        var now = key.selfSignedCertificate("issuer", NOW).getEncoded();
        var old = key.selfSignedCertificate("issuer", NOW.minus(Duration.ofDays(400)))
                .getEncoded();

        assertThat(defects(distinct, set(certified(RSA, now)))).isEmpty();
        assertThat(defects(distinct, set(certified(RSA, old))))
                .containsExactly("The key \"one\" has a certificate that is not valid at this time.");
        assertThat(defects(distinct, "{\"keys\":[" + certifiedText(OTHER, now) + "]}"))
                .containsExactly("The key \"two\" has a certificate of another key.");
        assertThat(defects(distinct, "{\"keys\":[" + certifiedText(OTHER, new byte[] {1}) + "]}"))
                .containsExactly("The key \"two\" has a certificate that cannot be read.");
    }

    @Test
    void the_examples_of_the_specifications_are_known() throws Exception {
        var example = JWK.parse(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        assertThat(defects(knownKey, set(example)))
                .containsExactly("A key without id is that of RFC 8037 A.1 (Ed25519): its private key is printed there,"
                        + " so that everybody can sign.");
        assertThat(KnownKey.known()).hasSizeGreaterThan(8).allSatisfy((thumbprint, source) -> {
            assertThat(Base64.getUrlDecoder().decode(thumbprint)).hasSize(32);
            assertThat(source).isNotBlank();
        });
    }

    /** It was found published by a server started as its manual says, which had only warned of it on its console. */
    @Test
    void a_key_that_a_server_brings_along_for_the_first_start_is_known() throws Exception {
        var quickStart = JWK.parse("{\"kty\":\"RSA\",\"kid\":\"keystore-CHANGE-ME\",\"e\":\"AQAB\",\"n\":\""
                + "xwQ72P9z9OYshiQ-ntDYaPnnfwG6u9JAdLMZ5o0dmjlcyrvwQRdoFIKPnO65Q8mh6F_LDSxjxa2Yzo_wdjhbPZLjfUJXgCzm54cC"
                + "lXzT5twzo7lzoAfaJlkTsoZc2HFWqmcri0BuzmTFLZx2Q7wYBm0pXHmQKF0V-C1O6NWfd4mfBhbM-I1tHYSpAMgarSm22WDMDx-W"
                + "WI7TEzy2QhaBVaENW9BKaKkJklocAZCxk18WhR0fckIGiWiSM5FcU1PY2jfGsTmX505Ub7P5Dz75Ygqrutd5tFrcqyPAtPTFDk8X"
                + "1InxkkUwpP3nFU5o50DGhwQolGYKPGtQ-ZtmbOfcWQ\"}");

        assertThat(defects(knownKey, set(quickStart)))
                .singleElement()
                .asString()
                .contains("\"keystore-CHANGE-ME\" is that of oidc-provider");
    }

    @Test
    void addresses_without_tls_are_told_except_on_this_machine() {
        assertThat(at("https://id.test", "https://id.test/keys").defects(https)).isEmpty();
        assertThat(at("http://id.test", "http://id.test/keys").defects(https))
                .containsExactly(
                        "The key set is at http://id.test: who is on the way can exchange the keys.",
                        "The token's issuer is at http://id.test: who is on the way can exchange the keys.");
        assertThat(at("http://localhost:8080/realm", "http://127.0.0.1:8080/keys")
                        .defects(https))
                .isEmpty();
        assertThat(at("orders-issuer", "/keys").defects(https)).isEmpty();
    }

    @Test
    void without_an_address_of_keys_the_case_says_which_line_is_missing() {
        var site = site(Optional.empty(), Optional.empty());

        assertThat(List.of(noPrivate, strength, distinct, knownKey))
                .allSatisfy(check -> assertThat(check.appliesTo(site))
                        .isInstanceOfSatisfying(
                                Applicability.Missing.class,
                                missing -> assertThat(missing.sentence()).contains("`jwks: https://")));
        assertThat(noPrivate.appliesTo(site(Optional.empty(), Optional.of("pem"))))
                .isInstanceOf(Applicability.Irrelevant.class);
        assertThat(strength.appliesTo(site(Optional.empty(), Optional.of("pem"))))
                .isInstanceOf(Applicability.Applies.class);
    }

    @Test
    void a_set_that_cannot_be_read_decides_nothing() {
        assertThatThrownBy(() -> defects(distinct, "<html>not found</html>")).isInstanceOf(CannotTryException.class);
        assertThatThrownBy(() -> defects(noPrivate, "{\"keys\":")).isInstanceOf(CannotTryException.class);
        assertThatThrownBy(() -> subject(scheme(Optional.of("/keys"), Optional.empty()), Optional.empty(), "{}")
                        .defects(strength))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("could not be read");
    }

    private static List<String> defects(PropertyCheck check, String published) {
        return subject(scheme(Optional.of("https://id.test/keys"), Optional.empty()), Optional.of(published), "{}")
                .defects(check);
    }

    private static FakeSubject at(String issuer, String jwks) {
        return subject(scheme(Optional.of(jwks), Optional.empty()), Optional.empty(), "{\"iss\":\"" + issuer + "\"}");
    }

    private static FakeSubject subject(Scheme scheme, Optional<String> published, String claims) {
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var token = Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode(claims) + ".AA";
        var subject =
                FakeSubject.of(target, alice, request -> FakeSubject.ok("[]")).credential(alice, token);
        published.ifPresent(subject::publicKeys);
        return subject;
    }

    private static Site site(Optional<String> jwks, Optional<String> publicKey) {
        return site(scheme(jwks, publicKey));
    }

    private static Site site(Scheme scheme) {
        var target = FakeTarget.of(scheme)
                .and(FakeTarget.person("alice", scheme).build())
                .and(FakeTarget.get("/orders", scheme).build())
                .build();
        return new Site(target, target.operations().values().iterator().next(), scheme);
    }

    private static Scheme scheme(Optional<String> jwks, Optional<String> publicKey) {
        return scheme(jwks, publicKey, Optional.empty(), false);
    }

    private static Scheme declaring(JWK signingKey, boolean symmetric) {
        return scheme(Optional.empty(), Optional.empty(), Optional.of(signingKey.toJSONString()), symmetric);
    }

    private static Scheme scheme(
            Optional<String> jwks, Optional<String> publicKey, Optional<String> signingKey, boolean symmetric) {
        return new Scheme.BearerJwt(
                "tokens",
                Optional.empty(),
                Optional.empty(),
                jwks.map(URI::create),
                publicKey.map(Secret::of),
                signingKey.map(Secret::of),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                symmetric,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.empty(),
                Optional.empty());
    }

    private static JWK certified(RSAKey key, byte[] certificate) {
        return new RSAKey.Builder(key.toPublicJWK())
                .x509CertChain(List.of(com.nimbusds.jose.util.Base64.encode(certificate)))
                .build();
    }

    /** Nimbus makes no key whose certificate is another's. */
    private static String certifiedText(RSAKey key, byte[] certificate) {
        var json = key.toPublicJWK().toJSONString();
        return json.substring(0, json.length() - 1) + ",\"x5c\":[\"" + com.nimbusds.jose.util.Base64.encode(certificate)
                + "\"]}";
    }

    private static JWK publicKey(BigInteger modulus, int exponent) {
        return new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(BigInteger.valueOf(exponent))).build();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString();
    }

    private static RSAKey rsa(int bits, String kid) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
