package dev.postern.samples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** HTTP Basic (RFC 7617) against a directory of users. */
final class BasicUsers implements Authentication {
    private static final String CHALLENGE = "Basic realm=\"orders\", charset=\"UTF-8\"";

    /** A user name and, unless the parser is content without, a password. */
    record Login(String user, Optional<String> password) {}

    /** Reads what follows the word {@code Basic}; empty if it is no credential. */
    @FunctionalInterface
    interface Parser {
        Optional<Login> parse(String credentials);
    }

    private final Accounts accounts;
    private final Function<String, Optional<String>> ofHeader;
    private final Parser parser;
    private final BiPredicate<String, String> passwordMatches;

    BasicUsers(Accounts accounts, Defences defences) {
        this.accounts = accounts;
        this.ofHeader = defences.basicOfHeader;
        this.parser = defences.basicParser;
        this.passwordMatches = defences.passwordMatches;
    }

    @Override
    public Caller authenticate(Call call) {
        List<String> values = call.headerValues("Authorization");
        if (values.size() != 1) {
            throw Refusal.unauthorized(CHALLENGE);
        }
        Login login =
                ofHeader.apply(values.get(0)).flatMap(parser::parse).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        return accounts.find(Accounts.Kind.BASIC, login.user())
                // Only the loose parser finds no password, and then there is none that could be wrong.
                .filter(account -> login.password()
                        .map(password -> passwordMatches.test(password, account.secret()))
                        .orElse(true))
                .map(Accounts.Account::caller)
                .orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
    }

    static Optional<String> afterTheWord(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("basic ")
                ? Optional.of(header.substring("basic ".length()))
                : Optional.empty();
    }

    static Optional<Login> parse(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Login(decoded.substring(0, colon), Optional.of(decoded.substring(colon + 1))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Passes over what is not base64, splits, and has a password only where there are exactly two parts. */
    static Optional<Login> parseLoosely(String credentials) {
        String decoded = new String(Base64.getDecoder().decode(wholeBytes(credentials)), StandardCharsets.ISO_8859_1);
        List<String> parts = Arrays.asList(decoded.split(":", -1));
        return Optional.of(new Login(parts.get(0), parts.size() == 2 ? Optional.of(parts.get(1)) : Optional.empty()));
    }

    /** As lenient decoders have it: other characters and padding are skipped, six bits left over are dropped. */
    private static String wholeBytes(String credentials) {
        String base64 = credentials.replaceAll("[^A-Za-z0-9+/]", "");
        return base64.length() % 4 == 1 ? base64.substring(0, base64.length() - 1) : base64;
    }

    static boolean matches(String presented, String known) {
        return !presented.isEmpty() && bind(presented, known);
    }

    /**
     * A directory's simple bind. Without a password it succeeds, as anybody (RFC 4513 5.1.2): it is for the client
     * to see that nothing was proven.
     */
    static boolean bind(String presented, String known) {
        return presented.isEmpty() || ApiKeys.same(presented, known);
    }
}
