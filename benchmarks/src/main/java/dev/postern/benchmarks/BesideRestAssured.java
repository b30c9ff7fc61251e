package dev.postern.benchmarks;

import io.restassured.RestAssured;
import io.restassured.config.SSLConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.IntStream;

/** What a request costs in an audit, beside a hand-written RestAssured test that sends as many, one after the other. */
public final class BesideRestAssured {

    private static final int ROUNDS = 3;

    private BesideRestAssured() {}

    /** Prints one line a round, then the median ratio. */
    public static void main(String[] arguments) throws Exception {
        try (var trial = Trial.open()) {
            var token = token(trial);
            trial.audit(1);
            handWritten(trial, token, 200); // both warm
            var ratios = IntStream.range(0, ROUNDS)
                    .mapToDouble(round -> {
                        var audit = trial.audit(1);
                        var test = handWritten(trial, token, audit.requests());
                        var ratio = (double) audit.wall().toMillis() / test.toMillis();
                        System.out.printf(
                                "%d requests: %.2f s by Postern with verdicts and reports, %.2f s by RestAssured: %.2f%n",
                                audit.requests(), audit.wall().toMillis() / 1000.0, test.toMillis() / 1000.0, ratio);
                        return ratio;
                    })
                    .sorted()
                    .toArray();
            System.out.printf("median: %.2f%n", ratios[ROUNDS / 2]);
        }
    }

    private static RequestSpecification given(Trial trial) {
        return RestAssured.given()
                .config(RestAssured.config()
                        .sslConfig(
                                SSLConfig.sslConfig().relaxedHTTPSValidation().allowAllHostnames()))
                .baseUri(trial.api().https().toString());
    }

    private static String token(Trial trial) throws Exception {
        var secret = Files.readString(trial.folder().resolve("secrets/alice")).strip();
        return given(trial)
                .auth()
                .preemptive()
                .basic("alice", secret)
                .contentType(ContentType.URLENC)
                .formParam("grant_type", "client_credentials")
                .post("/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** Every twentieth request is a control with the valid token; the rest carry a tampered one. */
    private static Duration handWritten(Trial trial, String token, int requests) {
        var start = System.nanoTime();
        for (var i = 0; i < requests; i++) {
            var valid = i % Trial.OPERATIONS == 0;
            given(trial)
                    .header("Authorization", "Bearer " + (valid ? token : token + i))
                    .get("/tenants/a/orders?page=" + i % Trial.OPERATIONS)
                    .then()
                    .statusCode(valid ? 200 : 401);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
