package dev.postern.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a target says of its refusal in words of its own: shown as it is, cut, and never needed for a conclusion. */
final class Told {

    private static final int LONGEST = 160;

    /** Members in which errors are told (RFC 6749 5.2, RFC 9457 3.1), and what frameworks call them. */
    private static final List<String> MEMBERS = List.of("error_description", "detail", "message", "title", "error");

    private Told() {}

    /** The text, with control characters replaced: it is the target's, and goes to a terminal. */
    static Optional<String> in(Exchange exchange) {
        return exchange.response()
                .flatMap(response -> Stream.concat(
                                challenges(response),
                                Facts.json(exchange).stream().flatMap(Told::members))
                        .map(Told::shown)
                        .filter(text -> !text.isBlank())
                        .findFirst());
    }

    private static Stream<String> challenges(WireResponse response) {
        return Challenge.of(response).stream().flatMap(c -> c.parameter("error_description").stream());
    }

    private static Stream<String> members(JsonNode body) {
        return MEMBERS.stream()
                .map(body::get)
                .filter(n -> n != null && n.isTextual())
                .map(JsonNode::asText);
    }

    static String shown(String text) {
        var clean = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return text.codePointCount(0, text.length()) > LONGEST ? clean + "…" : clean;
    }
}
