package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.X509CertUtils;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target.Listening;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.listener.ListeningServer;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener is a real one, and what the fake target fetches it fetches over the wire. */
class FetchedChecksTest {

    private final ScenarioCheck jku = new JkuFetched();
    private final ScenarioCheck x5u = new X5uFetched();
    private final ScenarioCheck issuer = new IssuerFetched();
    private final FakeJwtTarget target = FakeJwtTarget.rs256().withoutSigningKey();
    private ListeningServer listener = listening(Duration.ofMillis(50));

    private static ListeningServer listening(Duration patience) {
        return new ListeningServer(new Listening("127.0.0.1", 0, Optional.empty(), patience), Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Verdict verdict(ScenarioCheck check) {
        return verdict(check, target::answer);
    }

    private Verdict verdict(ScenarioCheck check, Function<WireRequest, WireResponse> server) {
        var fake = FakeTarget.of(target.scheme()).and(target.identity()).and(target.operation());
        var subject = FakeSubject.of(fake, target.identity(), server)
                .credential(target.identity(), target.credential())
                .listener(listener);
        var verdict = subject.verdict(check);
        assertThat(subject.sent()).hasSizeLessThanOrEqualTo(check.metadata().requests());
        return verdict;
    }

    private static String get(URI url) {
        try (InputStream body = url.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<URI> named(Parts token, String parameter) {
        try {
            return token.header().get(parameter) instanceof String url ? Optional.of(new URI(url)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private FakeJwtTarget fetching(String parameter, boolean trusting) {
        return target.signatureRule(token -> {
            var url = named(token, parameter);
            if (url.isEmpty()) {
                return target.nimbusTrusts(token);
            }
            var fetched = get(url.get());
            return trusting && verifiedBy(fetched, token);
        });
    }

    private static boolean verifiedBy(String fetched, Parts token) throws Exception {
        var header = new JWSHeader(JWSAlgorithm.RS256);
        var signature = Base64URL.encode(token.signature());
        if (fetched.startsWith("-----BEGIN")) {
            var key = (RSAPublicKey) X509CertUtils.parse(fetched).getPublicKey();
            return new RSASSAVerifier(key).verify(header, token.signingInput(), signature);
        }
        for (var key : JWKSet.parse(fetched).getKeys()) {
            if (key.getKeyID().equals(token.header().get("kid"))) {
                return new RSASSAVerifier(key.toRSAKey()).verify(header, token.signingInput(), signature);
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void a_target_that_fetches_and_trusts_grants_what_anybody_signs(String parameter) {
        fetching(parameter, true);

        var verdict = verdict(parameter.equals("jku") ? jku : x5u);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.GRANTED);
        assertThat(verdict.words()).contains("The key came from the listener", "the first a GET from 127.0.0.1 by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void a_target_that_fetches_and_refuses_is_found_as_well(String parameter) {
        fetching(parameter, false);

        var verdict = verdict(parameter.equals("jku") ? jku : x5u);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.BROKEN);
        assertThat(verdict.words()).contains("`" + parameter + "`", "server-side request forgery");
    }

    /** As real lists of allowed addresses are compared. */
    static Stream<Predicate<String>> lists() {
        return Stream.of(
                jku -> jku.contains("id.example.test"),
                jku -> jku.startsWith("http://id.example.test"),
                jku -> jku.endsWith("https://id.example.test"),
                jku -> jku.endsWith("/keys/jwks.json"),
                jku -> jku.endsWith("https://id.example.test/keys/jwks.json"),
                jku -> jku.matches("https?://.*[?].*id\\.example\\.test/keys/jwks\\.json"),
                jku -> jku.matches("https?://[^?#]*/https://id\\.example\\.test/keys/jwks\\.json"),
                // what a browser holds to be the host
                jku -> jku.split("[/\\\\?#]", -1)[2].equals("id.example.test"));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_target_whose_list_of_allowed_addresses_can_be_passed_is_found(Predicate<String> list) {
        target.signatureRule(token -> {
            var jku = String.valueOf(token.header().get("jku"));
            // what follows RFC 3986 less strictly holds everything before the last @ to be a user name
            return list.test(jku)
                    ? verifiedBy(get(URI.create(jku.replaceFirst("//[^/]*@", "//"))), token)
                    : target.nimbusTrusts(token);
        });

        var verdict = verdict(jku);

        assertThat(verdict.reason()).isEqualTo(Reason.GRANTED);
        assertThat(verdict.words())
                .containsPattern("with the (issuer|key set)")
                .contains("The key came from the listener");
    }

    @Test
    void a_certificate_whose_address_ends_as_that_of_the_key_set_does_is_tried() {
        target.signatureRule(token -> named(token, "x5u")
                        .filter(url -> url.toString().endsWith("/keys/jwks.json"))
                        .isPresent()
                ? verifiedBy(get(named(token, "x5u").get()), token)
                : target.nimbusTrusts(token));

        assertThat(verdict(x5u).reason()).isEqualTo(Reason.GRANTED);
    }

    /** How the issuer is compared where its keys are looked up; it is never looked up where it is the right one. */
    static Stream<Predicate<String>> comparisons() {
        return Stream.of(
                iss -> iss.startsWith("http"),
                iss -> iss.contains("id.example.test"),
                iss -> iss.endsWith("https://id.example.test"),
                iss -> iss.startsWith("http://id.example.test"));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void a_target_that_looks_keys_up_at_the_issuer_of_the_token_is_found(Predicate<String> comparison) {
        discovering(comparison, true);

        var verdict = verdict(issuer);

        assertThat(verdict.reason()).isEqualTo(Reason.GRANTED);
        assertThat(verdict.words()).contains("a key of the issuer that it names", "The key came from the listener");
    }

    @Test
    void a_target_that_asks_the_issuer_of_the_token_and_compares_it_afterwards_is_found() {
        discovering(iss -> true, false);

        var verdict = verdict(issuer);

        assertThat(verdict.reason()).isEqualTo(Reason.BROKEN);
        assertThat(verdict.words()).contains("`iss`", "server-side request forgery");
    }

    @Test
    void a_target_that_compares_the_issuer_first_passes() {
        discovering(iss -> iss.equals(FakeJwtTarget.ISSUER), true);

        assertThat(verdict(issuer).outcome()).isEqualTo(Outcome.PASS);
    }

    /** A target that finds the key set of any issuer as OpenID Connect Discovery 4 has it. */
    private void discovering(Predicate<String> comparison, boolean trusting) {
        target.claimsRule(claims -> {
            var sound = new java.util.LinkedHashMap<>(claims);
            sound.put("iss", FakeJwtTarget.ISSUER);
            return (trusting
                            ? comparison.test(String.valueOf(claims.get("iss")))
                            : FakeJwtTarget.ISSUER.equals(claims.get("iss")))
                    && target.nimbusAccepts(sound, 60);
        });
        target.signatureRule(token -> {
            var iss = String.valueOf(token.payload().get("iss"));
            if (iss.equals(FakeJwtTarget.ISSUER)) {
                return target.nimbusTrusts(token);
            }
            if (!comparison.test(iss)) {
                return false;
            }
            var discovered = get(URI.create(iss.replaceFirst("//[^/]*@", "//") + "/.well-known/openid-configuration"));
            var jwks = String.valueOf(JSONObjectUtils.parse(discovered).get("jwks_uri"));
            return verifiedBy(get(URI.create(jwks)), token);
        });
    }

    @Test
    void a_fetch_that_comes_after_the_last_denial_is_found() {
        listener = listening(Duration.ofMinutes(1));
        target.signatureRule(token -> {
            named(token, "jku").ifPresent(url -> new Thread(() -> get(url)).start());
            return target.nimbusTrusts(token);
        });

        assertThat(verdict(jku).reason()).isEqualTo(Reason.BROKEN);
    }

    @Test
    void a_fetch_by_a_target_that_then_crashes_is_found() {
        var verdict = verdict(jku, request -> {
            named(parts(request), "jku").ifPresent(FetchedChecksTest::get);
            return FakeSubject.status(500);
        });

        assertThat(verdict.reason()).isEqualTo(Reason.BROKEN);
    }

    @Test
    void a_sound_target_passes_and_the_verdict_says_what_it_rests_on() {
        var verdict = verdict(jku);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words())
                .contains("All 12 tokens were denied", "http://127.0.0.1:", "the target file vouches for");
        assertThat(verdict(x5u).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_target_that_fetches_its_own_key_set_does_as_it_should() {
        try (var issuer = listening(Duration.ZERO)) {
            var own = issuer.offer("jwks.json", "application/json", new JWKSet(TestKeys.RSA).toString());
            target.signatureRule(token -> verifiedBy(get(own.url()), token));

            assertThat(verdict(jku).outcome()).isEqualTo(Outcome.PASS);
            assertThat(own.calls()).isNotEmpty();
        }
    }

    @Test
    void somebody_who_tries_other_addresses_of_the_listener_is_no_finding() {
        target.signatureRule(token -> {
            named(token, "jku").ifPresent(url -> {
                get(url.resolve("/"));
                get(url.resolve("/jwks.json"));
                get(url.resolve("/.well-known/jwks.json"));
            });
            return target.nimbusTrusts(token);
        });

        assertThat(verdict(jku).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void where_an_answer_tells_nothing_and_nobody_came_nothing_is_claimed() {
        var verdict = verdict(
                jku,
                request ->
                        parts(request).header().containsKey("jku") ? FakeSubject.status(500) : target.answer(request));

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    @Test
    void where_the_valid_credential_is_refused_too_nothing_is_claimed() {
        var verdict = verdict(jku, request -> FakeSubject.status(401));

        assertThat(verdict.reason()).isEqualTo(Reason.CONTROL_LOST);
    }

    @Test
    void where_the_honest_twin_is_denied_nothing_is_claimed() {
        target.signingKey(TestKeys.OTHER_RSA.toJSONString());

        assertThat(verdict(jku).reason()).isEqualTo(Reason.TWIN_DENIED);
    }

    @Test
    void without_a_listener_the_check_says_what_to_add() {
        var catalogue = CheckCatalogue.load();
        var control = new Control("fetch", "Fetch", "", List.of(), List.of("jwt.jku-fetched", "jwt.jku-inline"), false);
        var plan = new Planner(target.target(), catalogue, Planner::notAttested)
                .plan("fetch", new Checklist("fetch", "Fetch", List.of(control)));

        assertThat(plan.cases())
                .filteredOn(c -> c.skip().isPresent())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.checkId()).isEqualTo("jwt.jku-fetched");
                    assertThat(c.skip().orElseThrow().words()).contains("add `listener:`");
                });
        assertThat(plan.cases()).extracting(c -> c.checkId()).contains("jwt.jku-inline");
    }

    private static Parts parts(WireRequest request) {
        try {
            return Parts.of(FakeSubject.bearer(request));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
