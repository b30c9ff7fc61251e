package dev.postern.samples;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Cookie;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The two ports of the API, HTTPS and HTTP. WireMock speaks HTTP; {@link Api} decides every answer. */
final class Listener {
    static final String KEY_STORE = "dev/postern/samples/sample-localhost.p12";
    static final String KEY_STORE_PASSWORD = "sample-only";

    private static final int CONTAINER_THREADS = 20;
    private static final long STOP_MILLIS = 200;

    private final Api api;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<Duration> delay = new AtomicReference<>(Duration.ZERO);
    private final WireMockServer server;

    private Listener(Api api) {
        this.api = api;
        this.server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(KEY_STORE)
                .keystorePassword(KEY_STORE_PASSWORD)
                .keyManagerPassword(KEY_STORE_PASSWORD)
                .http2PlainDisabled(true)
                .http2TlsDisabled(true)
                .containerThreads(CONTAINER_THREADS)
                .jettyAcceptors(1)
                .jettyStopTimeout(STOP_MILLIS)
                .asynchronousResponseEnabled(false)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .stubCorsEnabled(false)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                // The server's own remote control would be a back door of the sample.
                .adminAuthenticator(request -> false)
                .httpServerFactory(TerseHttpServer::new)
                .extensionScanningEnabled(false)
                .extensions(new Answering()));
    }

    static Listener start(Api api) {
        Listener listener = new Listener(api);
        listener.server.start();
        listener.server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
        return listener;
    }

    int httpsPort() {
        return server.httpsPort();
    }

    int httpPort() {
        return server.port();
    }

    int requestCount() {
        return requests.get();
    }

    void delayEach(Duration each) {
        delay.set(each);
    }

    void stop() {
        server.stop();
    }

    /** Replaces the stub's response as a whole, the headers by which WireMock makes itself known included. */
    private final class Answering implements ResponseTransformerV2 {
        @Override
        public String getName() {
            return "orders-api";
        }

        @Override
        public Response transform(Response stubbed, ServeEvent event) {
            requests.incrementAndGet();
            Answer answer = api.answer(call(event.getRequest()));
            List<HttpHeader> headers = new ArrayList<>();
            answer.headers().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
            headers.add(new HttpHeader("X-Content-Type-Options", "nosniff"));
            headers.add(new HttpHeader(
                    "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))));
            return Response.response()
                    .configured(true)
                    .status(answer.status())
                    .headers(new HttpHeaders(headers))
                    .body(answer.body())
                    .incrementInitialDelay(delay.get().toMillis())
                    .build();
        }
    }

    private static Call call(LoggedRequest request) {
        String url = request.getUrl();
        int question = url.indexOf('?');
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.computeIfAbsent(header.key().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .addAll(header.values());
        }
        Map<String, String> cookies = new HashMap<>();
        for (Map.Entry<String, Cookie> cookie : request.getCookies().entrySet()) {
            cookies.put(cookie.getKey(), cookie.getValue().getValue());
        }
        return new Call(
                request.getMethod().getName(),
                question < 0 ? url : url.substring(0, question),
                question < 0 ? Map.of() : Call.parameters(url.substring(question + 1)),
                headers,
                cookies,
                request.getBodyAsString(),
                request.getScheme().equals("https"));
    }
}
