package dev.postern.samples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import dev.postern.samples.Auditor.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeaknessTest {
    private static final String ORDERS_OF_A = "/tenants/a/orders";
    private static final Map<Weakness, Predicate<Auditor>> HOLES = holes();
    private static final Map<String, Predicate<Auditor>> DOORS = doors();

    /** The doors that a weakness opens as well, or opens as its hole; all others must hold. */
    private static final Map<Weakness, Set<String>> OPENED_DOORS = Map.ofEntries(
            entry(
                    Weakness.ROUTE_FORGOTTEN_IN_FILTER,
                    Set.of("list without token", "list with junk", "list of the other tenant")),
            entry(Weakness.CREDENTIAL_OPTIONAL, Set.of("list without token", "admin without token")),
            entry(Weakness.KEY_PRESENCE_ONLY, Set.of("report with unknown key")),
            entry(Weakness.SESSION_COOKIE_PRESENCE_ONLY, Set.of("web with unknown cookie")),
            entry(Weakness.UNKNOWN_TOKEN_IS_GUEST, Set.of("kiosk with unknown token")),
            entry(Weakness.PARSE_ERROR_FAILS_OPEN, Set.of("list with junk")),
            entry(Weakness.BASIC_NAME_ONLY, Set.of("legacy with wrong password")),
            entry(Weakness.SCOPES_IGNORED, Set.of("write by a reader")),
            entry(Weakness.SCOPE_FORGOTTEN_ON_WRITE, Set.of("write by a reader")),
            entry(Weakness.ADMIN_FOR_ANYONE, Set.of("admin by a clerk")),
            entry(Weakness.TENANT_IN_PATH_NOT_COMPARED, Set.of("list of the other tenant")),
            entry(Weakness.OWNER_OF_ORDER_NOT_COMPARED, Set.of("order of the other tenant")));

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    static OrdersApi hardened;
    static Auditor hardenedAuditor;

    @BeforeAll
    static void startHardened() {
        hardened = OrdersApi.hardened();
        hardenedAuditor = new Auditor(hardened, shared);
    }

    @AfterAll
    static void stopHardened() {
        hardened.stop();
    }

    @ParameterizedTest
    @EnumSource
    void each_weakness_opens_its_hole_and_leaves_the_other_doors_shut(Weakness weakness) {
        try (OrdersApi api = OrdersApi.weakenedBy(weakness)) {
            Auditor auditor = new Auditor(api, folder);

            assertThat(HOLES.get(weakness)).accepts(auditor);
            assertThat(openDoors(auditor)).isEqualTo(OPENED_DOORS.getOrDefault(weakness, Set.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_weakness_lets_honest_callers_in(Weakness weakness) {
        try (OrdersApi api = OrdersApi.weakenedBy(weakness)) {
            Auditor a = new Auditor(api, folder);

            assertThat(a.getAs("alice", ORDERS_OF_A).status()).isEqualTo(200);
            assertThat(a.getAs("erin", "/orders/1101").status()).isEqualTo(200);
            assertThat(a.getAs("dora", "/admin/users").status()).isEqualTo(200);
            assertThat(a.getAs("olga", "/opaque/orders").status()).isEqualTo(200);
            assertThat(a.get("/reports", "X-API-Key", a.secretOf("partnerOne")).status())
                    .isEqualTo(200);
            assertThat(a.get("/metered/report", "X-API-Key", a.secretOf("meteredOne"))
                            .status())
                    .isEqualTo(200);
            assertThat(a.getAsUser("lena", a.secretOf("lena"), "/legacy/orders").status())
                    .isEqualTo(200);
            assertThat(a.get("/web/orders", "Cookie", a.cookieOf("wendy")).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_hardened_api_has_none_of_the_holes(Weakness weakness) {
        assertThat(HOLES.get(weakness)).rejects(hardenedAuditor);
    }

    @ParameterizedTest
    @EnumSource
    void each_weakness_tells_its_story_and_names_its_checks(Weakness weakness) {
        assertThat(weakness.story()).endsWith(".").hasSizeBetween(40, 400);
        assertThat(weakness.checkIds()).isNotEmpty().allMatch(id -> id.matches("[a-z]+\\.[a-z0-9-]+"));
    }

    @Test
    void the_hardened_api_keeps_every_door_shut() {
        assertThat(openDoors(hardenedAuditor)).isEmpty();
    }

    @Test
    void weaknesses_can_be_combined() {
        try (OrdersApi api = OrdersApi.weakenedBy(Weakness.EXPIRY_IGNORED, Weakness.AUDIENCE_IGNORED)) {
            Auditor auditor = new Auditor(api, folder);
            Draft both = Draft.of(auditor.tokenOf("alice")).claim("exp", 1).claim("aud", "other");

            assertThat(auditor.getWith(both.signedBy(auditor.signingKey()), ORDERS_OF_A)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Set<String> openDoors(Auditor auditor) {
        return DOORS.entrySet().stream()
                .filter(door -> door.getValue().test(auditor))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Map<String, Predicate<Auditor>> doors() {
        Map<String, Predicate<Auditor>> doors = new LinkedHashMap<>();
        doors.put("list without token", a -> a.get(ORDERS_OF_A).granted());
        doors.put("list with junk", a -> a.getWith("junk", ORDERS_OF_A).granted());
        doors.put(
                "list of the other tenant",
                a -> a.getAs("alice", "/tenants/b/orders").granted());
        doors.put(
                "order of the other tenant",
                a -> a.getAs("alice", "/orders/2201").granted());
        doors.put(
                "write by a reader",
                a -> a.post("/orders", "{\"item\":\"x\"}", "Authorization", "Bearer " + a.tokenOf("carol"))
                        .granted());
        doors.put("admin without token", a -> a.get("/admin/users").granted());
        doors.put("admin by a clerk", a -> a.getAs("alice", "/admin/users").granted());
        doors.put("kiosk without token", a -> a.get("/opaque/orders").granted());
        doors.put(
                "kiosk with unknown token",
                a -> a.getWith("unknown", "/opaque/orders").granted());
        doors.put("report without key", a -> a.get("/reports").granted());
        doors.put(
                "report with unknown key",
                a -> a.get("/reports", "X-API-Key", "unknown").granted());
        doors.put("legacy without password", a -> a.get("/legacy/orders").granted());
        doors.put(
                "legacy with wrong password",
                a -> a.getAsUser("lena", "wrong", "/legacy/orders").granted());
        doors.put("web without cookie", a -> a.get("/web/orders").granted());
        doors.put(
                "web with unknown cookie",
                a -> a.get("/web/orders", "Cookie", "SESSION=unknown").granted());
        doors.put(
                "token for a wrong secret",
                a -> a.tokenRequest("grant_type", "client_credentials", "client_id", "alice", "client_secret", "wrong")
                        .granted());
        return doors;
    }

    private static Map<Weakness, Predicate<Auditor>> holes() {
        Map<Weakness, Predicate<Auditor>> holes = new EnumMap<>(Weakness.class);
        authenticationHoles(holes);
        signatureHoles(holes);
        claimHoles(holes);
        issuingHoles(holes);
        keyHoles(holes);
        authorizationHoles(holes);
        carrierHoles(holes);
        readerHoles(holes);
        publishingHoles(holes);
        endingHoles(holes);
        return holes;
    }

    private static void endingHoles(Map<Weakness, Predicate<Auditor>> holes) {
        Predicate<Auditor> revokedIsGranted = a -> {
            String token = a.tokenOf("erin");
            boolean before = a.getWith(token, "/me").granted();
            a.revoke(token, "orders-app");
            return before
                    && Stream.of(1, 2).anyMatch(turn -> a.getWith(token, "/me").granted());
        };
        holes.put(Weakness.REVOCATION_FOR_REFRESH_TOKENS_ONLY, revokedIsGranted);
        holes.put(Weakness.DENY_LIST_PER_NODE, revokedIsGranted);
        holes.put(Weakness.TOKEN_VERDICT_CACHED, revokedIsGranted);
        holes.put(Weakness.DENY_LIST_OF_TEXTS, a -> {
            String token = a.tokenOf("erin");
            a.revoke(token, "orders-app");
            return !a.getWith(token, "/me").granted()
                    && a.getWith(token + "==", "/me").granted();
        });
        holes.put(Weakness.REVOCATION_FOR_ACCESS_TOKENS_ONLY, a -> {
            String token = a.passwordGrant("erin", "orders-app")
                    .json()
                    .path("refresh_token")
                    .asText();
            a.revoke(token, "orders-app");
            return a.refresh(token, "orders-app").granted();
        });
        holes.put(Weakness.LOGOUT_LEFT_TO_THE_CLIENT, a -> {
            String token = a.tokenOf("olga");
            a.postForm("/opaque/logout", new String[] {"Authorization", "Bearer " + token});
            return a.getWith(token, "/opaque/orders").granted();
        });
        holes.put(Weakness.LOGOUT_LEAVES_REFRESH_TOKEN, a -> {
            JsonNode grant = a.passwordGrant("erin", "orders-app").json();
            String token = grant.path("access_token").asText();
            a.postForm("/logout", new String[] {"Authorization", "Bearer " + token});
            return !a.getWith(token, "/me").granted()
                    && a.refresh(grant.path("refresh_token").asText(), "orders-app")
                            .granted();
        });
        holes.put(Weakness.LOGOUT_CLEARS_THE_COOKIE_ONLY, a -> {
            String cookie = a.cookieOf("wendy");
            a.postForm("/web/logout", new String[] {"Cookie", cookie});
            return a.get("/web/orders", "Cookie", cookie).granted();
        });
        holes.put(Weakness.DISABLED_IS_ASKED_AT_LOGIN_ONLY, a -> {
            String token = a.tokenOf("erin");
            a.administer("erin", "disable");
            boolean works = a.getWith(token, "/me").granted();
            boolean isIssued = a.passwordGrant("erin", "orders-app").granted();
            a.administer("erin", "enable");
            return works && !isIssued;
        });
    }

    private static void authenticationHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(
                Weakness.ROUTE_FORGOTTEN_IN_FILTER,
                a -> a.get(ORDERS_OF_A).body().contains("order-a-"));
        holes.put(
                Weakness.CREDENTIAL_OPTIONAL, a -> a.get("/orders/1101").body().contains("order-a-"));
        holes.put(
                Weakness.KEY_PRESENCE_ONLY,
                a -> a.get("/reports", "X-API-Key", "x").granted());
        holes.put(
                Weakness.SESSION_COOKIE_PRESENCE_ONLY,
                a -> a.get("/web/orders", "Cookie", "SESSION=x").granted());
        holes.put(
                Weakness.UNKNOWN_TOKEN_IS_GUEST,
                a -> a.getWith("x", "/opaque/orders").granted());
        holes.put(Weakness.OPAQUE_TOKEN_IS_TEXT, a -> {
            // Only who has signed in once is known.
            a.tokenOf("olga");
            byte[] text = "{\"sub\":\"olga\",\"iat\":1}".getBytes(StandardCharsets.UTF_8);
            return a.getWith(Base64.getUrlEncoder().withoutPadding().encodeToString(text), "/opaque/orders")
                    .granted();
        });
        holes.put(
                Weakness.PARSE_ERROR_FAILS_OPEN,
                a -> a.getWith("a.b.c", ORDERS_OF_A).granted());
        holes.put(
                Weakness.BASIC_WITHOUT_COLON,
                a -> a.get("/legacy/orders", "Authorization", Auditor.basic("lena"))
                        .granted());
        holes.put(
                Weakness.BASIC_OVER_PLAINTEXT,
                a -> a.getInPlaintext("/legacy/orders", "Authorization", Auditor.basic("lena:" + a.secretOf("lena")))
                        .granted());
        holes.put(
                Weakness.BASIC_NAME_ONLY,
                a -> a.getAsUser("lena", "wrong", "/legacy/orders").granted());
        holes.put(
                Weakness.BASIC_AFTER_ANY_WORD,
                a -> a.get(
                                "/legacy/orders",
                                "Authorization",
                                Auditor.basic("lena:" + a.secretOf("lena")).replace("Basic", "Foo"))
                        .granted());
        holes.put(
                Weakness.BASIC_EMPTY_PASSWORD,
                a -> a.getAsUser("lena", "", "/legacy/orders").granted());
        holes.put(
                Weakness.PENDING_SESSION_OPENS,
                a -> a.get("/web/orders", "Cookie", a.pendingCookieOf("wendy")).granted());
    }

    private static void signatureHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(
                Weakness.ALG_NONE_HONOURED,
                forged((draft, a) -> draft.header("alg", "none").unsigned()));
        holes.put(
                Weakness.ALG_NONE_BLACKLISTED,
                forged((draft, a) -> draft.header("alg", "nOnE").unsigned()));
        holes.put(
                Weakness.ALG_CONFUSION_WITH_PEM,
                forged((draft, a) -> draft.hs256(pem(a.signingKey()).getBytes(StandardCharsets.US_ASCII))));
        holes.put(Weakness.ALG_CONFUSION_WITH_DER, forged((draft, a) -> draft.hs256(der(a.signingKey()))));
        holes.put(
                Weakness.ALG_CONFUSION_WITH_JSON,
                forged((draft, a) -> draft.hs256(keys(a).path(0)
                        .toString()
                        .replace("\":\"", "\": \"")
                        .replace("\",\"", "\", \"")
                        .getBytes(StandardCharsets.US_ASCII))));
        holes.put(
                Weakness.ALG_CONFUSION_OF_THE_NEXT_KEY,
                forged((draft, a) -> draft.header("kid", "next")
                        .hs256(("\n" + pem(publishedKey(a))).getBytes(StandardCharsets.US_ASCII))));
        holes.put(
                Weakness.SIGNATURE_NOT_VERIFIED,
                forged((draft, a) -> draft.claim("sub", "dora").signatureKept()));
        holes.put(Weakness.SIGNATURE_VERDICT_CACHED, a -> {
            String honest = a.tokenOf("carol");
            Draft raised = Draft.of(honest).claim("roles", List.of("admin"));
            return a.getWith(honest, "/me").granted()
                    && a.getWith(raised.signatureKept(), "/admin/users").granted();
        });
        holes.put(Weakness.VERIFY_RESULT_IGNORED, forged((draft, a) -> draft.signedBy(Draft.STRANGER)));
        holes.put(Weakness.EMPTY_SIGNATURE_SKIPPED, forged((draft, a) -> draft.unsigned()));
        holes.put(
                Weakness.UNKNOWN_KEY_ID_ACCEPTED,
                forged((draft, a) -> draft.header("kid", "stranger").signedBy(Draft.STRANGER)));
        holes.put(
                Weakness.EMBEDDED_JWK_TRUSTED,
                forged((draft, a) -> draft.header(
                                "jwk", Draft.STRANGER.toPublicJWK().toJSONObject())
                        .signedBy(Draft.STRANGER)));
        holes.put(Weakness.EMBEDDED_CERTIFICATE_TRUSTED, forged((draft, a) -> draft.signedBesideItsCertificate()));
        holes.put(
                Weakness.ECDSA_WITHOUT_RANGE_CHECK,
                forged((draft, a) -> draft.header("alg", "ES256").signature(new byte[64])));
        holes.put(
                Weakness.ABSENT_KEY_IS_EMPTY,
                forged((draft, a) -> draft.header("kid", "unknown").hs256(Draft.EMPTY_SECRET)));
        holes.put(
                Weakness.KEY_FILE_NAMED_BY_KID,
                forged((draft, a) ->
                        draft.header("kid", "../".repeat(12) + "dev/null").hs256(Draft.EMPTY_SECRET)));
        holes.put(
                Weakness.KEY_QUERIED_BY_KID,
                forged((draft, a) -> draft.header("kid", "' UNION SELECT 'known'-- ")
                        .hs256("known".getBytes(StandardCharsets.US_ASCII))));
    }

    private static void carrierHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(
                Weakness.TOKEN_IN_QUERY,
                a -> a.get(ORDERS_OF_A + "?access_token=" + a.tokenOf("alice")).granted());
        holes.put(
                Weakness.TOKEN_IN_COOKIE,
                a -> a.get(ORDERS_OF_A, "Cookie", "access_token=" + a.tokenOf("alice"))
                        .granted());
        holes.put(
                Weakness.TOKEN_IN_FORM,
                a -> a.postForm("/orders/search", new String[0], "item", "pen", "access_token", a.tokenOf("alice"))
                        .granted());
        holes.put(
                Weakness.SCHEME_NOT_LOOKED_AT,
                a -> a.get(ORDERS_OF_A, "Authorization", "Token " + a.tokenOf("alice"))
                        .granted());
        holes.put(Weakness.TWO_HEADERS_TWO_READERS, a -> {
            String forged = Draft.of(a.tokenOf("bob")).signature(new byte[256]);
            Reply reply =
                    a.getWith(a.tokenOf("alice"), "/tenants/b/orders", "Authorization", "Bearer " + a.tokenOf("alice"));
            Reply smuggled = a.get(
                    "/tenants/b/orders",
                    "Authorization",
                    "Bearer " + a.tokenOf("alice"),
                    "Authorization",
                    "Bearer " + forged);
            return !reply.granted() && showsTenantB(smuggled);
        });
        holes.put(
                Weakness.NO_CHALLENGE,
                a -> a.get(ORDERS_OF_A).header("WWW-Authenticate").isEmpty());
        holes.put(
                Weakness.SCOPE_REFUSED_AS_INVALID_TOKEN,
                a -> a.getAs("frank", ORDERS_OF_A).header("WWW-Authenticate").contains("invalid_token"));
        holes.put(
                Weakness.STACK_TRACE_IN_REFUSAL,
                a -> a.getWith("x", ORDERS_OF_A).body().contains("TokenFilter.java:42"));
        holes.put(
                Weakness.ANSWERS_CACHEABLE,
                a -> a.getAs("alice", ORDERS_OF_A).header("Cache-Control").startsWith("public"));
    }

    private static void readerHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(Weakness.SHARED_SECRET_COMPARED_IN_PART, a -> {
            String token = a.tokenOf("alice");
            return a.getWith(token.substring(0, token.lastIndexOf('.') + 12), ORDERS_OF_A)
                    .granted();
        });
        holes.put(
                Weakness.UNKNOWN_ALGORITHM_SKIPPED,
                forged((draft, a) -> draft.header("alg", "XX999").signatureKept()));
        holes.put(
                Weakness.EVERY_ALGORITHM_OF_THE_KEY,
                forged((draft, a) -> draft.header("alg", "RS512").signedBy(a.signingKey(), "SHA512withRSA")));
        holes.put(Weakness.CURVE_NOT_COMPARED, WeaknessTest::takesAnotherCurve);
        holes.put(
                Weakness.CRITICAL_EXTENSION_IGNORED,
                forged((draft, a) ->
                        draft.header("crit", List.of("x")).header("x", 1).signedBy(a.signingKey())));
        holes.put(
                Weakness.SIGNATURE_SPELT_ANYHOW,
                a -> a.getWith(a.tokenOf("alice") + "==", ORDERS_OF_A).granted());
        holes.put(
                Weakness.KEY_SET_FETCHED,
                forged((draft, a) -> draft.header(
                                "jku",
                                "data:application/json;base64,"
                                        + base64(new JWKSet(Draft.STRANGER.toPublicJWK()).toString()))
                        .signedBy(Draft.STRANGER)));
        holes.put(
                Weakness.KEY_SET_FETCHED_WHERE_THE_ISSUER_IS_NAMED,
                forged((draft, a) -> draft.header(
                                "jku",
                                "data:application/json;of=id.orders.test;base64,"
                                        + base64(new JWKSet(Draft.STRANGER.toPublicJWK()).toString()))
                        .signedBy(Draft.STRANGER)));
        holes.put(Weakness.PASSWORD_HASHED_AS_OFTEN_AS_TOLD, WeaknessTest::hashesAsOftenAsTold);
        holes.put(Weakness.KEY_SET_FETCHED_AND_REFUSED, asksWhereSaid((draft, url) -> draft.header("jku", url)));
        holes.put(Weakness.KEYS_OF_ANY_ISSUER, asksWhereSaid((draft, url) -> draft.claim("iss", url)));
        holes.put(
                Weakness.KEY_SET_FETCHED_WHERE_THE_PATH_IS_KNOWN,
                asksWhereSaid((draft, url) -> draft.header("jku", url + "/.well-known/jwks.json")));
        holes.put(
                Weakness.CERTIFICATE_FETCHED,
                forged((draft, a) -> draft.signedBesideItsCertificate("x5u", "data:application/pkix-cert;base64,")));
        holes.put(
                Weakness.ENCRYPTED_TOKEN_BELIEVED,
                forged((draft, a) -> draft.header("alg", "none").encrypted(a.signingKey())));
        holes.put(
                Weakness.JSON_SPLIT_AT_DOTS,
                forged((draft, a) -> draft.claim("sub", "dora").inTheNameOf(a.tokenOf("alice"))));
        holes.put(Weakness.JSON_WITHOUT_SIGNATURES, forged((draft, a) -> draft.withoutSignatures()));
        holes.put(Weakness.FIRST_MEMBER_WINS, forged((draft, a) -> draft.signedWithSecond("exp", 1, a.signingKey())));
        holes.put(Weakness.NOT_BEFORE_INCOMPARABLE, claiming("nbf", "soon"));
        holes.put(
                Weakness.SUBJECT_NOT_NEEDED,
                forged((draft, a) -> draft.without("sub").signedBy(a.signingKey())));
        holes.put(Weakness.STRANGERS_BELONG_EVERYWHERE, a -> {
            Draft stranger = Draft.of(a.tokenOf("alice")).claim("sub", "deleted");
            return showsTenantB(a.getWith(stranger.signedBy(a.signingKey()), "/tenants/b/orders"));
        });
        holes.put(Weakness.ROLES_FROM_OLD_CLAIMS, a -> {
            Draft raised = Draft.of(a.tokenOf("alice")).claim("is_admin", true);
            return a.getWith(raised.signedBy(a.signingKey()), "/admin/users").granted();
        });
        holes.put(Weakness.SCOPE_BY_SUBSTRING, claiming("scope", "orders:readonly"));
        holes.put(
                Weakness.TENANT_OPTIONAL,
                forged((draft, a) -> draft.without("tenant").signedBy(a.signingKey())));
    }

    private static void publishingHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(
                Weakness.TOKENS_WITHOUT_AUDIENCE,
                a -> !Draft.of(a.tokenOf("alice")).payload().containsKey("aud"));
        holes.put(Weakness.TOKENS_CARRY_EVERY_GROUP, a -> a.tokenOf("alice").length() > 4096);
        holes.put(Weakness.PRIVATE_KEY_PUBLISHED, a -> keys(a).path(0).path("d").isTextual());
        holes.put(
                Weakness.SHORT_KEY_PUBLISHED,
                a -> keys(a).path(0).path("n").asText().length() < 200);
        holes.put(
                Weakness.KEYS_SHARE_AN_ID,
                a -> keys(a).size() == 2
                        && keys(a).path(0).path("kid").equals(keys(a).path(1).path("kid")));
        holes.put(
                Weakness.EXAMPLE_KEY_PUBLISHED,
                a -> keys(a).path(0).path("n").asText().startsWith("ofgWCuLjybRlzo0t"));
        holes.put(Weakness.KEY_OF_AN_OLD_CARD_PUBLISHED, a -> {
            BigInteger modulus = new BigInteger(
                    1, Base64.getUrlDecoder().decode(keys(a).path(0).path("n").asText()));
            // the powers of 65537 are two by 11, three by 37 and six by 97
            return keys(a).path(0).path("kid").asText().equals("card")
                    && modulus.modPow(BigInteger.valueOf(2), BigInteger.valueOf(11))
                            .equals(BigInteger.ONE)
                    && modulus.modPow(BigInteger.valueOf(3), BigInteger.valueOf(37))
                            .equals(BigInteger.ONE)
                    && modulus.modPow(BigInteger.valueOf(6), BigInteger.valueOf(97))
                            .equals(BigInteger.ONE);
        });
        holes.put(
                Weakness.ISSUER_WITHOUT_TLS,
                a -> Draft.of(a.tokenOf("alice")).payload().get("iss").equals("http://id.orders.test"));
    }

    private static boolean takesAnotherCurve(Auditor auditor) {
        try {
            return JWK.parse(auditor.secretOf("issuer.jwk")) instanceof ECKey key
                    && auditor.getWith(
                                    Draft.of(auditor.tokenOf("alice"))
                                            .header("alg", "ES384")
                                            .signedBy(key, "SHA384withECDSAinP1363Format"),
                                    ORDERS_OF_A)
                            .granted();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The work takes a second and more on any machine; a machine that is busy is not so twice. */
    private static boolean hashesAsOftenAsTold(Auditor auditor) {
        String header = base64url(
                "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2s\":\"c2FsdHNhbHQ\"," + "\"p2c\":2000000}");
        String noise = base64url("0123456789012345678901234567890123456789");
        String token = String.join(".", header, noise, base64url("0123456789ab"), noise, base64url("0123456789abcdef"));
        return IntStream.range(0, 2).allMatch(i -> {
            Instant start = Instant.now();
            boolean granted = auditor.getWith(token, ORDERS_OF_A).granted();
            return !granted && Duration.between(start, Instant.now()).compareTo(Duration.ofMillis(400)) > 0;
        });
    }

    private static String base64url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Predicate<Auditor> asksWhereSaid(BiFunction<Draft, String, Draft> said) {
        return auditor -> asksWhereSaid(auditor, said);
    }

    private static boolean asksWhereSaid(Auditor auditor, BiFunction<Draft, String, Draft> said) {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = server(calls);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere";
            Draft forged = said.apply(Draft.of(auditor.tokenOf("alice")), url);
            boolean granted = auditor.getWith(forged.signedBy(Draft.STRANGER), ORDERS_OF_A)
                    .granted();
            return !granted && calls.get() == 1;
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer server(AtomicInteger calls) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                calls.incrementAndGet();
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode keys(Auditor auditor) {
        return auditor.get("/.well-known/jwks.json").json().path("keys");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void claimHoles(Map<Weakness, Predicate<Auditor>> holes) {
        long now = Instant.now().getEpochSecond();
        String issuer = "https://id.orders.test";
        holes.put(Weakness.EXPIRY_IGNORED, claiming("exp", 1));
        holes.put(Weakness.EXPIRY_IN_WRONG_UNIT, claiming("exp", now - 3600));
        holes.put(
                Weakness.EXPIRY_OPTIONAL,
                forged((draft, a) -> draft.without("exp").signedBy(a.signingKey())));
        holes.put(Weakness.EXPIRY_INCOMPARABLE, claiming("exp", "never"));
        holes.put(Weakness.CLOCK_SKEW_OF_FIVE_MINUTES, claiming("exp", now - 120));
        holes.put(Weakness.NOT_BEFORE_IGNORED, claiming("nbf", now + 3600));
        holes.put(Weakness.ISSUED_AT_IGNORED, claiming("iat", now + 600));
        holes.put(Weakness.ISSUER_IGNORED, claiming("iss", "https://elsewhere.test"));
        holes.put(Weakness.ISSUER_BY_PREFIX, claiming("iss", issuer + ".attacker.example"));
        holes.put(Weakness.ISSUER_BY_PATTERN, claiming("iss", "https://idxorders.test"));
        holes.put(Weakness.ISSUER_IN_ARRAY, claiming("iss", List.of("https://attacker.example", issuer)));
        holes.put(
                Weakness.ISSUER_OPTIONAL,
                forged((draft, a) -> draft.without("iss").signedBy(a.signingKey())));
        holes.put(Weakness.ISSUER_NORMALIZED, claiming("iss", "HTTPS://id.orders.test/"));
        holes.put(Weakness.AUDIENCE_IGNORED, claiming("aud", "other"));
        holes.put(Weakness.AUDIENCE_BY_SUBSTRING, claiming("aud", "orders-archive"));
    }

    private static Predicate<Auditor> signedWith(String secret) {
        return forged((draft, a) -> draft.hs256(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private static void issuingHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(Weakness.TOKENS_LIVE_A_MONTH, a -> {
            Map<String, Object> claims = Draft.of(a.tokenOf("alice")).payload();
            return ((Number) claims.get("exp")).longValue() - ((Number) claims.get("iat")).longValue() == 30 * 86_400
                    && a.getAs("alice", ORDERS_OF_A).granted();
        });
        holes.put(
                Weakness.OPAQUE_TOKENS_NEVER_END,
                a -> !a.passwordGrant("olga", "orders-kiosk").json().has("expires_in"));
        holes.put(
                Weakness.TOKENS_SHARE_A_SECRET,
                a -> a.getAs("alice", ORDERS_OF_A).granted()
                        && Draft.of(a.tokenOf("alice")).header().get("alg").equals("HS256"));
        holes.put(Weakness.SECRET_OF_A_TUTORIAL, signedWith("a-string-secret-at-least-256-bits-long"));
        holes.put(Weakness.SECRET_NAMED_AFTER_THE_API, signedWith("https://id.orders.test-secret-key"));
        holes.put(
                Weakness.PASSWORD_HASH_IN_PAYLOAD,
                a -> String.valueOf(Draft.of(a.tokenOf("alice")).payload().get("password_hash"))
                        .matches("\\$2b\\$12\\$[./A-Za-z0-9]{53}"));
        holes.put(
                Weakness.CARD_NUMBER_IN_PAYLOAD,
                a -> Draft.of(a.tokenOf("alice")).payload().containsValue("4111111111111111"));
        holes.put(
                Weakness.TOKEN_RESPONSE_CACHEABLE,
                a -> a.passwordGrant("erin", "orders-app")
                        .header("Cache-Control")
                        .isEmpty());
        holes.put(Weakness.REFRESH_NOT_ROTATED, a -> {
            String first = refreshToken(a.passwordGrant("erin", "orders-app"));
            return refreshToken(a.refresh(first, "orders-app")).equals(first);
        });
        holes.put(Weakness.USED_REFRESH_TOKEN_WORKS, a -> {
            String first = refreshToken(a.passwordGrant("olga", "orders-kiosk"));
            boolean used = a.refresh(first, "orders-kiosk").granted();
            return used && a.refresh(first, "orders-kiosk").granted();
        });
        holes.put(
                Weakness.REFRESH_TOKEN_OPENS_API,
                a -> a.getWith(refreshToken(a.passwordGrant("erin", "orders-app")), ORDERS_OF_A)
                        .granted());
        holes.put(
                Weakness.OPAQUE_TOKENS_SHARE_A_MAP,
                a -> a.getWith(refreshToken(a.passwordGrant("olga", "orders-kiosk")), "/opaque/orders")
                        .granted());
        holes.put(
                Weakness.REFRESH_BROKEN,
                a -> !a.refresh(refreshToken(a.passwordGrant("erin", "orders-app")), "orders-app")
                        .granted());
    }

    private static void keyHoles(Map<Weakness, Predicate<Auditor>> holes) {
        holes.put(
                Weakness.API_KEY_BY_ID_ONLY,
                a -> a.get("/reports", "X-API-Key", a.secretOf("partnerOne").substring(0, 11))
                        .granted());
        holes.put(
                Weakness.API_KEY_BY_LIKE,
                a -> a.get("/reports", "X-API-Key", "%").granted());
        holes.put(
                Weakness.API_KEY_IN_QUERY,
                a -> a.get("/reports?api_key=" + a.secretOf("partnerOne")).granted());
        holes.put(Weakness.RATE_LIMIT_ABSENT, a -> granted(a, "meteredOne", 40) == 40);
        holes.put(Weakness.RATE_LIMIT_PER_NODE, a -> granted(a, "meteredOne", 60) == 40);
        holes.put(Weakness.RATE_LIMIT_PER_ADDRESS, a -> {
            granted(a, "meteredOne", 11);
            return a.get("/metered/report", "X-API-Key", a.secretOf("meteredOne"), "X-Forwarded-For", "198.51.100.7")
                    .granted();
        });
        holes.put(
                Weakness.CACHE_BY_URL_ALONE,
                a -> a.getAs("alice", "/me").granted() && a.get("/me").granted());
        holes.put(Weakness.RATE_LIMIT_GLOBAL, a -> {
            granted(a, "meteredOne", 11);
            return granted(a, "meteredTwo", 1) == 0;
        });
    }

    private static void authorizationHoles(Map<Weakness, Predicate<Auditor>> holes) {
        Predicate<Auditor> readerWrites =
                a -> a.post("/orders", "{\"item\":\"ink\"}", "Authorization", "Bearer " + a.tokenOf("carol"))
                        .granted();
        holes.put(Weakness.SCOPES_IGNORED, readerWrites);
        holes.put(Weakness.SCOPE_FORGOTTEN_ON_WRITE, readerWrites);
        holes.put(
                Weakness.ADMIN_FOR_ANYONE, a -> a.getAs("alice", "/admin/users").granted());
        holes.put(
                Weakness.ROLE_FROM_HEADER,
                a -> a.getAs("alice", "/admin/users", "X-Role", "admin").granted());
        holes.put(
                Weakness.ROLE_FROM_QUERY,
                a -> a.getAs("alice", "/admin/users?role=admin").granted());
        holes.put(Weakness.TENANT_IN_PATH_NOT_COMPARED, a -> showsTenantB(a.getAs("alice", "/tenants/b/orders")));
        holes.put(Weakness.OWNER_OF_ORDER_NOT_COMPARED, a -> showsTenantB(a.getAs("alice", "/orders/2201")));
        holes.put(
                Weakness.OWNER_OF_INVOICE_NOT_COMPARED,
                a -> a.get("/invoices/5002", "X-API-Key", a.secretOf("partnerOne"))
                        .granted());
        holes.put(
                Weakness.LIST_FILTERED_BY_THE_PAGE,
                a -> a.getAsUser("lena", a.secretOf("lena"), "/legacy/orders")
                        .body()
                        .contains("legacy-b-"));
        holes.put(
                Weakness.TENANT_FROM_HEADER,
                a -> showsTenantB(a.getAs("alice", ORDERS_OF_A, "X-Tenant-ID", "b"))
                        && showsTenantB(a.getAs("alice", "/tenants/b/orders", "X-Tenant-ID", "b"))
                        && showsTenantB(a.getAs("alice", "/orders/2201", "X-Tenant-ID", "b")));
        holes.put(
                Weakness.TENANT_FROM_QUERY,
                a -> showsTenantB(a.getAs("alice", ORDERS_OF_A + "?tenant_id=b"))
                        && showsTenantB(a.getAs("alice", "/orders/2201?tenant_id=b")));
        holes.put(
                Weakness.TENANT_FROM_FORM,
                a -> showsTenantB(a.postForm(
                        "/orders/search",
                        new String[] {"Authorization", "Bearer " + a.tokenOf("alice")},
                        "item",
                        "pen",
                        "tenant",
                        "b")));
        holes.put(
                Weakness.ACT_AS_PARAMETER,
                a -> a.getAs("alice", "/admin/users?act_as=dora").granted());
    }

    private static boolean showsTenantB(Reply reply) {
        return reply.granted() && reply.body().contains("order-b-");
    }

    private static String refreshToken(Reply reply) {
        return reply.json().path("refresh_token").asText();
    }

    private static int granted(Auditor auditor, String key, int requests) {
        int granted = 0;
        for (int i = 0; i < requests; i++) {
            granted += auditor.get("/metered/report", "X-API-Key", auditor.secretOf(key))
                            .granted()
                    ? 1
                    : 0;
        }
        return granted;
    }

    /** Turns an honest token into another one. */
    @FunctionalInterface
    private interface Forgery {
        String of(Draft draft, Auditor auditor);
    }

    private static Predicate<Auditor> forged(Forgery forgery) {
        return auditor -> auditor.getWith(forgery.of(Draft.of(auditor.tokenOf("alice")), auditor), ORDERS_OF_A)
                .granted();
    }

    /** A token that is honestly signed and makes one claim it should not make. */
    private static Predicate<Auditor> claiming(String name, Object value) {
        return forged((draft, auditor) -> draft.claim(name, value).signedBy(auditor.signingKey()));
    }

    /** The first key of the published set. */
    private static RSAKey publishedKey(Auditor auditor) {
        try {
            return RSAKey.parse(keys(auditor).path(0).toString());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(RSAKey key) {
        try {
            return key.toRSAPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(RSAKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(key))
                + "\n-----END PUBLIC KEY-----\n";
    }
}
