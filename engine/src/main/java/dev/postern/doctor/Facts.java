package dev.postern.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Scheme;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenView;
import dev.postern.run.Examined.Possession;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a credential tells of itself, and what was told when it was issued. */
final class Facts {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where issuers put scopes beside {@code scope}: Microsoft and Okta {@code scp}. */
    private static final List<String> OTHER_SCOPE_CLAIMS = List.of("scp");

    private final Possession possession;
    private final Scheme scheme;
    private final Optional<TokenView> token;

    Facts(Possession possession, Scheme scheme) {
        this.possession = possession;
        this.scheme = scheme;
        this.token = possession.credential().flatMap(Facts::view);
    }

    private static Optional<TokenView> view(String credential) {
        try {
            return Optional.of(TokenView.of(credential));
        } catch (MalformedTokenException e) {
            return Optional.empty();
        }
    }

    Possession possession() {
        return possession;
    }

    Scheme scheme() {
        return scheme;
    }

    /** What a JWT says; empty for any other credential. */
    Optional<TokenView> token() {
        return scheme instanceof Scheme.Bearer ? token : Optional.empty();
    }

    /** Scheme of JWTs, where it is one. */
    Optional<Scheme.BearerJwt> jwt() {
        return scheme instanceof Scheme.BearerJwt jwt ? Optional.of(jwt) : Optional.empty();
    }

    /** Scopes by the token itself, else by the answer that issued it (RFC 6749 5.1); empty where neither tells. */
    Optional<Set<String>> scopes() {
        return claim(jwt().map(j -> j.claims().scopes()).orElse("scope"))
                .or(() -> OTHER_SCOPE_CLAIMS.stream()
                        .flatMap(name -> claim(name).stream())
                        .findFirst())
                .or(() -> issued("scope"))
                .map(Facts::words);
    }

    Optional<Set<String>> roles() {
        return jwt().flatMap(j -> claim(j.claims().roles())).map(Facts::texts);
    }

    Optional<String> tenant() {
        return jwt().flatMap(j -> claim(j.claims().tenant())).map(JsonNode::asText);
    }

    /** Scopes that the issuer says it granted. */
    Optional<Set<String>> grantedScopes() {
        return issued("scope").map(Facts::words);
    }

    /** {@code a/b} is a path into nested claims; a claim of that very name goes first. */
    private Optional<JsonNode> claim(String path) {
        var whole = token().flatMap(t -> t.claim(path));
        if (whole.isPresent() || path.indexOf('/') < 0) {
            return whole.filter(n -> !n.isNull());
        }
        var steps = path.split("/");
        var node = token().flatMap(t -> t.claim(steps[0]));
        for (var step : Arrays.asList(steps).subList(1, steps.length)) {
            node = node.map(n -> n.get(step));
        }
        return node.filter(n -> !n.isNull());
    }

    private Optional<JsonNode> issued(String member) {
        return possession
                .exchange()
                .flatMap(Facts::json)
                .map(n -> n.get(member))
                .filter(JsonNode::isTextual);
    }

    /** The body as a JSON object, where it is one. */
    static Optional<JsonNode> json(Exchange exchange) {
        return exchange.response().flatMap(response -> {
            try {
                return Optional.ofNullable(JSON.readTree(response.body().text()))
                        .filter(JsonNode::isObject);
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }

    /** A text of words, or an array of texts. */
    private static Set<String> words(JsonNode node) {
        return node.isTextual()
                ? Arrays.stream(node.asText().split("\\s+"))
                        .filter(w -> !w.isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : texts(node);
    }

    private static Set<String> texts(JsonNode node) {
        return node.isTextual()
                ? Set.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@code a b}, in order. */
    static String joined(Collection<String> texts) {
        return texts.stream().sorted().collect(Collectors.joining(" "));
    }
}
