package dev.postern.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestAssuredBridgeTest {

    private RecordingServer server;
    private Door door;

    @BeforeEach
    void open() throws Exception {
        server = new RecordingServer(talk -> {
            while (talk.read()) {
                talk.send("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX: 1\r\nX: 2\r\n"
                        + "Set-Cookie: sid=abc; Path=/\r\nContent-Length: 14\r\n\r\n{\"id\":\"o-471\"}");
            }
        });
        door = Door.open(Targets.at(URI.create(server.url() + "/v1")).target());
    }

    @AfterEach
    void close() {
        door.close();
        server.close();
        RestAssured.reset();
    }

    private String sent() {
        return server.requests.get(server.requests.size() - 1);
    }

    @Test
    void path_and_query_parameters_are_encoded_once() {
        door.given().queryParam("q", "a b&c").queryParam("n", 1, 2).get("/orders/{id}", "x/y");

        assertThat(sent()).startsWith("GET /v1/orders/x%2Fy?q=a%20b%26c&n=1&n=2 HTTP/1.1\r\n");
    }

    @Test
    void form_is_encoded_as_utf_8() {
        door.given().formParam("user", "é&a").formParam("many", "1", "2").post("/login");

        assertThat(sent())
                .startsWith("POST /v1/login HTTP/1.1")
                .containsIgnoringCase("Content-Type: application/x-www-form-urlencoded")
                .endsWith("\r\n\r\nuser=%C3%A9%26a&many=1&many=2");
    }

    @Test
    void json_body_goes_out_as_said() {
        door.given().contentType(ContentType.JSON).body(Map.of("a", 1)).put("/orders/1");

        assertThat(sent())
                .startsWith("PUT /v1/orders/1")
                .contains("Content-Type: application/json\r\n")
                .endsWith("{\"a\":1}");
    }

    @Test
    void nothing_of_another_http_client_is_added() {
        door.given()
                .header("authorization", "Bearer x")
                .header("Authorization", "Bearer y")
                .get("/orders");

        assertThat(sent())
                .isEqualTo("GET /v1/orders HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                        + "\r\nauthorization: Bearer x\r\nAuthorization: Bearer y\r\nAccept: */*\r\n\r\n");
    }

    @Test
    void cookies_and_credentials_of_the_language_arrive() {
        door.given()
                .cookie("a", "1")
                .cookie("b", "2")
                .auth()
                .preemptive()
                .basic("u", "p")
                .get("/");
        assertThat(sent()).contains("Cookie: a=1; b=2\r\n", "Authorization: Basic dTpw\r\n");

        door.given().auth().oauth2("tok").get("/");
        assertThat(sent()).contains("Authorization: Bearer tok\r\n");
    }

    @Test
    void kinds_of_auth_that_would_be_lost_are_refused() {
        assertThatThrownBy(() -> door.given().auth().digest("u", "p").get("/")).hasMessageContaining("preemptive");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void answer_is_read_in_the_language_too() {
        var response = door.given()
                .get("/orders")
                .then()
                .statusCode(201)
                .body("id", equalTo("o-471"))
                .extract();

        assertThat(response.headers().getValues("X")).containsExactly("1", "2");
        assertThat(response.cookie("sid")).isEqualTo("abc");
    }

    @Test
    void when_and_then_work_as_in_any_test() {
        door.given().when().get("/orders").then().assertThat().statusCode(201);
    }

    @Test
    void what_is_set_in_static_fields_does_not_leak_in() {
        var seen = new AtomicInteger();
        RestAssured.requestSpecification = new RequestSpecBuilder()
                .addHeader("X-Global", "1")
                .addCookie("g", "1")
                .build();
        RestAssured.filters((request, response, context) -> {
            seen.incrementAndGet();
            return context.next(request, response);
        });
        RestAssured.baseURI = "http://elsewhere.test";
        RestAssured.basePath = "/other";
        RestAssured.port = 1;
        RestAssured.proxy("localhost", 2);
        RestAssured.authentication = RestAssured.oauth2("global");
        RestAssured.urlEncodingEnabled = false;
        RestAssured.responseSpecification = new io.restassured.builder.ResponseSpecBuilder()
                .expectStatusCode(999)
                .build();

        door.given().queryParam("q", "a b").when().get("/orders").then().statusCode(201);

        assertThat(sent()).startsWith("GET /v1/orders?q=a%20b HTTP/1.1").doesNotContain("global", "Global", "g=1");
        assertThat(seen).hasValue(0);
        assertThat(RestAssured.filters()).hasSize(1);
    }

    @Test
    void an_absolute_url_meets_the_allow_list() {
        assertThatThrownBy(() -> door.given().get("http://elsewhere.test/steal"))
                .isInstanceOfSatisfying(
                        UnansweredException.class,
                        e -> assertThat(e.answer().failure()).isEqualTo(Failure.HOST_NOT_ALLOWED));
    }

    @Test
    void nothing_goes_round_the_door() {
        var seen = new ArrayList<Exchange>();
        var spoken = door.given(request -> {
            var exchange = door.send(request);
            seen.add(exchange);
            return exchange;
        });
        spoken.get("/a");
        door.close();

        assertThat(seen).hasSize(1);
        assertThatThrownBy(() -> door.given().get("/b"))
                .isInstanceOfSatisfying(
                        UnansweredException.class,
                        e -> assertThat(e.answer().failure()).isEqualTo(Failure.STOPPED));
        assertThat(server.requests).hasSize(1);
        assertThat(door.sent()).isEqualTo(1);
    }

    @Test
    void redirects_are_not_followed() throws Exception {
        try (var redirecting = new RecordingServer(talk -> {
                    while (talk.read()) {
                        talk.send("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                var other = Door.open(Targets.at(redirecting.url()).target())) {
            other.given().get("/").then().statusCode(302);

            assertThat(redirecting.requests).hasSize(1);
        }
    }

    @Test
    void no_class_of_rest_assured_is_loaded_before_it_is_asked_for() throws Exception {
        var loaded = new ArrayList<String>();
        var path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri())
                .toArray(URI[]::new);
        var urls = new URL[path.length];
        for (var i = 0; i < path.length; i++) {
            urls[i] = path[i].toURL();
        }
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                loaded.add(name);
                return super.findClass(name);
            }
        }) {
            var main = loader.loadClass(PlainUse.class.getName()).getDeclaredMethod("send", URI.class);
            main.setAccessible(true);
            assertThat(main.invoke(null, server.url())).isEqualTo(true);
        }

        assertThat(loaded).contains(Door.class.getName()).noneMatch(name -> name.contains("restassured"));
    }

    /** Runs in a class loader of its own. */
    static final class PlainUse {
        static boolean send(URI url) {
            try (var plain = Door.open(Targets.at(url).target())) {
                return plain.send(WireRequest.of(Origin.of(url), "GET", "/")).hasStatus(201);
            }
        }
    }
}
