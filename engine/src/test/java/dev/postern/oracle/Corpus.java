package dev.postern.oracle;

import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers as frameworks give them, with what is true of each: it shows the subject's data again ({@code same}), that of
 * somebody else ({@code other}), or none ({@code refusal}).
 */
final class Corpus {

    private static final List<String> STACKS = List.of(
            "spring-detail",
            "spring-page",
            "express-detail",
            "django-rest-list",
            "fastapi-detail",
            "rails-jsonapi-list",
            "go-list",
            "kong-detail",
            "nginx-page",
            "laravel-list",
            "aspnet-odata-list",
            "graphql",
            "soap-like-xml",
            "csv-export",
            "envelope-detail",
            "go-omitempty-detail");

    private static final String NOWHERE = "0123456789abcdef0123456789abcdef";

    private Corpus() {}

    static Stream<Stack> stacks() {
        return STACKS.stream().map(Corpus::read);
    }

    private static Stack read(String name) {
        try (var in = Corpus.class.getResourceAsStream("corpus/" + name + ".txt")) {
            var sections = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^=== ", -1);
            var request = Exchanges.request(sections[1].strip().substring("request ".length()));
            var answers = new ArrayList<Answer>();
            for (int i = 2; i < sections.length; i++) {
                var parts = sections[i].split("\n", 2);
                answers.add(new Answer(parts[0].strip(), Exchanges.answered(request, Exchanges.response(parts[1]))));
            }
            return new Stack(name, request, answers);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answers of one stack to one request. */
    record Stack(String name, WireRequest request, List<Answer> answers) {

        Exchange positive() {
            return named("positive");
        }

        Exchange again() {
            return named("again");
        }

        Exchange negative() {
            return named("refusal negative");
        }

        /** Bob's own answer, under his own address where the address names the thing. */
        Exchange own() {
            var bobs = named("other bob");
            var target = request.target().replaceAll("(17|42|acc_7Yx2|5|88|srv-17)$", "0");
            return Exchanges.answered(
                    request.withTarget(target), bobs.response().orElseThrow());
        }

        Stream<Answer> all(String truth) {
            return answers.stream().filter(a -> (a.label() + " ").startsWith(truth + " "));
        }

        /** The positive control is the subject's data too, when it is sent again as it was. */
        Stream<Answer> same() {
            return Stream.concat(Stream.of(new Answer("same as it was", positive())), all("same"));
        }

        Controls controls(Optional<Exchange> ownOfSender) {
            return new Controls(
                    positive(),
                    () -> Optional.of(again()),
                    negative(),
                    ownOfSender,
                    List.of(),
                    Optional::empty,
                    this::nowhere);
        }

        /** What the stack says of a path that does not exist, where the corpus has it. */
        private Optional<Exchange> nowhere() {
            var path = request.target().replaceAll("[^/]+/?$", NOWHERE);
            var missing = answers.stream()
                    .filter(a -> List.of("refusal missing", "refusal route").contains(a.label()))
                    .findFirst();
            return missing.flatMap(a -> a.exchange().response()).map(r -> {
                var body = r.body().text().replace(request.target(), path);
                return Exchanges.answered(
                        request.withTarget(path),
                        new WireResponse(r.status(), r.headers(), Content.of(body), r.truncated()));
            });
        }

        private Exchange named(String label) {
            return answers.stream()
                    .filter(a -> a.label().equals(label))
                    .findFirst()
                    .orElseThrow()
                    .exchange();
        }
    }

    /** One answer; the first word of the label says what is true of it. */
    record Answer(String label, Exchange exchange) {}
}
