package dev.postern.draft;

import java.util.regex.Pattern;

/**
 * What gives a secret away: its name, or its form. Rather one text too many is taken for a secret than one too few: it
 * costs a variable.
 */
final class SecretSigns {

    /** Three parts in base64url, the first of which is a JSON object (RFC 7515 3.1). */
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*){1,3}");

    /** Forms that issuers chose so that a secret can be told from other texts. */
    private static final Pattern TELLING = Pattern.compile(JWT.pattern()
            + "|(?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{10,}|gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}"
            + "|xox[abprs]-[A-Za-z0-9-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}|glpat-[A-Za-z0-9_-]{15,}"
            + "|SG\\.[A-Za-z0-9_-]{15,}\\.[A-Za-z0-9_-]{15,}|sk-[A-Za-z0-9_-]{20,}|(?<=Bearer )[A-Za-z0-9._~+/=-]{8,}");

    private static final Pattern CREDENTIAL_NAME = Pattern.compile(
            "(?i)authorization|.*(?:api|app|access|auth|client|subscription|functions?|service|secret)[-_]?(?:key|token|secret)"
                    + "|(?:.*[-_])?(?:key|token|secret|apikey|credential|jwt|assertion)|x-auth(?:entication)?|auth");

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(?:pass(?:w|code|phrase|key)|pwd|secret|token(?!s)|credential|signature|session|csrf|xsrf|assertion|jwt"
                    + "|api[-_]?key|private[-_]?key|cookie).*|.*pass|(?:.*[-_])?(?:auth|authorization|key|sig|sid)");

    /** Secrets even where they are numbers. */
    private static final Pattern SECRET_NUMBER =
            Pattern.compile("(?i)(?:.*[-_])?(?:pin|otp|totp|cvv|cvc|ssn|passcode|password)|code");

    /** Fields that are made anew for each request, or tell one request from another. */
    private static final Pattern NO_CREDENTIAL =
            Pattern.compile("(?i).*(?:csrf|xsrf|idempotency|websocket|request|page|next|cache).*");

    private static final Pattern SESSION =
            Pattern.compile("(?i).*(?:sess|sid|auth|token|jwt|login|remember|identity).*");

    private static final Pattern VISITOR = Pattern.compile(
            "(?i)_ga.*|_gid|_gat.*|_gcl.*|_fbp|_hj.*|_pk_.*|__utm.*|__cf.*|cf_.*|intercom.*|ajs_.*|mp_.*|optimizely.*|.*consent.*"
                    + "|.*csrf.*|.*xsrf.*|amplitude.*|_uet.*|hubspot.*|__hs.*");

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    private static final Pattern RANDOM =
            Pattern.compile("(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])(?![0-9a-fA-F-]+$)[A-Za-z0-9_~:.-]{24,}");

    private SecretSigns() {}

    /** Whether a header, a parameter or a field of that name carries who calls. */
    static boolean isCredentialName(String name) {
        return CREDENTIAL_NAME.matcher(name).matches()
                && !NO_CREDENTIAL.matcher(name).matches();
    }

    /** Whether the value of a header, a parameter or a field of that name may be a secret. */
    static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name).matches()
                || CREDENTIAL_NAME.matcher(name).matches()
                || isSecretNumber(name);
    }

    /** Whether a number of that name may be a secret. */
    static boolean isSecretNumber(String name) {
        return SECRET_NUMBER.matcher(name).matches();
    }

    /** Texts that are secrets by their form. */
    static Pattern telling() {
        return TELLING;
    }

    /** Whether a token has the three parts of a signed JWT, whatever is in them. */
    static boolean hasThreeParts(String token) {
        return token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    }

    /** Whether a cookie looks like one of a session. */
    static boolean isSessionName(String cookie) {
        return SESSION.matcher(cookie).matches() && !isVisitorName(cookie);
    }

    /** Whether a cookie counts visitors, or guards forms: it says nothing of who calls. */
    static boolean isVisitorName(String cookie) {
        return VISITOR.matcher(cookie).matches();
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** Whether a segment of a path is so long and mixed that knowing it may be what grants access. */
    static boolean isRandom(String segment) {
        return !isUuid(segment) && RANDOM.matcher(segment).matches();
    }
}
