package dev.postern.inspection;

import static dev.postern.api.check.Severity.HIGH;
import static dev.postern.api.check.Severity.INFO;
import static dev.postern.api.check.Severity.LOW;
import static dev.postern.api.check.Severity.MEDIUM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.api.target.Scheme;
import dev.postern.forge.TokenView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is dubious about a token's times. */
final class TimeRules {
    /** Microseconds since 1970 are beyond this, seconds below it for 3,000 years. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(100_000_000_000L);
    /** Before 1973, which is when no token was issued. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(100_000_000L);

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration VERY_LONG = Duration.ofDays(30);
    /** By how much clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final ObjectNode claims;
    private final TokenView view;
    private final Instant now;
    private final Findings found;

    TimeRules(ObjectNode claims, TokenView view, Instant now, Findings found) {
        this.claims = claims;
        this.view = view;
        this.now = now;
        this.found = found;
    }

    void apply(Optional<Scheme.BearerJwt> scheme) {
        var isSound = List.of("exp", "nbf", "iat").stream()
                .filter(this::isWrong)
                .toList()
                .isEmpty();
        if (!claims.has("exp")) {
            found.add(
                    "exp-missing",
                    HIGH,
                    "The token has no exp",
                    "whoever gets hold of it can use it forever",
                    "set exp",
                    "RFC 9068 2.2");
        }
        if (!claims.has("iat")) {
            found.add("iat-missing", INFO, "The token has no iat", "its age cannot be told", "set iat", "RFC 9068 2.2");
        }
        if (isSound) {
            order();
            lifetime(scheme.map(Scheme.BearerJwt::maxLifetime));
        }
    }

    private boolean isWrong(String name) {
        var value = claims.path(name);
        if (value.isMissingNode()) {
            return false;
        }
        var words = value.isNumber() ? oddNumber(value) : Optional.of("is no number");
        words.ifPresent(odd -> found.add(
                name + "-odd",
                name.equals("exp") ? HIGH : MEDIUM,
                name + " " + odd,
                "receivers read it differently, or not at all",
                "write seconds since 1970 as a number",
                "RFC 7519 2"));
        return words.isPresent();
    }

    private static Optional<String> oddNumber(JsonNode value) {
        var number = value.decimalValue();
        if (number.compareTo(LATEST) > 0) {
            var isMilliseconds = number.compareTo(LATEST.multiply(BigDecimal.valueOf(1000))) < 0;
            return Optional.of(
                    isMilliseconds
                            ? "is in milliseconds: read as seconds it is thousands of years away"
                            : "is no moment: the number is absurd");
        }
        return number.compareTo(EARLIEST) < 0
                ? Optional.of("is before 1973: a span perhaps, and not a moment")
                : Optional.empty();
    }

    private void order() {
        view.exp()
                .filter(exp -> !exp.isAfter(now))
                .ifPresent(exp -> found.add(
                        "exp-past",
                        INFO,
                        "The token expired " + Spans.of(Duration.between(exp, now)) + " ago",
                        "receivers must refuse it",
                        "get a new one",
                        "RFC 7519 4.1.4"));
        view.nbf()
                .filter(nbf -> nbf.isAfter(now.plus(SKEW)))
                .ifPresent(nbf -> found.add(
                        "nbf-future",
                        INFO,
                        "The token is valid in " + Spans.of(Duration.between(now, nbf)) + " only",
                        "receivers must refuse it until then",
                        "wait, or set the issuer's clock",
                        "RFC 7519 4.1.5"));
        view.iat()
                .filter(iat -> iat.isAfter(now.plus(SKEW)))
                .ifPresent(iat -> found.add(
                        "iat-future",
                        LOW,
                        "iat is " + Spans.of(Duration.between(now, iat)) + " in the future",
                        "the issuer's clock is wrong, or this one",
                        "set the clock",
                        "RFC 7519 4.1.6"));
        var start = view.nbf().or(view::iat);
        if (start.isPresent() && view.exp().isPresent() && !view.exp().get().isAfter(start.get())) {
            found.add(
                    "exp-before-start",
                    MEDIUM,
                    "The token ends before it begins",
                    "it is never valid",
                    "set exp after nbf and iat",
                    "RFC 7519 4.1.4");
        }
    }

    private void lifetime(Optional<Duration> longest) {
        if (view.exp().isEmpty()) {
            return;
        }
        var from = view.iat().or(view::nbf).orElse(now);
        var lifetime = Duration.between(from, view.exp().get());
        if (longest.isPresent() && lifetime.compareTo(longest.get()) > 0) {
            found.add(
                    "exp-far",
                    MEDIUM,
                    "The token lives " + Spans.of(lifetime) + "; maxLifetime of the scheme is "
                            + Spans.of(longest.get()),
                    "a stolen one can be used as long",
                    "shorten it, or declare it",
                    "RFC 9068 2.2");
        } else if (longest.isEmpty() && lifetime.compareTo(LONG) > 0) {
            found.add(
                    "exp-far",
                    lifetime.compareTo(VERY_LONG) > 0 ? MEDIUM : LOW,
                    "The token lives " + Spans.of(lifetime),
                    "a stolen one can be used as long",
                    "shorten it to minutes, and renew it",
                    "RFC 6750 5.3");
        }
    }
}
