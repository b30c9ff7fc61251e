package dev.postern.redaction;

import dev.postern.api.http.Header;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The places where credentials travel: header fields, parameters, members, cookies, and what is said beside certain words. */
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
    /** The name of a place that is only said to hold a secret, in words. */
    static final String SAID = "said";

    private static final Pattern PARAMETER =
            Pattern.compile("(?<=^|[?&;#\\s\"'])([A-Za-z0-9_.\\[\\]-]{1,60})=[\"']?([^&\\s\"'<>#;]*+)");
    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z0-9_.-]{1,60})\"\\s*+:\\s*+");
    private static final Pattern SCALAR = Pattern.compile("[^\\s,}\\]]*+");
    /** Tried once in a run of such characters, else one that is full of beginnings would take the square of its length. */
    private static final Pattern JWT = Pattern.compile("(?<![A-Za-z0-9_-])(?:(?!eyJ)[A-Za-z0-9_-])*+"
            + "(eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_*-]++(?:\\.[A-Za-z0-9_.*-]*+)?)");

    private static final Pattern SPOKEN = Pattern.compile(
            "\\b(?i:Bearer|Basic|DPoP) +(?![A-Za-z]?[a-z]+\\b(?!\\.\\S))(?!\\w+=[\"'\\w])([A-Za-z0-9._~+/=*-]+)");
    private static final Pattern SAID_OF =
            Pattern.compile("(?i)\\b(?:password|passwd|secret|token|api[ _-]?key|credential"
                    + "|code|pin)\\b[\"'`]?(?: was| is)?[ :=]{1,3}[\"'`(]?([^\\s\"'`(),;&]{1,60})");
    private static final Set<String> SCHEME_WORDS =
            Set.of("basic", "bearer", "digest", "dpop", "negotiate", "ntlm", "token", "apikey", "hoba", "mutual");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
    private static final Set<String> PASSWORDS = Set.of("password", "passwd", "pass", "pwd");
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

    /** Whether a field of that name holds a password. */
    boolean isPassword(String name) {
        return PASSWORDS.contains(bare(name));
    }

    /** Where credentials are in the value of a header field of a request. */
    List<Span> in(Header header) {
        var value = header.value();
        if (header.is("Cookie")) {
            return cookies(value);
        }
        if (isAuthorization(header.name())) {
            return authorization(value);
        }
        return isCredentialHeader(header.name()) ? List.of(new Span("", 0, value.length())) : in(value);
    }

    private static List<Span> cookies(String value) {
        var spans = new ArrayList<Span>();
        var start = 0;
        for (var pair : value.split(";", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? "" : pair.substring(0, equals).strip();
            spans.add(new Span(name, start + equals + 1, start + pair.length()));
            start += pair.length() + 1;
        }
        return spans;
    }

    /** RFC 9110 11.4: the word of the scheme stays. */
    private static List<Span> authorization(String value) {
        var word = value.strip();
        var space = word.indexOf(' ');
        if (space < 0 && SCHEME_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
            return List.of();
        }
        if (space < 0 || !SCHEME.matcher(word.substring(0, space)).matches()) {
            return List.of(new Span("", 0, value.length()));
        }
        var start = value.indexOf(' ', value.indexOf(word.charAt(0)));
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        return List.of(new Span("", start, value.length()));
    }

    /** Whether there is a JWT in it, whoever made it. */
    static boolean holdsToken(String text) {
        return JWT.matcher(text).find();
    }

    /** Where credentials are in an URL, a body or a message; they may overlap. */
    List<Span> in(String text) {
        var spans = new ArrayList<>(members(text));
        find(PARAMETER, text, m -> {
            if (isCredentialName(m.group(1))) {
                spans.add(new Span(m.group(1), m.start(2), m.end(2)));
            }
        });
        find(SPOKEN, text, m -> spans.add(new Span("", m.start(1), m.end(1))));
        if (text.contains("eyJ")) {
            find(JWT, text, m -> spans.add(new Span("", m.start(1), m.end(1))));
        }
        return spans;
    }

    /** What is said of a secret in a text: {@code the password is …}. */
    static List<Span> said(String text) {
        var spans = new ArrayList<Span>();
        find(SAID_OF, text, m -> spans.add(new Span(SAID, m.start(1), m.end(1))));
        return spans;
    }

    private static void find(Pattern pattern, String text, Consumer<MatchResult> found) {
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.accept(matcher);
        }
    }

    /** Members of JSON, read without a parser: the text may be cut or malformed. */
    private List<Span> members(String text) {
        var spans = new ArrayList<Span>();
        var matcher = MEMBER.matcher(text);
        var done = 0;
        while (matcher.find(done)) {
            var from = matcher.end();
            done = from;
            if (isCredentialName(matcher.group(1)) && isScalar(text, from)) {
                var isText = text.charAt(from) == '"';
                var start = isText ? from + 1 : from;
                var end = isText ? endOfString(text, start) : endOfScalar(text, start);
                spans.add(new Span(matcher.group(1), start, end));
                done = Math.max(from, end);
            }
        }
        return spans;
    }

    private static boolean isScalar(String text, int at) {
        return at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '[';
    }

    private static int endOfString(String text, int start) {
        var end = start;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private static int endOfScalar(String text, int start) {
        var matcher = SCALAR.matcher(text);
        return matcher.find(start) ? matcher.end() : start;
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
    }
}
