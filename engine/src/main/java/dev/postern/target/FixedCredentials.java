package dev.postern.target;

import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Scheme.ApiKey;
import dev.postern.api.target.Scheme.Basic;
import dev.postern.api.target.Scheme.Bearer;
import dev.postern.api.target.Scheme.Carrier;
import dev.postern.api.target.Scheme.Session;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses what is sent with every request where a scheme carries its credential: the request without credential would carry one,
 * and that with another credential two.
 */
final class FixedCredentials {

    private final Map<String, Scheme> schemes;
    private final Problems problems;

    FixedCredentials(Map<String, Scheme> schemes, Problems problems) {
        this.schemes = schemes;
        this.problems = problems;
    }

    /**
     * Looks through the headers at the top, and the headers and query parameters of each operation.
     *
     * @param file the target file as it is written
     * @param operations the operations as they are called
     */
    void check(Value file, List<Operation> operations) {
        var used = operations.stream()
                .flatMap(o -> o.requires().schemes().stream())
                .distinct()
                .toList();
        headers(file, "\"headers\"", used);
        for (var operation : operations) {
            var written = file.get("operations").flatMap(all -> all.get(operation.id()));
            var accepted = operation.requires().schemes();
            var of = " of operation " + Words.quote(operation.id());
            written.ifPresent(w -> headers(w, "\"headers\"" + of, accepted));
            written.ifPresent(w -> query(w, "\"query\"" + of, accepted));
        }
    }

    private void headers(Value in, String where, Collection<String> names) {
        entries(in, "headers").forEach((name, value) -> {
            if (name.equalsIgnoreCase("Cookie") && value.isScalar()) {
                Arrays.stream(value.text().split(";"))
                        .map(pair -> pair.split("=", 2)[0].strip())
                        .forEach(cookie -> refuse(
                                value,
                                "the cookie " + Words.quote(cookie) + " in " + where,
                                names.stream().filter(n -> isIn(n, Carrier.COOKIE, cookie))));
            } else {
                refuse(
                        value,
                        Words.quote(name) + " in " + where,
                        names.stream().filter(n -> isIn(n, Carrier.HEADER, name)));
            }
        });
    }

    private void query(Value in, String where, Collection<String> names) {
        entries(in, "query")
                .forEach((name, value) -> refuse(
                        value,
                        Words.quote(name) + " in " + where,
                        names.stream().filter(n -> isIn(n, Carrier.QUERY, name))));
    }

    private static Map<String, Value> entries(Value in, String key) {
        return in.get(key).map(Value::entries).orElse(Map.of());
    }

    private void refuse(Value value, String what, Stream<String> carriedBy) {
        carriedBy
                .findFirst()
                .ifPresent(scheme -> problems.error(
                        value.position(),
                        what + " is where scheme " + Words.quote(scheme)
                                + " carries its credential: the request without" + " credential would carry one",
                        "leave it out, and write the credential under `obtain:` of an identity"));
    }

    private boolean isIn(String scheme, Carrier carrier, String name) {
        return Optional.ofNullable(schemes.get(scheme))
                .filter(s -> carrier(s) == carrier)
                .filter(s -> carrier == Carrier.HEADER
                        ? parameter(s).equalsIgnoreCase(name)
                        : parameter(s).equals(name))
                .isPresent();
    }

    private static Carrier carrier(Scheme scheme) {
        if (scheme instanceof ApiKey key) {
            return key.in();
        }
        return scheme instanceof Session ? Carrier.COOKIE : Carrier.HEADER;
    }

    private static String parameter(Scheme scheme) {
        if (scheme instanceof ApiKey key) {
            return key.parameter();
        }
        if (scheme instanceof Session session) {
            return session.cookie();
        }
        return scheme instanceof Bearer || scheme instanceof Basic ? "Authorization" : "";
    }
}
