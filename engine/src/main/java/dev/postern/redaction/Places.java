package dev.postern.redaction;

import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The places where credentials travel: names of headers, and names of parameters and members. */
final class Places {

    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization");
    private static final Pattern KEY_LIKE =
            Pattern.compile("(.*[-_])?(api-?key|auth-?token|access-?token|token|secret|password|apikey|assertion)");
    private static final Set<String> NAMES = Set.of(
            "password",
            "passwd",
            "clientsecret",
            "clientassertion",
            "refreshtoken",
            "accesstoken",
            "idtoken",
            "subjecttoken",
            "token",
            "code",
            "assertion",
            "otp",
            "totp",
            "secret",
            "apikey");
    private static final Set<String> ONE_TIME = Set.of("otp", "totp", "code");

    /** Canaries carry what attempts carry as a credential. */
    private static final String CANARY = "postern-canary";

    private final Set<String> headers = new HashSet<>(HEADERS);
    private final Set<String> parameters = new HashSet<>(Set.of(CANARY));

    Places(Target target) {
        headers.add("x-" + CANARY);
        for (var scheme : target.schemes().values()) {
            if (scheme instanceof Scheme.ApiKey key) {
                (key.in() == Scheme.Carrier.HEADER ? headers : parameters)
                        .add(key.parameter().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Whether a header's value is {@code scheme credential}. */
    static boolean isAuthorization(String header) {
        return HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    /** Whether a header's value is a credential. */
    boolean isCredentialHeader(String name) {
        var lower = name.strip().toLowerCase(Locale.ROOT);
        return headers.contains(lower) || KEY_LIKE.matcher(lower).matches();
    }

    /** Whether a query parameter, form field or JSON member of that name is a credential. */
    boolean isCredentialName(String name) {
        return parameters.contains(name.toLowerCase(Locale.ROOT)) || NAMES.contains(bare(name));
    }

    /** Whether it is a code of a few digits, whose shortness makes it no less secret. */
    static boolean isOneTimeCode(String name) {
        return ONE_TIME.contains(bare(name));
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
    }
}
