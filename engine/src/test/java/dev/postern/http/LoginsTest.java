package dev.postern.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.http.Content;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginsTest {

    private static final Origin ORIGIN = Origin.of(URI.create("http://localhost:1"));

    private static Identity identity(String name, Obtain obtain) {
        return new Identity(
                name, "basic", Optional.empty(), Set.of(), Set.of(), Map.of(), List.of(), obtain, Targets.NOWHERE);
    }

    private final Logins logins = new Logins(Targets.at(URI.create("http://localhost:1"))
            .with(
                    identity("ann", new Obtain.UserPassword("Ann", Secret.of("s3cret:word"))),
                    identity(
                            "web",
                            new Obtain.Login(
                                    List.of(
                                            new Obtain.Step(
                                                    "POST",
                                                    "/login",
                                                    "application/x-www-form-urlencoded",
                                                    Obtain.Template.of("user=web&password=right"),
                                                    false),
                                            new Obtain.Step(
                                                    "POST",
                                                    "/code",
                                                    "application/x-www-form-urlencoded",
                                                    Obtain.Template.of("code={totp}"),
                                                    true)),
                                    Optional.empty())))
            .target());

    private static WireRequest with(String scheme, String pair) {
        return WireRequest.of(ORIGIN, "GET", "/")
                .plus(
                        "Authorization",
                        scheme + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static WireRequest post(String path, String body) {
        return WireRequest.of(ORIGIN, "POST", path).withBody(Content.of(body));
    }

    private Optional<Boolean> isRight(WireRequest request) {
        return logins.in(request).map(Logins.Login::right);
    }

    @Test
    void a_wrong_password_of_a_known_user_is_a_failed_login_behind_any_scheme_and_in_any_case_of_the_name() {
        assertThat(isRight(with("Basic ", "Ann:s3cret:word"))).contains(true);
        assertThat(isRight(with("Basic ", "Ann:s3cret"))).contains(false);
        assertThat(isRight(with("Basic ", "ann:S3CRET:word"))).contains(false);
        assertThat(isRight(with("Basic ", "Ann"))).contains(false);
        assertThat(isRight(with("Foo ", "Ann:x"))).contains(false);
        assertThat(isRight(with("", "Ann:x"))).contains(false);
    }

    @Test
    void other_users_and_other_credentials_are_none() {
        assertThat(isRight(with("Basic ", "bob:s3cret:word"))).isEmpty();
        assertThat(isRight(WireRequest.of(ORIGIN, "GET", "/").plus("Authorization", "Bearer a.b.c")))
                .isEmpty();
        assertThat(isRight(WireRequest.of(ORIGIN, "GET", "/"))).isEmpty();
        assertThat(isRight(post("/orders", "assignee=Ann"))).isEmpty();
    }

    @Test
    void a_step_of_a_login_with_another_body_than_the_right_one_is_a_failed_login_of_the_identity() {
        assertThat(isRight(post("/login", "user=web&password=right"))).contains(true);
        assertThat(isRight(post("/login", "user=web&password=wrong"))).contains(false);
        assertThat(isRight(post("/code", "code=123456"))).contains(true);
        assertThat(isRight(post("/code", "code="))).contains(false);
    }

    @Test
    void a_pair_that_code_gives_is_learnt_when_it_is_granted() {
        assertThat(isRight(with("Basic ", "eve:wrong"))).isEmpty();

        logins.learn(with("Basic ", "eve:right"));

        assertThat(isRight(with("Basic ", "eve:wrong"))).contains(false);
    }

    @Test
    void a_granted_token_is_no_pair_of_which_another_token_would_be_a_failed_login() {
        logins.learn(with("Bearer ", "{\"alg\":\"RS256\"}.one"));

        assertThat(isRight(with("Bearer ", "{\"alg\":\"RS256\"}.two"))).isEmpty();
    }
}
