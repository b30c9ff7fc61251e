package dev.postern.draft;

import dev.postern.draft.SchemeSketch.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A credential as it was found in a request; not a record, since it is secret. */
final class Credential {

    /** Ways of {@code Authorization} that make a value for each request. */
    private static final Set<String> MADE_EACH_TIME =
            Set.of("digest", "hawk", "signature", "negotiate", "ntlm", "aws4-hmac-sha256", "dpop", "hoba", "mutual");

    /** An account number or a key may be given as a user too. */
    private static final Pattern PLAIN_USER =
            Pattern.compile("(?=[^0-9]*[A-Za-z])[A-Za-z0-9._+-]{1,24}(?:@[A-Za-z0-9.-]{1,40})?");

    private static final String WHOLE = "the whole value of the header, its first word included";

    final Kind kind;
    /** The name of the user; empty where the kind has none. */
    final String user;

    final String secret;
    /** What the user should know of it; empty where there is nothing to say. */
    final String remark;

    private Credential(Kind kind, String user, String secret, String remark) {
        this.kind = kind;
        this.user = user;
        this.secret = secret;
        this.remark = remark;
    }

    static Credential apiKey(String in, String name, String secret) {
        return new Credential(Kind.apiKey(in, name), "", secret, "");
    }

    static Credential session(String cookie, String secret) {
        return new Credential(Kind.session(cookie), "", secret, "");
    }

    /** A bearer token; its form tells its type. */
    static Credential token(String token) {
        var jwt = SecretSigns.hasThreeParts(token);
        var remark = !jwt && Marks.hasAny(token) ? "bearer-jwt, if the token has three parts with dots between" : "";
        return new Credential(jwt ? Kind.JWT : Kind.OPAQUE, "", token, remark);
    }

    /** {@code user:password}. Basic with half of it is a key: Postern's has both. */
    static Credential password(String pair) {
        var colon = pair.indexOf(':');
        var user = colon < 0 ? pair : pair.substring(0, colon);
        var password = colon < 0 ? "" : pair.substring(colon + 1);
        if (colon < 0) {
            return new Credential(Kind.BASIC, user, "", "");
        }
        if (user.isEmpty() || password.isEmpty()) {
            var encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return new Credential(
                    Kind.apiKey("header", "Authorization"),
                    "",
                    Marks.hasAny(pair) ? "" : "Basic " + encoded,
                    "the whole value of the header: \"Basic\" and, in base64, what stood behind -u");
        }
        return new Credential(Kind.BASIC, user, password, "");
    }

    /** The credential in a header, if it is one that can be given. */
    static Optional<Credential> inHeader(String name, String value) {
        if (!name.equalsIgnoreCase("Authorization")) {
            return SecretSigns.isCredentialName(name) && !value.isEmpty()
                    ? Optional.of(apiKey("header", name, value))
                    : Optional.empty();
        }
        var blank = value.indexOf(' ');
        var way = blank < 0 ? "" : value.substring(0, blank).toLowerCase(Locale.ROOT);
        var rest = value.substring(blank + 1).strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (way) {
                    case "bearer" -> token(rest);
                    case "basic" -> basic(rest, value);
                    default ->
                        MADE_EACH_TIME.contains(way) || value.contains("oauth_")
                                ? authorization(
                                        value,
                                        "it is made anew for each request: Postern knows no such way, and sends it as it is")
                                : authorization(value, WHOLE);
                });
    }

    private static Credential basic(String encoded, String value) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
            if (pair.indexOf(':') > 0 && !pair.endsWith(":") && !Marks.hasAny(encoded)) {
                return password(pair);
            }
        } catch (IllegalArgumentException e) {
            // not base64: it can be sent as it is
        }
        return authorization(value, WHOLE);
    }

    private static Credential authorization(String value, String remark) {
        return new Credential(Kind.apiKey("header", "Authorization"), "", value, remark);
    }

    /** Whether the user name is no secret by its looks. */
    boolean hasPlainUser() {
        return PLAIN_USER.matcher(user).matches()
                && !SecretSigns.telling().matcher(user).find();
    }

    /** Whether it is one by the type of its scheme's name alone: the value is not known yet. */
    boolean isAbsent() {
        return secret.isEmpty();
    }
}
