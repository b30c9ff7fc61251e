package dev.postern.samples;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One thing that must be true of a token's claims. */
@FunctionalInterface
interface ClaimRule {
    String ISSUER = "https://id.orders.test";
    String AUDIENCE = "orders";
    long LEEWAY_SECONDS = 30;

    /** The end of any plausible token: a date beyond it is a mistake or a forgery. */
    long CENTURY_END = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    boolean holds(Jws token, Instant now);

    /** The rules of the hardened API, each in a place of its own so that each can go wrong by itself. */
    enum Subject {
        ISSUER,
        AUDIENCE,
        EXPIRY,
        NOT_BEFORE,
        ISSUED_AT,
        TYPE,
        SUBJECT
    }

    static ClaimRule unchecked() {
        return (token, now) -> true;
    }

    static ClaimRule issuerIsOurs() {
        return issuerIs(ISSUER);
    }

    static ClaimRule issuerIs(String issuer) {
        return (token, now) -> issuer.equals(token.payload().get("iss"));
    }

    /** Any issuer is welcome that publishes keys. */
    static ClaimRule issuerIsAUrl() {
        return (token, now) -> token.payload().get("iss") instanceof String issuer && issuer.matches("https?://.+");
    }

    /** A prefix was enough to tell the tenants' realms of one identity server from each other. */
    static ClaimRule issuerStartsLikeOurs() {
        return (token, now) -> token.payload().get("iss") instanceof String issuer && issuer.startsWith(ISSUER);
    }

    /** A pattern was to tell stages apart, and its dots stand for any character. */
    static ClaimRule issuerMatchesPattern() {
        Pattern pattern = Pattern.compile(ISSUER);
        return (token, now) -> token.payload().get("iss") instanceof String issuer
                && pattern.matcher(issuer).matches();
    }

    /** One comparison for a text and for a list of texts (CVE-2025-30144). */
    static ClaimRule issuerAmongOthers() {
        return (token, now) -> issuerIsOurs().holds(token, now)
                || (token.payload().get("iss") instanceof Collection<?> issuers && issuers.contains(ISSUER));
    }

    /** Old tokens named no issuer, and the check was to spare them. */
    static ClaimRule issuerIsOursIfNamed() {
        return (token, now) ->
                token.payload().get("iss") == null || issuerIsOurs().holds(token, now);
    }

    /** Slashes at the end and the case of letters were taken for differences that do not count. */
    static ClaimRule issuerIsOursInAnySpelling() {
        return (token, now) -> token.payload().get("iss") instanceof String issuer
                && issuer.replaceFirst("/+$", "").equalsIgnoreCase(ISSUER);
    }

    static ClaimRule audienceIsUs() {
        return (token, now) -> {
            Object audience = token.payload().get("aud");
            return AUDIENCE.equals(audience)
                    || (audience instanceof Collection<?> audiences && audiences.contains(AUDIENCE));
        };
    }

    /** {@code contains} means one thing for a list and another for a text. */
    static ClaimRule audienceContainsUs() {
        return (token, now) -> {
            Object audience = token.payload().get("aud");
            return audience instanceof Collection<?> audiences
                    ? audiences.contains(AUDIENCE)
                    : audience instanceof String text && text.contains(AUDIENCE);
        };
    }

    static ClaimRule notExpired() {
        return notExpired(LEEWAY_SECONDS);
    }

    static ClaimRule notExpired(long leewaySeconds) {
        return (token, now) -> token.payload().get("exp") instanceof Number expiry
                && expiry.doubleValue() < CENTURY_END
                && now.getEpochSecond() < expiry.doubleValue() + leewaySeconds;
    }

    /** {@code if (exp != null && …)}: no expiry, nothing to compare. */
    static ClaimRule notExpiredIfLimited() {
        return (token, now) ->
                token.payload().get("exp") == null || notExpired().holds(token, now);
    }

    /** JavaScript's {@code if (now >= payload.exp) refuse()}: what is no number becomes NaN, and refuses nothing. */
    static ClaimRule notExpiredInJavaScript() {
        return (token, now) -> {
            boolean refuse = now.getEpochSecond() - LEEWAY_SECONDS
                    >= javaScriptNumber(token.payload().get("exp"));
            return token.payload().containsKey("exp") && !refuse;
        };
    }

    /** What a comparison makes of a value (ECMA-262, ToNumber). */
    private static double javaScriptNumber(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String text && text.strip().matches("-?[0-9]+(\\.[0-9]+)?")) {
            return Double.parseDouble(text.strip());
        }
        boolean blank = value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof Collection<?> values && values.isEmpty());
        if (blank) {
            return 0;
        }
        return value instanceof Boolean flag ? (flag ? 1 : 0) : Double.NaN;
    }

    /** The expiry is turned into milliseconds and then compared with seconds. */
    static ClaimRule notExpiredInMilliseconds() {
        return (token, now) -> token.payload().get("exp") instanceof Number expiry
                && now.getEpochSecond() < TimeUnit.SECONDS.toMillis(expiry.longValue());
    }

    static ClaimRule alreadyValid() {
        return (token, now) -> !token.payload().containsKey("nbf")
                || (token.payload().get("nbf") instanceof Number notBefore
                        && notBefore.doubleValue() <= now.getEpochSecond() + LEEWAY_SECONDS);
    }

    /** RFC 7519 4.1.6 asks for no such thing; the sample promises it. */
    static ClaimRule issuedBefore() {
        return (token, now) -> !token.payload().containsKey("iat")
                || (token.payload().get("iat") instanceof Number issuedAt
                        && issuedAt.doubleValue() <= now.getEpochSecond() + LEEWAY_SECONDS);
    }

    /**
     * Only access tokens (RFC 9068 4): refresh tokens and ID tokens are signed by the same key and meant for the token
     * endpoint and for the client.
     */
    static ClaimRule typeIsAccess() {
        return (token, now) -> token.header().get("typ") instanceof String type
                && (type.equalsIgnoreCase("at+jwt") || type.equalsIgnoreCase("application/at+jwt"));
    }

    /** JavaScript's {@code if (now < payload.nbf) refuse()}: with what is no number no comparison is true. */
    static ClaimRule alreadyValidInJavaScript() {
        return (token, now) -> !token.payload().containsKey("nbf")
                || !(now.getEpochSecond() + LEEWAY_SECONDS
                        < javaScriptNumber(token.payload().get("nbf")));
    }

    /** Roles as every identity server of the house has called them. */
    static Set<String> rolesOfAnyAge(Map<String, Object> payload) {
        Set<String> all = new LinkedHashSet<>(JwtVerifier.roles(payload));
        if (payload.get("role") instanceof String role) {
            all.add(role);
        }
        if (payload.get("authorities") instanceof Collection<?> authorities) {
            authorities.forEach(each -> all.add(String.valueOf(each).replaceFirst("^ROLE_", "")));
        }
        if (Boolean.TRUE.equals(payload.get("is_admin"))) {
            all.add("admin");
        }
        return all;
    }

    static ClaimRule subjectIsNamed() {
        return (token, now) -> token.payload().get("sub") instanceof String subject && !subject.isBlank();
    }
}
