package dev.postern.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The body of a request that the target file describes by {@code form} or {@code json}.
 *
 * @param contentType empty where there is no body
 * @param text the body; places such as {@code {totp}} are as they are written
 */
record RequestBody(String contentType, String text) {

    /** Names of fields whose values are secrets. */
    private static final Pattern SECRET_FIELD =
            Pattern.compile("pass|pwd|secret|token|pin$|otp|code$|key$", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the keys {@code form} and {@code json}.
     *
     * @param places texts that stand for what is put in later, such as {@code {totp}}
     */
    static RequestBody read(Mapping in, List<String> places, Texts texts, Problems problems) {
        if (in.has("form") && in.has("json")) {
            in.error("json", in.owner() + " has both \"form\" and \"json\"", "keep one of the two");
        }
        if (in.has("form")) {
            return new RequestBody("application/x-www-form-urlencoded", form(in, places, texts, problems));
        }
        return in.value("json")
                .map(v -> new RequestBody(
                        "application/json",
                        json(v, in.words("json"), places, texts).toString()))
                .orElseGet(() -> new RequestBody("", ""));
    }

    /** A value as JSON, with what {@code ${…}} puts in. */
    static JsonNode json(Value value, String words, List<String> places, Texts texts) {
        return value.json(t -> texts.resolve(t, words, use(t, places)).orElse(""));
    }

    private static Use use(Value field, List<String> places) {
        var isSecret =
                SECRET_FIELD.matcher(field.key()).find() && places.stream().noneMatch(field.text()::contains);
        return isSecret ? Use.SECRET : Use.FREE;
    }

    private static String form(Mapping in, List<String> places, Texts texts, Problems problems) {
        var form = Mapping.of(in.value("form").orElseThrow(), in.words("form"), texts, problems);
        return form.values().stream()
                .map(field -> encode(field.key(), places) + "="
                        + (field.isBlank()
                                ? ""
                                : encode(
                                        form.text(field.key(), use(field, places))
                                                .orElse(""),
                                        places)))
                .collect(Collectors.joining("&"));
    }

    /** Form encoding that leaves the places as they are. */
    private static String encode(String text, List<String> places) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (var place : places) {
            encoded = encoded.replace(URLEncoder.encode(place, StandardCharsets.UTF_8), place);
        }
        return encoded;
    }

    /** Not the text: it may hold secrets. */
    @Override
    public String toString() {
        return contentType;
    }
}
