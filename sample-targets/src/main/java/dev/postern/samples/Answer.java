package dev.postern.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** One response. Unless a header says otherwise nobody may store it. */
record Answer(int status, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer json(int status, Object body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Cache-Control", "no-store");
        return new Answer(status, headers, text(body));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of("Cache-Control", "no-store"), "");
    }

    /** A denial or an error, in the one form this API has for them. */
    static Answer problem(int status, String error, String detail) {
        return json(status, Map.of("error", error, "detail", detail));
    }

    static Answer notFound() {
        return problem(404, "not_found", "There is no such resource.");
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    Answer without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new Answer(status, fewer, body);
    }

    static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are plain maps, lists and texts", e);
        }
    }
}
