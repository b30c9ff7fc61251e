package dev.postern.checks.jwt;

import dev.postern.api.check.Observed;
import dev.postern.api.check.Subject;
import dev.postern.checks.craft.ValidToken;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets that people make of names: those of the target, the issuer, the audience and the products that its answers name, with a
 * usual word behind them.
 */
final class NameWords {

    /** More names than a target and its issuer have. */
    private static final int MOST_NAMES = 40;

    private static final int SHORTEST_NAME = 2;

    private static final List<String> ENDINGS = List.of(
            "",
            "secret",
            "-secret",
            "_secret",
            "Secret",
            "-secret-key",
            "_secret_key",
            "SecretKey",
            "-jwt",
            "-jwt-secret",
            "_jwt_secret",
            "JwtSecret",
            "-key",
            "_key",
            "Key",
            "-token",
            "password",
            "-dev",
            "-prod",
            "1",
            "12",
            "123",
            "1234",
            "12345",
            "123456",
            "-123",
            "-1234",
            "-123456",
            "_123456",
            "-secret-123",
            "-secret-key-123",
            "!",
            "123!",
            "2020",
            "2021",
            "2022",
            "2023",
            "2024",
            "2025",
            "2026");

    private static final Pattern REALM = Pattern.compile("(?i)realm=\"([^\"]{1,60})\"");

    private NameWords() {}

    static WordList of(ValidToken token) {
        var words = new LinkedHashSet<String>();
        for (var name : names(token)) {
            for (var spelling : spellings(name)) {
                ENDINGS.forEach(ending -> words.add(spelling + ending));
                words.add("secret-" + spelling);
                words.add("jwt-" + spelling);
            }
        }
        return new WordList(
                "word %d of those made of the names of target, issuer, audience and product", List.copyOf(words));
    }

    private static List<String> names(ValidToken token) {
        Subject on = token.on();
        var scheme = ValidToken.scheme(on);
        return Stream.of(
                        Stream.of(on.target().name()),
                        scheme.audience().stream(),
                        scheme.issuer().stream(),
                        token.view().iss().stream(),
                        token.view().aud().stream(),
                        on instanceof Observed observed ? products(observed) : Stream.<String>empty())
                .flatMap(all -> all)
                .flatMap(NameWords::parts)
                .filter(name -> name.length() >= SHORTEST_NAME)
                .distinct()
                .limit(MOST_NAMES)
                .toList();
    }

    /** What the target's answers say of themselves, less versions: the product, and the realm of its challenge. */
    private static Stream<String> products(Observed on) {
        return Stream.of(on.positiveControl(), on.negativeControl())
                .flatMap(exchange -> exchange.response().stream())
                .flatMap(answer -> Stream.of("Server", "X-Powered-By", "X-Application", "WWW-Authenticate")
                        .flatMap(name -> answer.header(name).stream()))
                .flatMap(NameWords::withoutVersion);
    }

    private static Stream<String> withoutVersion(String field) {
        var realm = REALM.matcher(field);
        return realm.find()
                ? Stream.of(realm.group(1))
                : Stream.of(field.replaceAll("[/(].*", "").strip());
    }

    /** The name, without the scheme of a URL, and the words in it. */
    private static Stream<String> parts(String name) {
        var bare = name.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://", "");
        return Stream.concat(Stream.of(name, bare), Stream.of(bare.split("[^A-Za-z0-9]+")));
    }

    private static Set<String> spellings(String name) {
        var joined = name.replaceAll("[^A-Za-z0-9]", "");
        var all = new ArrayList<String>();
        for (var form : List.of(name, joined)) {
            all.add(form);
            all.add(form.toLowerCase(Locale.ROOT));
            all.add(form.toUpperCase(Locale.ROOT));
            if (!form.isEmpty()) {
                all.add(form.substring(0, 1).toUpperCase(Locale.ROOT) + form.substring(1));
            }
        }
        return new LinkedHashSet<>(all);
    }
}
