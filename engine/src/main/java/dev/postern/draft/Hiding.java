package dev.postern.draft;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.target.Secret;
import dev.postern.draft.Node.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts variables in the place of the secrets in a request. */
final class Hiding {

    /** A shorter secret would be found in texts that have nothing to do with it. */
    private static final int SHORTEST_TO_FIND = 5;

    /** A name and a value beside it: in JSON, GraphQL, XML, a form, and a part of a multipart body. */
    private static final Pattern NAMED = Pattern.compile("\"([^\"]{1,60})\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\""
            + "|\\b([A-Za-z_]\\w{0,60})\\s*:\\s*\\\\?\"([^\"\\\\]*)"
            + "|<([\\w:.-]{1,60})>([^<]*)</"
            + "|\\b([\\w.-]{1,60})=([^&\\s\"';<>]+)"
            + "|name=\"([^\"]{1,60})\"\\r?\\n\\r?\\n([^\\r\\n]*)");

    private final Variables variables;
    private final String owner;
    private final List<Secret> found = new ArrayList<>();

    /** @param owner whose secrets they are, as the first word of variables; empty where nobody is known */
    Hiding(Variables variables, String owner) {
        this.variables = variables;
        this.owner = owner;
    }

    /**
     * A variable for the whole of a text.
     *
     * @param what what it is, in a reader's words
     * @return the text with the variable marked in it; a text that is one already stays
     */
    String whole(String secret, String wish, String what) {
        var meaning = owner.isEmpty() ? what : what + ", of " + owner;
        if (Marks.hasAny(secret)) {
            Marks.mention(secret, variables, meaning);
            return Marks.isVariable(secret) ? secret : Marks.variable(variables.fresh(owner + " " + wish, meaning));
        }
        found.add(Secret.of(secret));
        return Marks.variable(variables.of(Secret.of(secret), owner + " " + wish, meaning));
    }

    /** A value with a name, of a header or parameter or field: hidden where either tells that it is a secret. */
    String value(String name, String text, String meaning) {
        return SecretSigns.isSecretName(name) && !text.isBlank()
                ? whole(text, name, meaning)
                : within(text, name, meaning);
    }

    /** A text with variables in the place of the secrets in it. */
    String within(String text, String wish, String meaning) {
        var hidden = text;
        for (var secret : found) {
            var value = secret.reveal();
            if (value.length() >= SHORTEST_TO_FIND) {
                hidden = hidden.replace(value, Marks.variable(variables.of(secret, wish, meaning)));
            }
        }
        hidden = SecretSigns.telling()
                .matcher(hidden)
                .replaceAll(m -> Matcher.quoteReplacement(whole(m.group(), wish, "a secret in " + meaning)));
        hidden = named(hidden, meaning);
        Marks.mention(hidden, variables, meaning);
        return hidden;
    }

    private String named(String text, String meaning) {
        return NAMED.matcher(text).replaceAll(m -> {
            for (var n = 1; n < m.groupCount(); n += 2) {
                var value = m.group(n + 1);
                if (m.group(n) != null && SecretSigns.isSecretName(m.group(n)) && !value.isBlank()) {
                    var mark = whole(value, m.group(n), m.group(n) + " in " + meaning);
                    var start = m.start(n + 1) - m.start();
                    return Matcher.quoteReplacement(
                            m.group().substring(0, start) + mark + m.group().substring(start + value.length()));
                }
            }
            return Matcher.quoteReplacement(m.group());
        });
    }

    /** Whether a name has a secret in it: nothing can be put in there. */
    boolean isTold(String name) {
        return SecretSigns.telling().matcher(name).find()
                || found.stream().anyMatch(s -> s.reveal().length() >= SHORTEST_TO_FIND && name.contains(s.reveal()));
    }

    /** A form that is encoded already. */
    String form(String body) {
        return List.of(body.split("&", -1)).stream()
                .map(pair -> {
                    var equals = pair.indexOf('=');
                    if (equals < 0) {
                        return within(pair, "body", "the body");
                    }
                    var name = pair.substring(0, equals);
                    return within(name, "body", "the body") + "="
                            + value(name, pair.substring(equals + 1), "the field " + name + " as the form encodes it");
                })
                .collect(Collectors.joining("&"));
    }

    /**
     * A JSON body as a target file writes it.
     *
     * @param member the name of the member whose value it is
     */
    Node json(String member, JsonNode value) {
        if (value.isObject()) {
            var block = new Block();
            value.properties().forEach(e -> block.put(e.getKey(), json(e.getKey(), e.getValue())));
            return block;
        }
        if (value.isArray()) {
            var items = new ArrayList<Node>();
            value.forEach(i -> items.add(json(member, i)));
            return new Items(items);
        }
        if (value.isTextual()) {
            return Marks.scalar(value(member, value.textValue(), "the member " + member + " of the body"));
        }
        return value.isNumber() && SecretSigns.isSecretNumber(member)
                ? Marks.scalar(value(member, value.asText(), "the member " + member + " of the body"))
                : Scalar.bare(value.asText());
    }
}
