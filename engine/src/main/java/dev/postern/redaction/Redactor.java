package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Percent;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns what was sent and received into what may be written down. Credentials go by the places where they travel, known or not,
 * and by value, wherever they turn up and in whatever encoding. What stays visible is what a reader needs: the scheme's
 * word, a short literal such as {@code Bearer null}, the header of a JWT.
 *
 * <p>Safe for use by many threads. It knows the secrets of the target file from the start; all that is obtained later
 * must be {@linkplain #learn learnt} before it is written down.
 */
public final class Redactor {

    /** Up to this many characters a value that shares nothing with a secret is a literal, and stays. */
    private static final int LONGEST_LITERAL = 9;

    /** What stands in the place of a credential. */
    static final String STARS = "***";

    /** A shorter secret that is a part of a longer text may be there by chance. */
    private static final int SHORTEST_WITHIN = 8;

    private static final Pattern WORDS = Pattern.compile("[A-Za-z]++(?:[_. -][A-Za-z]++)*+");
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
    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private final Places places;
    private final Target target;

    /** A redactor that knows the secrets of a target file. */
    public Redactor(Target target) {
        this.target = target;
        places = new Places(target);
        target.schemes().values().forEach(this::learnKeys);
        target.identities().values().forEach(this::learn);
        target.headers().stream()
                .filter(h -> places.isCredentialHeader(h.name()))
                .forEach(this::learnHeader);
    }

    /** A redactor that knows the secrets of a target file from the start. */
    public static Redactor of(Target target, Collection<Secret> secrets) {
        var redactor = new Redactor(target);
        secrets.forEach(redactor::learn);
        return redactor;
    }

    private void learnKeys(Scheme scheme) {
        if (scheme instanceof Scheme.BearerJwt jwt) {
            jwt.signingKey().ifPresent(this::learn);
        }
    }

    private void learnHeader(Header header) {
        learn(header.value());
        var space = header.value().indexOf(' ');
        if (Places.isAuthorization(header.name()) && space > 0) {
            learn(header.value().substring(space + 1).strip());
        }
    }

    private void learn(Identity identity) {
        var name = identity.name();
        var obtain = identity.obtain();
        if (obtain instanceof Obtain.Given given) {
            learn(given.credential().reveal(), Source.credentialOf(name));
            given.refresh().ifPresent(refresh -> learn(refresh.reveal(), Source.refreshTokenOf(name)));
            given.client().ifPresent(client -> learn(client, name));
        } else if (obtain instanceof Obtain.ClientCredentials grant) {
            learn(grant.client(), name);
        } else if (obtain instanceof Obtain.PasswordGrant grant) {
            learn(grant.password().reveal(), password(name));
            learn(grant.client(), name);
        } else if (obtain instanceof Obtain.UserPassword user) {
            learn(user.password().reveal(), password(name));
            learnPair(user.username() + ":" + user.password().reveal(), name);
        } else if (obtain instanceof Obtain.Login login) {
            login.totpSeed().ifPresent(this::learn);
            login.steps().forEach(step -> learnFields(step.body().fill("").text(), name));
        }
    }

    private static Source password(String identity) {
        return Source.inFile("PASSWORD", "password", identity);
    }

    private void learn(Obtain.Client client, String identity) {
        client.secret().ifPresent(secret -> {
            learn(secret.reveal(), Source.inFile("CLIENT_SECRET", "client secret", identity));
            var pair = Percent.encode(client.id()) + ":" + Percent.encode(secret.reveal());
            learn(base64(pair), Source.clientOf(identity));
        });
    }

    /** RFC 7617: what is sent is the pair in base64. */
    private void learnPair(String pair, String identity) {
        learn(base64(pair), Source.credentialOf(identity));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** What a login step sends is secret, but for the names of people and things. */
    private void learnFields(String body, String identity) {
        Field.of(body).stream()
                .filter(field -> !NAMES_OF_PEOPLE.contains(field.name().toLowerCase(Locale.ROOT)))
                .filter(field -> field.value().length() >= Vault.SHORTEST)
                .forEach(field -> learn(
                        field.value(),
                        places.isPassword(field.name())
                                ? password(identity)
                                : Source.inFile("SECRET", "`" + field.name() + "` of the login", identity)));
    }

    /** From now on this text is hidden wherever it turns up. */
    public void learn(Secret secret) {
        learn(secret.reveal());
    }

    /** {@link #learn(Secret)}; of a key only what is secret in it. */
    public void learn(String secret) {
        learn(secret, Source.elsewhereInFile());
    }

    /** The valid credential of an identity, as its scheme has it: {@code user:password} hides the password only. */
    public void learnCredential(String credential, Identity identity) {
        var colon = credential.indexOf(':');
        if (target.schemes().get(identity.scheme()) instanceof Scheme.Basic && colon >= 0) {
            learn(credential.substring(colon + 1), password(identity.name()));
            learnPair(credential, identity.name());
        } else {
            learn(credential, Source.credentialOf(identity.name()));
        }
    }

    /**
     * {@link #learn(Secret)}.
     *
     * @param source where a reader finds it
     */
    public void learn(String secret, Source source) {
        var known = isPair(secret) ? secret.substring(secret.indexOf(':') + 1) : secret;
        KeyMaterial.secretsIn(known).forEach(vault::learn);
        if (!known.isBlank()) {
            sources.putIfAbsent(known, source);
        }
    }

    /** Whether it is {@code user:password} of a user of the target file. */
    private boolean isPair(String secret) {
        return target.identities().values().stream()
                .flatMap(identity -> username(identity.obtain()))
                .anyMatch(name -> secret.startsWith(name + ":"));
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

    /** Where a secret comes from; empty where the text is none, or not as a whole. */
    Optional<Source> source(String secret) {
        return Optional.ofNullable(sources.get(secret));
    }

    /** The longest secret that is a part of a text, if there is one that no word could be. */
    Optional<String> within(String text) {
        return sources.keySet().stream()
                .filter(secret -> secret.length() >= SHORTEST_WITHIN && text.contains(secret))
                .filter(secret -> !Vault.isOrdinary(secret))
                .max(Comparator.comparingInt(String::length));
    }

    Vault vault() {
        return vault;
    }

    Places places() {
        return places;
    }

    Target target() {
        return target;
    }

    /** The text with all credentials in it replaced by {@code ***}. */
    public String redact(String text) {
        return inText(byValue(text));
    }

    /** A recorder of a case, which knows besides what the case itself has made and met. */
    public Recorder recorder(String caseId) {
        return new Recorder(this, caseId);
    }

    /**
     * An exchange as it may be written down. Bodies are cut to 16 KiB.
     *
     * @param step what it was for
     */
    public RecordedExchange record(String step, Exchange exchange) {
        return recorder("").record(step, exchange, false);
    }

    /** The value of a header field of a response. */
    String header(Header header, UnaryOperator<String> byValue) {
        var value = byValue.apply(header.value());
        if (header.is("Set-Cookie")) {
            var pair = value.split(";", 2);
            return cookie(pair[0]) + (pair.length > 1 ? ";" + pair[1] : "");
        }
        return places.isCredentialHeader(header.name()) ? hidden(value) : inText(value);
    }

    private String cookie(String pair) {
        var equals = pair.indexOf('=');
        return equals < 0 ? hidden(pair) : pair.substring(0, equals + 1) + hidden(pair.substring(equals + 1));
    }

    /** The mark, unless the value is a literal; and beside it what may be told. */
    private String hidden(String value) {
        return isLiteral(value) ? value : STARS + note(value);
    }

    /** Whether a value that nobody knows is too short to be a secret, and shares nothing with one. */
    boolean isLiteral(String value) {
        return value.isBlank() || (value.strip().length() <= LONGEST_LITERAL && !vault.sharesSomething(value.strip()));
    }

    /** What may be told of a secret, in brackets: the header of a JWT. */
    String note(String value) {
        return JwtNote.of(value.strip(), this::byValue)
                .map(note -> "(" + note + ")")
                .orElse("");
    }

    /** A text that holds no secret by its value, less what travels in places of secrets. */
    String inText(String text) {
        var out = new StringBuilder();
        var done = 0;
        var spans = places.in(text);
        if (vault.hasOrdinary()) {
            spans.addAll(Places.said(text));
        }
        for (var span : Span.ordered(spans)) {
            out.append(text, done, span.start()).append(member(span, text));
            done = span.end();
        }
        return out.append(text, done, text.length()).toString();
    }

    private String member(Span span, String text) {
        var value = span.in(text);
        if (span.name().equals(Places.SAID)) {
            return vault.isKnown(value) ? STARS : value;
        }
        if (Places.isOneTimeCode(span.name())) {
            return isCode(value) ? STARS : value;
        }
        return hidden(value);
    }

    /** An error code in words is no one-time code; a number of three digits is a status. */
    static boolean isCode(String value) {
        return !value.isBlank() && !WORDS.matcher(value).matches() && !value.matches("-?\\d{1,3}|null|true|false");
    }

    /** The text with secrets that are known by their value replaced by {@code ***}. */
    String byValue(String text) {
        return starred(text, vault.find(text));
    }

    static String starred(String text, BitSet found) {
        if (found.isEmpty()) {
            return text;
        }
        var out = new StringBuilder();
        var done = 0;
        for (var start = found.nextSetBit(0); start >= 0; start = found.nextSetBit(done)) {
            out.append(text, done, start).append(STARS);
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
