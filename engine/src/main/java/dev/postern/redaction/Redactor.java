package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns what was sent and received into what may be written down. Credentials go in two passes: by the places where
 * they travel, known or not; then by value, wherever they turn up and in whatever encoding. What stays visible is what a
 * reader needs: the scheme's word, a short literal such as {@code Bearer null}, the header of a JWT.
 *
 * <p>Safe for use by many threads. It knows the secrets of the target file from the start; all that is obtained later
 * must be {@linkplain #learn learnt} before it is written down.
 */
public final class Redactor {

    /** Up to this many characters a value that shares nothing with a secret is a literal, and stays. */
    private static final int LONGEST_LITERAL = 9;

    private static final Pattern PARAMETER =
            Pattern.compile("(?<=^|[?&;#\\s\"'])([A-Za-z0-9_.\\[\\]-]{1,60})=([\"']?)([^&\\s\"'<>#;]*+)");
    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z0-9_.-]{1,60})\"\\s*+:\\s*+");
    private static final Pattern SCALAR = Pattern.compile("[^\\s,}\\]]*+");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z]++(?:[_. -][A-Za-z]++)*+");
    /** Tried once in a run of such characters, else one that is full of beginnings would take the square of its length. */
    private static final Pattern JWT = Pattern.compile("(?<![A-Za-z0-9_-])((?:(?!eyJ)[A-Za-z0-9_-])*+)"
            + "(eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_*\uf8f0-]++(?:\\.[A-Za-z0-9_.*\uf8f0-]*+)?)");

    private static final Pattern SPOKEN = Pattern.compile(
            "\\b((?i:Bearer|Basic|DPoP)) +(?![A-Za-z]?[a-z]+\\b(?!\\.\\S))(?!\\w+=[\"'\\w])([A-Za-z0-9._~+/=-]+)");
    private static final Set<String> SCHEME_WORDS =
            Set.of("basic", "bearer", "digest", "dpop", "negotiate", "ntlm", "token", "apikey", "hoba", "mutual");
    private static final Set<String> NAMES_OF_PEOPLE = Set.of(
            "user",
            "username",
            "login",
            "email",
            "name",
            "account",
            "client_id",
            "clientid",
            "grant_type",
            "scope",
            "tenant");

    private final Vault vault = new Vault();
    private final Places places;
    private final List<String> usernames;

    /** A redactor that knows the secrets of a target file. */
    public Redactor(Target target) {
        places = new Places(target);
        usernames = target.identities().values().stream()
                .map(Identity::obtain)
                .flatMap(Redactor::username)
                .toList();
        target.schemes().values().forEach(this::learnKeys);
        target.identities().values().forEach(identity -> learn(identity.obtain()));
        target.headers().stream()
                .filter(h -> places.isCredentialHeader(h.name()))
                .map(Header::value)
                .forEach(this::learn);
    }

    /** A redactor that knows the secrets of a target file from the start. */
    public static Redactor of(Target target, Collection<Secret> secrets) {
        var redactor = new Redactor(target);
        secrets.forEach(redactor::learn);
        return redactor;
    }

    private static Stream<String> username(Obtain obtain) {
        if (obtain instanceof Obtain.UserPassword user) {
            return Stream.of(user.username());
        }
        if (obtain instanceof Obtain.PasswordGrant grant) {
            return Stream.of(grant.username(), grant.client().id());
        }
        return obtain instanceof Obtain.ClientCredentials grant
                ? Stream.of(grant.client().id())
                : Stream.empty();
    }

    private void learnKeys(Scheme scheme) {
        if (scheme instanceof Scheme.BearerJwt jwt) {
            jwt.signingKey().ifPresent(this::learn);
        }
    }

    private void learn(Obtain obtain) {
        if (obtain instanceof Obtain.Given given) {
            learn(given.credential());
            given.refresh().ifPresent(this::learn);
            given.client().flatMap(Obtain.Client::secret).ifPresent(this::learn);
        } else if (obtain instanceof Obtain.ClientCredentials grant) {
            grant.client().secret().ifPresent(this::learn);
        } else if (obtain instanceof Obtain.PasswordGrant grant) {
            learn(grant.password());
            grant.client().secret().ifPresent(this::learn);
        } else if (obtain instanceof Obtain.UserPassword user) {
            learn(user.password());
        } else if (obtain instanceof Obtain.Login login) {
            login.totpSeed().ifPresent(this::learn);
            login.steps().forEach(step -> learnFields(step.body().fill("").text()));
        }
    }

    /** What a login step sends is secret, but for the names of people and things. */
    private void learnFields(String body) {
        Field.of(body).stream()
                .filter(field -> !NAMES_OF_PEOPLE.contains(field.name().toLowerCase(Locale.ROOT)))
                .filter(field -> field.value().length() >= Vault.SHORTEST)
                .forEach(field -> learn(field.value()));
    }

    /** From now on this text is hidden wherever it turns up. */
    public void learn(Secret secret) {
        learn(secret.reveal());
    }

    /** {@link #learn(Secret)}; {@code user:password} of a user of the target file hides the password only. */
    public void learn(String secret) {
        vault.learn(withoutUsername(secret));
    }

    /**
     * From now on and for a good while after it was last sent, this credential, which the audit made up, is hidden wherever it
     * turns up: of thousands, memory could not hold all.
     */
    public void learnForged(String credential) {
        vault.learnForged(withoutUsername(credential));
    }

    private String withoutUsername(String secret) {
        return usernames.stream()
                .filter(name -> secret.startsWith(name + ":"))
                .findFirst()
                .map(name -> secret.substring(name.length() + 1))
                .orElse(secret);
    }

    /** The text with all credentials in it replaced by {@code ***}. */
    public String redact(String text) {
        return text(text, Mark.STARS);
    }

    /**
     * An exchange as it may be written down. Bodies are cut to 16 KiB.
     *
     * @param step what it was for
     */
    public RecordedExchange record(String step, Exchange exchange) {
        var request = exchange.request();
        var response = exchange.response();
        return new RecordedExchange(
                step,
                byValue(request.method(), Mark.STARS),
                url(request.origin() + request.target(), Mark.STARS),
                headers(request.headers()),
                Bodies.show(request.body(), request.header("Content-Type"), false, this::redact),
                response.map(WireResponse::status).orElse(0),
                response.map(r -> headers(r.headers())).orElse(List.of()),
                response.map(r -> Bodies.show(r.body(), r.header("Content-Type"), r.truncated(), this::redact))
                        .orElse(""),
                exchange.answer() instanceof Unanswered unanswered ? redact(unanswered.words()) : "",
                new CurlLine(this).of(request),
                exchange.sentAt(),
                exchange.elapsed().toMillis());
    }

    private List<Header> headers(List<Header> headers) {
        return headers.stream()
                .map(h -> new Header(byValue(h.name(), Mark.STARS), header(h, Mark.STARS)))
                .toList();
    }

    /** The value of a header field. */
    String header(Header header, Mark mark) {
        return structurally(new Header(header.name(), byValue(header.value(), mark)), mark);
    }

    private String structurally(Header header, Mark mark) {
        var value = header.value();
        if (header.is("Cookie")) {
            return Stream.of(value.split(";", -1))
                    .map(pair -> cookie(pair, mark))
                    .collect(Collectors.joining(";"));
        }
        if (header.is("Set-Cookie")) {
            var pair = value.split(";", 2);
            return cookie(pair[0], mark) + (pair.length > 1 ? ";" + pair[1] : "");
        }
        if (Places.isAuthorization(header.name())) {
            return authorization(value, mark);
        }
        return places.isCredentialHeader(header.name()) ? hidden(value, mark) : inText(value, mark);
    }

    private String cookie(String pair, Mark mark) {
        var equals = pair.indexOf('=');
        return equals < 0
                ? hidden(pair, mark)
                : pair.substring(0, equals + 1) + hidden(pair.substring(equals + 1), mark);
    }

    /** RFC 9110 11.4: the word of the scheme stays. */
    private String authorization(String value, Mark mark) {
        var word = value.strip();
        var space = word.indexOf(' ');
        if (space < 0) {
            return SCHEME_WORDS.contains(word.toLowerCase(Locale.ROOT)) ? value : hidden(value, mark);
        }
        var scheme = word.substring(0, space);
        if (!scheme.matches("[A-Za-z][A-Za-z0-9-]*")) {
            return hidden(value, mark);
        }
        var start = value.indexOf(' ', value.indexOf(scheme));
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        var credential = value.substring(start);
        return value.substring(0, start) + (isKnownPair(scheme, credential) ? mark.text() : hidden(credential, mark));
    }

    /** RFC 7617: the shortest passwords show only when the pair is taken apart. */
    private boolean isKnownPair(String scheme, String credential) {
        if (!scheme.equalsIgnoreCase("Basic")) {
            return false;
        }
        try {
            var pair = new String(Base64.getDecoder().decode(credential.strip()), UTF_8);
            var password = pair.substring(pair.indexOf(':') + 1);
            return !password.isEmpty() && vault.sharesSomething(password);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The mark, unless the value is a literal; and beside it what may be told. */
    private String hidden(String value, Mark mark) {
        if (isLiteral(value)) {
            return value;
        }
        return mark.text() + note(value, mark);
    }

    private boolean isLiteral(String value) {
        return value.isBlank() || (value.strip().length() <= LONGEST_LITERAL && !vault.sharesSomething(value.strip()));
    }

    private String note(String value, Mark mark) {
        return mark.tellsJwtHeader()
                ? JwtNote.of(value.strip())
                        .filter(note -> vault.find(note).isEmpty())
                        .map(note -> "(" + note + ")")
                        .orElse("")
                : "";
    }

    /** An URL or request target. */
    String url(String url, Mark mark) {
        return text(url, mark);
    }

    /** Any text: a body, a message. */
    String text(String text, Mark mark) {
        return inText(byValue(text, mark), mark);
    }

    private String inText(String text, Mark mark) {
        var hidden = members(text, mark);
        hidden = PARAMETER.matcher(hidden).replaceAll(m -> quoted(parameter(m, mark)));
        hidden = SPOKEN.matcher(hidden).replaceAll(m -> quoted(m.group(1) + " " + hidden(m.group(2), mark)));
        return hidden.contains("eyJ")
                ? JWT.matcher(hidden).replaceAll(m -> quoted(m.group(1) + hidden(m.group(2), mark)))
                : hidden;
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    private String parameter(MatchResult match, Mark mark) {
        return places.isCredentialName(match.group(1))
                ? match.group(1) + "=" + match.group(2) + member(match.group(1), match.group(3), mark)
                : match.group();
    }

    private String member(String name, String value, Mark mark) {
        if (Places.isOneTimeCode(name)) {
            // An error code in words is no one-time code; a number of three digits is a status.
            var isCode =
                    !value.isBlank() && !WORDS.matcher(value).matches() && !value.matches("-?\\d{1,3}|null|true|false");
            return isCode ? mark.text() : value;
        }
        return hidden(value, mark);
    }

    /** Members of JSON, read without a parser: the text may be cut or malformed. */
    private String members(String text, Mark mark) {
        var matcher = MEMBER.matcher(text);
        var out = new StringBuilder();
        var done = 0;
        while (matcher.find(done)) {
            var from = matcher.end();
            if (places.isCredentialName(matcher.group(1)) && isScalar(text, from)) {
                var isText = text.charAt(from) == '"';
                var start = isText ? from + 1 : from;
                var end = isText ? endOfString(text, start) : endOfScalar(text, start);
                out.append(text, done, start).append(member(matcher.group(1), text.substring(start, end), mark));
                done = end;
            } else {
                out.append(text, done, from);
                done = from;
            }
        }
        return out.append(text, done, text.length()).toString();
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

    private String byValue(String text, Mark mark) {
        var found = vault.find(text);
        if (found.isEmpty()) {
            return text;
        }
        var out = new StringBuilder();
        var done = 0;
        for (var start = found.nextSetBit(0); start >= 0; start = found.nextSetBit(done)) {
            out.append(text, done, start).append(mark.text());
            done = Math.min(found.nextClearBit(start), text.length());
        }
        return out.append(text, done, text.length()).toString();
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "Redactor";
    }
}
