package dev.postern.checks.auth;

import dev.postern.api.check.Subject;
import dev.postern.api.target.Identity;
import dev.postern.checks.craft.ReadableCredential;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A readable credential, changed in one place that a server must authenticate.
 *
 * @param words what was changed
 * @param credential the credential after that
 */
record Rewriting(String words, String credential) {

    private static final Pattern TIME =
            Pattern.compile("iat|exp|nbf|ts|t|time|timestamp|issued.*|expir.*|created.*|valid.*");
    private static final Pattern SUBJECT =
            Pattern.compile("sub|subject|user|username|user_?name|user_?id|uid|login|email|mail|name|account|id");
    private static final Pattern ROLE =
            Pattern.compile("roles?|groups?|scopes?|scp|permissions?|rights?|is_?admin|admin|level");
    private static final Pattern NUMBER = Pattern.compile("\\d{10}(\\d{3})?");

    /** At most one of each kind: the time, the subject, the role. */
    static Stream<Rewriting> of(Subject on, ReadableCredential valid) {
        return Stream.of(time(valid), subject(on, valid), role(on, valid)).flatMap(Optional::stream);
    }

    private static Optional<Map.Entry<String, String>> member(
            ReadableCredential valid, Pattern name, Predicate<String> value) {
        return valid.members().entrySet().stream()
                .filter(e -> name.matcher(e.getKey().toLowerCase(Locale.ROOT)).matches())
                .filter(e -> value.test(e.getValue()))
                .findFirst();
    }

    private static Optional<Rewriting> time(ReadableCredential valid) {
        return member(valid, TIME, value -> NUMBER.matcher(value).matches())
                .map(e -> new Rewriting(
                        "another time in its " + e.getKey(),
                        valid.with(e.getKey(), String.valueOf(Long.parseLong(e.getValue()) + 1))));
    }

    private static Optional<Rewriting> subject(Subject on, ReadableCredential valid) {
        return member(valid, SUBJECT, value -> !value.isEmpty())
                .flatMap(e -> another(on, e.getKey())
                        .filter(value -> !value.equals(e.getValue()))
                        .map(value ->
                                new Rewriting("another subject in its " + e.getKey(), valid.with(e.getKey(), value))));
    }

    /** The subject of another identity: what its own credential says, else its name. */
    private static Optional<String> another(Subject on, String member) {
        return on.target().identities().values().stream()
                .filter(who -> who.scheme().equals(on.scheme().name()) && !who.equals(on.identity()))
                .findFirst()
                .map(who -> ofCredential(on, who, member).orElse(who.name()));
    }

    private static Optional<String> ofCredential(Subject on, Identity who, String member) {
        return ReadableCredential.of(on.credentialOf(who))
                .map(other -> other.members().getOrDefault(member, ""))
                .filter(value -> !value.isEmpty());
    }

    private static Optional<Rewriting> role(Subject on, ReadableCredential valid) {
        var wanted = on.target().operations().values().stream()
                .flatMap(operation -> operation.requires().roles().stream())
                .filter(role -> !on.identity().roles().contains(role))
                .findFirst()
                .orElse("admin");
        return member(valid, ROLE, value -> !value.contains(wanted))
                .map(e -> new Rewriting(
                        "another role in its " + e.getKey(),
                        valid.with(e.getKey(), e.getValue().equals("false") ? "true" : wanted)));
    }
}
