package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Scope and role checks where the target file has a signing key and nobody who lacks the right. */
class MintedRightsTest {

    private static final String KEY_TEXT = "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + "q".repeat(43) + "\"}";
    private static final SigningKey KEY = SigningKey.parse(KEY_TEXT);

    private static final Scheme SCHEME = scheme("scope", "realm_access/roles");
    private static final Identity ROOT = FakeTarget.person("root", SCHEME)
            .scopes("orders:read", "orders:write")
            .roles("admin")
            .build();

    private final ScopeEnforced scope = new ScopeEnforced();
    private final AdminDenied role = new AdminDenied();

    @Test
    void they_are_used_only_where_nobody_alive_lacks_the_right() {
        var lacking = FakeTarget.person("reader", SCHEME)
                .scopes("orders:list")
                .roles("admin")
                .build();
        var elsewhere = FakeTarget.get("/lists", SCHEME).scopes("orders:list").build();

        assertThat(planned(scope, target(ROOT), SCHEME)).isEqualTo(new Applicability.Applies(Party.of(ROOT)));
        assertThat(planned(scope, target(ROOT).and(lacking), SCHEME))
                .isEqualTo(new Applicability.Applies(Party.of(ROOT)));
        assertThat(planned(scope, target(ROOT).and(lacking).and(elsewhere), SCHEME))
                .isEqualTo(new Applicability.Applies(Party.of(ROOT, lacking)));
    }

    @Test
    void a_target_that_reads_the_scope_passes_and_one_that_does_not_fails() {
        assertThat(subject(claims -> scopes(claims).contains("orders:write")).outcome(scope))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(claims -> true).outcome(scope)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_target_that_asks_for_any_scope_at_all_fails() {
        assertThat(subject(claims -> !scopes(claims).isEmpty()).outcome(scope)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void roles_are_found_in_nested_claims() {
        assertThat(subject(claims -> roles(claims).contains("admin")).outcome(role))
                .isEqualTo(Outcome.PASS);
        assertThat(subject(claims -> true).outcome(role)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void each_goes_beside_an_honest_twin_and_keeps_the_other_scopes() {
        var attempts = scope.attempts(subject(claims -> true)).toList();

        assertThat(attempts).allMatch(a -> a.twin().isPresent());
        assertThat(attempts.stream()
                        .map(MintedRightsTest::claims)
                        .map(c -> c.get("scope").asText()))
                .containsExactly("orders:read", "");
    }

    @Test
    void says_so_where_the_token_has_no_such_claim() {
        var other = scheme("scp", "roles");
        var root = FakeTarget.person("root", other).scopes("orders:write").build();
        var subject = FakeSubject.of(
                        FakeTarget.of(other)
                                .and(FakeTarget.get("/report", other)
                                        .scopes("orders:write")
                                        .build())
                                .and(root),
                        root,
                        r -> new WireResponse(200, List.of(), Content.NONE, false))
                .credential(root, token());

        assertThatThrownBy(() -> scope.attempts(subject).toList())
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("no claim \"scp\"")
                .hasMessageContaining("`claims:`");
    }

    private static FakeTarget target(Identity identity) {
        return FakeTarget.of(SCHEME)
                .and(FakeTarget.get("/report", SCHEME)
                        .scopes("orders:write")
                        .roles("admin")
                        .build())
                .and(identity);
    }

    private static FakeSubject subject(Predicate<JsonNode> rule) {
        return FakeSubject.of(target(ROOT), ROOT, request -> answer(request, rule))
                .credential(ROOT, token());
    }

    private static WireResponse answer(WireRequest request, Predicate<JsonNode> rule) {
        var granted = request.header("Authorization").isPresent() && rule.test(claims(request));
        return new WireResponse(granted ? 200 : 403, List.of(), Content.of("{}"), false);
    }

    private static String token() {
        return Draft.ofClaims(Map.of(
                        "sub",
                        "root",
                        "iat",
                        Instant.now(),
                        "exp",
                        Instant.now().plusSeconds(600),
                        "scope",
                        "orders:read orders:write",
                        "realm_access",
                        Map.of("roles", List.of("admin", "user"))))
                .sign(KEY)
                .text();
    }

    private static JsonNode claims(Attempt attempt) {
        return claims(attempt.request());
    }

    private static JsonNode claims(WireRequest request) {
        return Draft.from(request.header("Authorization").orElseThrow().substring("Bearer ".length()))
                .claims();
    }

    private static Set<String> scopes(JsonNode claims) {
        return Set.of(claims.get("scope").asText().split(" ")).stream()
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Set<String> roles(JsonNode claims) {
        return StreamSupport.stream(claims.at("/realm_access/roles").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Scheme scheme(String scopes, String roles) {
        return new Scheme.BearerJwt(
                "tokens",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Secret.of(KEY_TEXT)),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                true,
                new Scheme.ClaimNames(scopes, roles, "tenant"),
                Optional.empty(),
                Optional.empty());
    }
}
