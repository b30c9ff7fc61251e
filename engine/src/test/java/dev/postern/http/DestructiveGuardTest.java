package dev.postern.http;

import static dev.postern.http.Targets.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestructiveGuardTest {

    private static final Targets TARGETS = Targets.at(URI.create("https://api.test/v1"))
            .with(
                    new Scheme.BearerOpaque(
                            "t",
                            Optional.of(URI.create("https://id.test/token")),
                            Duration.ofHours(1),
                            Optional.empty()),
                    new Scheme.BearerOpaque(
                            "own", Optional.of(URI.create("/oauth2/token")), Duration.ofHours(1), Optional.empty()),
                    new Scheme.Basic("b", Optional.of(URI.create("http://api.test:8080")), Optional.empty()))
            .with(new Identity(
                    "alice",
                    "t",
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    List.of(),
                    new Obtain.Login(
                            List.of(new Obtain.Step("POST", "/login?next=x", "", Obtain.Template.of(""), false)),
                            Optional.empty()),
                    Targets.NOWHERE))
            .guarding(
                    operation("GET", "/orders/{id}", false),
                    operation("POST", "/orders", false),
                    operation("POST", "/search/", false),
                    operation("PATCH", "/orders/{id}", false),
                    operation("PATCH", "/orders/purge", true),
                    operation("DELETE", "/orders/{id}", true));

    private static Optional<String> objection(Targets targets, WireRequest request) {
        var exchange =
                new DestructiveGuard(targets.target()).pass(request, r -> Link.refusal(r, Failure.RESET, "passed"));
        var answer = (Unanswered) exchange.answer();
        return answer.failure() == Failure.DESTRUCTIVE ? Optional.of(answer.words()) : Optional.empty();
    }

    private static WireRequest request(String method, String url) {
        var start = url.indexOf('/', "https://".length());
        return WireRequest.of(Origin.of(URI.create(url.substring(0, start))), method, url.substring(start));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, https://api.test/v1/anything",
        "get, https://api.test/v1/anything",
        "HEAD, https://api.test/",
        "POST, https://api.test/v1/orders",
        "POST, https://api.test/v1/orders?x=1",
        "POST, https://api.test/v1//orders/",
        "POST, https://api.test/v1/ORDERS",
        "POST, https://api.test/v1/orders;a=b",
        "POST, http://api.test:8080/v1/orders",
        "POST, https://api.test/v1/search/",
        "POST, https://api.test/v1/search",
        "PATCH, https://api.test/v1/orders/17",
        "POST, https://id.test/token",
        "POST, https://api.test/oauth2/token",
        "POST, https://api.test/v1/login"
    })
    void what_the_target_file_calls_harmless_passes(String method, String url) {
        assertThat(objection(TARGETS, request(method, url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, https://api.test/v1/orders/17",
        "delete, https://api.test/v1/orders/17",
        "DELETE, https://api.test/v1/orders/a%2f..%2f17",
        "PATCH, https://api.test/v1/orders/purge",
        "PATCH, https://api.test/v1/orders/PURGE",
        "PATCH, https://api.test/v1/orders/%70urge",
        "PATCH, https://api.test/v1/orders/%2570urge",
        "PATCH, https://api.test/v1/orders/purge;x",
        "PATCH, https://api.test/v1/orders/x/../purge",
        "PATCH, https://api.test/v1/./orders//purge",
        "PUT, https://api.test/v1/orders",
        "FOO, https://api.test/v1/orders",
        "POST, https://api.test/orders",
        "POST, https://api.test/v1/orders/../users",
        "POST, https://other.test/v1/orders",
        "POST, https://id.test/token/revoke",
        "POST, https://api.test/v1/oauth2/token",
        "PUT, https://id.test/token",
        "GET, https://api.test/v1/orders/17?_method=DELETE"
    })
    void whatever_else_may_change_something_is_refused(String method, String url) {
        assertThat(objection(TARGETS, request(method, url))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"X-HTTP-Method-Override, DELETE", "x-method-override, PUT", "X-HTTP-Method, delete"})
    void an_override_of_the_method_counts_as_the_method(String name, String value) {
        assertThat(objection(
                        TARGETS, request("GET", "https://api.test/v1/orders/17").plus(name, value)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"DELETE, https://api.test/v1/orders/17", "FOO, https://api.test/x"})
    void everything_passes_where_the_target_file_allows_it(String method, String url) {
        assertThat(objection(Targets.at(URI.create("https://api.test/v1")), request(method, url)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, https://api.test/v1/orders/17, destructive: false",
        "PUT, https://api.test/v1/x, destructive: allow"
    })
    void refusal_says_what_would_allow_it(String method, String url, String way) {
        assertThat(objection(TARGETS, request(method, url)).orElseThrow()).contains(way);
    }
}
