package dev.postern.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import io.restassured.authentication.AuthenticationScheme;
import io.restassured.authentication.ExplicitNoAuthScheme;
import io.restassured.authentication.NoAuthScheme;
import io.restassured.authentication.PreemptiveBasicAuthScheme;
import io.restassured.authentication.PreemptiveOAuth2HeaderScheme;
import io.restassured.builder.ResponseBuilder;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.FilterContext;
import io.restassured.filter.OrderedFilter;
import io.restassured.http.Cookie;
import io.restassured.http.Cookies;
import io.restassured.http.Headers;
import io.restassured.internal.RequestSpecificationImpl;
import io.restassured.internal.ResponseParserRegistrar;
import io.restassured.internal.ResponseSpecificationImpl;
import io.restassured.internal.TestSpecificationImpl;
import io.restassured.internal.log.LogRepository;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RestAssured as a language only: its last filter hands the request to the door, and no HTTP client of its own is ever
 * made. The only class of Postern that touches RestAssured's, whose first use costs more than a second.
 *
 * <p>The specification is built from its parts and not by {@code RestAssured.given()}: that one merges the static fields
 * of RestAssured, which the user's own tests in the same JVM may have set.
 */
final class RestAssuredBridge implements OrderedFilter {

    private final Door.Sender sender;

    private RestAssuredBridge(Door.Sender sender) {
        this.sender = sender;
    }

    static RequestSpecification given(URI baseUrl, Door.Sender sender) {
        var origin = Origin.of(baseUrl);
        var config = RestAssuredConfig.newConfig()
                .redirect(RedirectConfig.redirectConfig().followRedirects(false))
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders())
                .encoderConfig(EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .defaultContentCharset(UTF_8));
        var log = new LogRepository();
        var parsers = new ResponseParserRegistrar();
        var request = new RequestSpecificationImpl(
                origin.scheme() + "://" + origin.host(),
                origin.port(),
                baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath(),
                new ExplicitNoAuthScheme(),
                List.of(),
                null,
                true,
                config,
                log,
                null,
                true,
                false);
        var response = new ResponseSpecificationImpl("", null, parsers, config, log);
        new TestSpecificationImpl(request, response);
        return request.filter(new RestAssuredBridge(sender));
    }

    /** Last, so that every other filter has had its say. */
    @Override
    public int getOrder() {
        return Integer.MAX_VALUE;
    }

    /** Sends through the door; never goes on to RestAssured's own client. */
    @Override
    public Response filter(
            FilterableRequestSpecification spoken, FilterableResponseSpecification expected, FilterContext context) {
        var exchange = sender.send(wireRequest(spoken));
        if (exchange.answer() instanceof Unanswered unanswered) {
            throw new UnansweredException(unanswered);
        }
        return response(((Answered) exchange.answer()).response());
    }

    private static WireRequest wireRequest(FilterableRequestSpecification spoken) {
        if (!spoken.getMultiPartParams().isEmpty()) {
            throw new IllegalArgumentException(
                    "multipart bodies do not go through given(); build the body and use send(step, request)");
        }
        var uri = URI.create(spoken.getURI());
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var headers = new ArrayList<Header>();
        spoken.getHeaders()
                .forEach(h -> headers.add(new Header(h.getName(), h.getValue() == null ? "" : h.getValue())));
        authorization(spoken.getAuthenticationScheme()).ifPresent(headers::add);
        if (spoken.getCookies().size() > 0) {
            headers.add(new Header(
                    "Cookie",
                    spoken.getCookies().asList().stream()
                            .map(c -> c.getName() + "=" + c.getValue())
                            .collect(Collectors.joining("; "))));
        }
        return new WireRequest(
                Origin.of(uri),
                spoken.getMethod(),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                headers,
                body(spoken));
    }

    /** Credentials that RestAssured would have added only when its own client sends. */
    private static Optional<Header> authorization(AuthenticationScheme scheme) {
        if (scheme instanceof PreemptiveBasicAuthScheme basic) {
            return Optional.of(new Header("Authorization", basic.generateAuthToken()));
        }
        if (scheme instanceof PreemptiveOAuth2HeaderScheme bearer) {
            return Optional.of(new Header("Authorization", "Bearer " + bearer.getAccessToken()));
        }
        if (scheme instanceof NoAuthScheme || scheme instanceof ExplicitNoAuthScheme) {
            return Optional.empty();
        }
        throw new IllegalArgumentException("this kind of auth() does not go through given(); use auth().preemptive(),"
                + " auth().oauth2(token) or a header");
    }

    private static Content body(FilterableRequestSpecification spoken) {
        Object body = spoken.getBody();
        if (body == null) {
            return Content.of(form(spoken));
        }
        try {
            if (body instanceof byte[] bytes) {
                return Content.of(bytes);
            }
            if (body instanceof File file) {
                return Content.of(Files.readAllBytes(file.toPath()));
            }
            if (body instanceof InputStream in) {
                return Content.of(in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be read", e);
        }
        return Content.of(body.toString());
    }

    /** RestAssured merges {@code param()} of a POST into the form; values of one name may be a list. */
    private static String form(FilterableRequestSpecification spoken) {
        var isGet = spoken.getMethod().equals("GET");
        return Stream.<Map<String, ?>>of(isGet ? Map.of() : spoken.getRequestParams(), spoken.getFormParams())
                .flatMap(m -> m.entrySet().stream())
                .flatMap(e -> values(e.getValue()).map(v -> encode(e.getKey()) + "=" + encode(v)))
                .collect(Collectors.joining("&"));
    }

    private static Stream<Object> values(Object value) {
        return value instanceof Collection<?> many ? many.stream().map(Object.class::cast) : Stream.of(value);
    }

    private static String encode(Object text) {
        return URLEncoder.encode(String.valueOf(text), UTF_8);
    }

    private static Response response(WireResponse response) {
        var headers = response.headers().stream()
                .map(h -> new io.restassured.http.Header(h.name(), h.value()))
                .toList();
        var built = new ResponseBuilder()
                .setStatusCode(response.status())
                .setStatusLine("HTTP/1.1 " + response.status())
                .setHeaders(new Headers(headers))
                .setCookies(new Cookies(response.headers("Set-Cookie").stream()
                        .map(RestAssuredBridge::cookie)
                        .toList()))
                .setBody(response.body().bytes());
        response.header("Content-Type").ifPresent(built::setContentType);
        return built.build();
    }

    /** RFC 6265 5.2, as far as assertions ask for it. */
    private static Cookie cookie(String field) {
        var parts = field.split(";", -1);
        var pair = parts[0].split("=", 2);
        var cookie = new Cookie.Builder(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
        for (var i = 1; i < parts.length; i++) {
            var attribute = parts[i].strip().split("=", 2);
            var value = attribute.length > 1 ? attribute[1] : "";
            switch (attribute[0].toLowerCase(Locale.ROOT)) {
                case "secure" -> cookie.setSecured(true);
                case "httponly" -> cookie.setHttpOnly(true);
                case "samesite" -> cookie.setSameSite(value);
                case "path" -> cookie.setPath(value);
                case "domain" -> cookie.setDomain(value);
                default -> {
                    // Lifetimes are read from the header itself.
                }
            }
        }
        return cookie.build();
    }
}
