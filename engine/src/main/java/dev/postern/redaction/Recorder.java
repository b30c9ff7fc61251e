package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.redaction.Pieces.Piece;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes down the exchanges of one case. In requests it looks at the places where credentials are put, and gives each
 * secret a variable of its own; what Postern made up, and what holds nothing of a secret, stays as it was sent. It knows,
 * besides the secrets of all cases, the tokens that this one forged and those that the answers to it brought.
 *
 * <p>Used by one thread.
 */
public final class Recorder {

    /** A run that may be the encoding of something. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}");

    private static final int LONG_PART = 24;
    private static final Pattern TOKEN_PART = Pattern.compile("[A-Za-z0-9_+/-]{12,}");
    private static final int LONGEST_READ = 64 * 1024;
    /** A case may send thousands of forgeries, and get as many cookies: memory could not hold all. */
    private static final int MOST_KEPT = 2_000;

    private static final int MOST_PARTS = 500_000;

    private final Redactor redactor;
    private final String caseId;
    /** What the case has met itself; half of it is forgotten when it is too much. */
    private Vault own = new Vault();

    private Vault ownBefore = new Vault();
    private final Map<String, Source> brought = new Latest<>(MOST_KEPT);
    private final Set<String> madeUp = new HashSet<>();
    /** By what was sent. */
    private final Map<String, Variable> variables = new Latest<>(MOST_KEPT);

    private final Map<String, Integer> numbers = new HashMap<>();
    /** By the label of the step. */
    private final Map<String, List<String>> carried = new Latest<>(MOST_KEPT);

    Recorder(Redactor redactor, String caseId) {
        this.redactor = redactor;
        this.caseId = caseId;
    }

    /** What is to be shown as it is: a check made it up, and it holds nothing of a secret. */
    public void madeUp(String credential) {
        madeUp.add(credential);
    }

    /** The text with all credentials in it replaced by {@code ***}. */
    public String redact(String text) {
        return redactor.inText(byValue(text));
    }

    /**
     * An exchange as it may be written down. Bodies are cut to 16 KiB.
     *
     * @param step what it was for; an attempt's or step's label
     * @param isForged whether all in the request that is no known secret was made by a check
     */
    public RecordedExchange record(String step, Exchange exchange, boolean isForged) {
        var taken = new Taken(step, isForged);
        var request = taken.apart(exchange.request());
        carried.put(step, taken.carried());
        var response = exchange.response();
        response.ifPresent(answer -> learnFrom(step, answer));
        return new RecordedExchange(
                step,
                shown(request.method()),
                shown(request.url()),
                request.headers().stream()
                        .map(h -> new Header(byValue(h.name()), shown(h.value())))
                        .toList(),
                Bodies.cut(
                        exchange.request().body(),
                        request.body().map(this::shown),
                        exchange.request().header("Content-Type").map(this::redact)),
                response.map(WireResponse::status).orElse(0),
                response.map(r -> headers(r.headers())).orElse(List.of()),
                response.map(r -> Bodies.show(r.body(), r.header("Content-Type"), r.truncated(), this::redact))
                        .orElse(""),
                exchange.answer() instanceof Unanswered unanswered ? redact(unanswered.words()) : "",
                taken.isMadeFromAnswer()
                        ? CommandLine.replaying(
                                redactor.target(), caseId, step, "what it carries is made from an answer of this run")
                        : new CurlLine(redactor.target(), caseId, step).of(exchange.request(), request),
                exchange.sentAt(),
                exchange.elapsed().toMillis());
    }

    private List<Header> headers(List<Header> headers) {
        return headers.stream()
                .map(h -> new Header(byValue(h.name()), redactor.header(h, this::byValue)))
                .toList();
    }

    private String shown(Pieces pieces) {
        return pieces.shown(redactor::note);
    }

    private String byValue(String text) {
        return Redactor.starred(text, found(text));
    }

    private BitSet found(String text) {
        var found = redactor.vault().find(text);
        found.or(own.find(text));
        found.or(ownBefore.find(text));
        return found;
    }

    private void learn(String secret) {
        if (own.size() > MOST_PARTS) {
            ownBefore = own;
            own = new Vault();
        }
        own.learn(secret);
    }

    /** Tokens and cookies that an answer brings are secret, and later steps send them. */
    private void learnFrom(String step, WireResponse response) {
        for (var field : response.headers("Set-Cookie")) {
            var pair = field.split(";", 2)[0].split("=", 2);
            if (pair.length == 2) {
                learn(pair[1].strip(), Source.ofAnswer("COOKIE", "the cookie `" + pair[0].strip() + "`", step));
            }
        }
        Bodies.text(response.body())
                .filter(text -> text.length() <= LONGEST_READ)
                .ifPresent(text -> redactor.places().in(text).stream()
                        .filter(span ->
                                redactor.places().isCredentialName(span.name()) && !Places.isOneTimeCode(span.name()))
                        .forEach(span -> learn(
                                span.in(text), Source.ofAnswer(variable(span.name()), "`" + span.name() + "`", step))));
    }

    private void learn(String secret, Source source) {
        if (!redactor.isLiteral(secret) && secret.chars().noneMatch(Character::isWhitespace)) {
            learn(secret);
            brought.put(secret, source);
        }
    }

    private static String variable(String name) {
        return name.toLowerCase(Locale.ROOT).contains("refresh") ? "REFRESH_TOKEN" : "CREDENTIAL";
    }

    /**
     * A request in pieces.
     *
     * @param body empty where there is none, or one that is no text
     */
    record Parts(Pieces method, Pieces url, Pieces target, List<HeaderPart> headers, Optional<Pieces> body) {

        /** A header field. */
        record HeaderPart(String name, Pieces value) {}

        Stream<Variable> variables() {
            return Stream.of(
                            method.variables(),
                            target.variables(),
                            headers.stream().flatMap(h -> h.value().variables()),
                            body.stream().flatMap(Pieces::variables))
                    .flatMap(v -> v)
                    .distinct();
        }
    }

    /**
     * What a request of a case carries in the place of a credential: what a check forged or, where nothing in it would be hidden,
     * what stands there.
     *
     * @param step an attempt's or step's label
     */
    public List<String> carried(String step, WireRequest request) {
        var taken = new Taken(step, true);
        taken.apart(request);
        return taken.carried();
    }

    /** {@link #carried(String, WireRequest)} of a step that was recorded; none where there was no such step. */
    public List<String> carried(String step) {
        return carried.getOrDefault(step, List.of());
    }

    /** Takes the request of a step apart. */
    private final class Taken {
        private final String step;
        private final boolean isForged;
        private final List<String> forged = new ArrayList<>();
        private final List<String> inPlaces = new ArrayList<>();
        private boolean isMadeFromAnswer;

        Taken(String step, boolean isForged) {
            this.step = step;
            this.isForged = isForged;
        }

        List<String> carried() {
            return List.copyOf(forged.isEmpty() ? inPlaces : forged);
        }

        Parts apart(WireRequest request) {
            var method = apart(request.method(), List.of());
            var target = apart(request.target(), redactor.places().in(request.target()));
            var headers = request.headers().stream()
                    .map(h -> new Parts.HeaderPart(
                            h.name(), apart(h.value(), redactor.places().in(h))))
                    .toList();
            var body = Bodies.text(request.body())
                    .filter(text -> !text.isEmpty())
                    .map(text -> apart(text, redactor.places().in(text)));
            return new Parts(method, target.after(request.origin().toString()), target, headers, body);
        }

        private Pieces apart(String text, List<Span> places) {
            var pieces = new ArrayList<Piece>();
            var done = 0;
            for (var span : Span.ordered(places)) {
                pieces.addAll(byValue(text.substring(done, span.start())));
                pieces.addAll(credential(span, span.in(text)));
                done = span.end();
            }
            pieces.addAll(byValue(text.substring(done)));
            return new Pieces(pieces.stream().filter(p -> !p.text().isEmpty()).toList());
        }

        /** Outside of the places of credentials only what is known is hidden. */
        private List<Piece> byValue(String text) {
            var pieces = new ArrayList<Piece>();
            var found = found(text);
            var done = 0;
            for (var start = found.nextSetBit(0); start >= 0; start = found.nextSetBit(done)) {
                pieces.add(Piece.literal(text.substring(done, start)));
                done = Math.min(found.nextClearBit(start), text.length());
                pieces.addAll(secret(text.substring(start, done)));
            }
            pieces.add(Piece.literal(text.substring(done)));
            return pieces;
        }

        private List<Piece> credential(Span span, String value) {
            if (value.isBlank()) {
                return List.of(Piece.literal(value));
            }
            inPlaces.add(value);
            if (known(value).isPresent()) {
                return List.of(Piece.hidden(variable(value, known(value).get())));
            }
            if (Places.isOneTimeCode(span.name())) {
                return List.of(
                        Redactor.isCode(value) && !isForged
                                ? Piece.hidden(variable(
                                        value, new Source("CODE", "the one-time code of this moment", List.of())))
                                : Piece.literal(value));
            }
            return isHarmless(value) ? List.of(Piece.literal(value)) : secret(value);
        }

        /** Whether it may be shown: a literal, or what was made up and holds nothing of a secret. */
        private boolean isHarmless(String value) {
            return redactor.isLiteral(value) || ((isForged || madeUp.contains(value)) && holdsNothing(value));
        }

        /** Known secrets in it by their own variables, and what is left as it is; or all of it as something forged. */
        private List<Piece> secret(String value) {
            var known = known(value);
            if (known.isPresent()) {
                return List.of(Piece.hidden(variable(value, known.get())));
            }
            var within = within(value);
            if (within.isPresent()) {
                var start = value.indexOf(within.get());
                var before = value.substring(0, start);
                var after = value.substring(start + within.get().length());
                if (Stream.of(before, after).allMatch(this::isHarmlessBeside)) {
                    return Stream.of(List.of(Piece.literal(before)), secret(within.get()), rest(after))
                            .flatMap(List::stream)
                            .toList();
                }
            }
            return List.of(Piece.hidden(forged(value)));
        }

        private List<Piece> rest(String after) {
            return within(after).isPresent() ? secret(after) : List.of(Piece.literal(after));
        }

        private boolean isHarmlessBeside(String text) {
            return text.isBlank() || within(text).isPresent() || holdsNothing(text);
        }

        /**
         * Whether a step sends what an answer brought, and changed it. A command that makes it anew would have another answer to
         * begin with than the steps beside it.
         */
        boolean isMadeFromAnswer() {
            return isMadeFromAnswer;
        }

        private Variable forged(String value) {
            if (!forged.contains(value)) {
                forged.add(value);
            }
            isMadeFromAnswer |= !isForged && sharesPartWithAnswer(value);
            learnParts(value);
            return variables.computeIfAbsent(
                    value,
                    v -> new Variable(
                            numbered(isForged ? "FORGED" : "CREDENTIAL"),
                            v,
                            CommandLine.forging(redactor.target(), caseId, step, forged.indexOf(v) + 1)));
        }
    }

    /** A header says which key signed, and is that of many tokens. */
    private boolean sharesPartWithAnswer(String value) {
        return TOKEN_PART
                .matcher(value)
                .results()
                .map(MatchResult::group)
                .skip(value.startsWith("eyJ") ? 1 : 0)
                .filter(part -> part.length() >= LONG_PART)
                .anyMatch(part -> brought.keySet().stream().anyMatch(secret -> secret.contains(part)));
    }

    /** A forgery that is granted is a credential: its answer must not show it, less its header. */
    private void learnParts(String forged) {
        var matcher = TOKEN_PART.matcher(forged);
        while (matcher.find()) {
            if (!decoded(matcher.group()).startsWith("{\"alg\"")) {
                learn(matcher.group());
            }
        }
    }

    private Optional<Source> known(String value) {
        return Stream.of(value, percentDecoded(value.replace("+", "%2B")), percentDecoded(value), jsonUnescaped(value))
                .distinct()
                .flatMap(text -> Optional.ofNullable(brought.get(text))
                        .or(() -> redactor.source(text))
                        .map(source -> text.equals(value) ? source : encoded(source, text, value))
                        .stream())
                .findFirst();
    }

    private static Source encoded(Source source, String text, String sent) {
        return new Source(
                source.variable(),
                source.words()
                        + (sent.contains("%") || !sent.contains("\\") ? ", percent-encoded" : ", escaped for JSON"),
                text.equals(sent) ? source.forge() : List.of());
    }

    private Optional<String> within(String text) {
        return brought.keySet().stream()
                .filter(secret -> secret.length() >= Vault.WINDOW && text.contains(secret))
                .findFirst()
                .or(() -> redactor.within(text));
    }

    private Variable variable(String value, Source source) {
        return variables.computeIfAbsent(
                value, v -> new Variable(numbered(source.variable()), v, CommandLine.of(redactor.target(), source)));
    }

    private String numbered(String name) {
        var number = numbers.merge(name, 1, Integer::sum);
        return number == 1 ? name : name + "_" + number;
    }

    /** Whether nothing in it is of a secret, and it is no token, whoever made it: one that is granted is a credential. */
    private boolean holdsNothing(String value) {
        return !Places.holdsToken(value)
                && !redactor.vault().sharesMoreThanChance(value)
                && own.find(value).isEmpty()
                && BASE64.matcher(value).results().noneMatch(run -> {
                    var text = decoded(run.group());
                    return text.strip().startsWith("{")
                            || redactor.vault().sharesMoreThanChance(text)
                            || isPasswordIn(text);
                });
    }

    /** RFC 7617: the shortest passwords show only when the pair is taken apart. */
    private boolean isPasswordIn(String pair) {
        var password = pair.substring(pair.indexOf(':') + 1);
        return !password.isEmpty() && redactor.vault().isKnown(password);
    }

    private static String decoded(String base64) {
        try {
            var text = base64.replace('-', '+').replace('_', '/');
            return new String(
                    Base64.getDecoder().decode(text.substring(0, text.length() - (text.length() % 4 == 1 ? 1 : 0))),
                    UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String percentDecoded(String value) {
        try {
            return value.contains("%") || value.contains("+") ? URLDecoder.decode(value, UTF_8) : value;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static String jsonUnescaped(String value) {
        return value.indexOf('\\') < 0
                ? value
                : Field.of("{\"v\":\"" + value + "\"}").stream()
                        .findFirst()
                        .map(Field::value)
                        .orElse(value);
    }
}
