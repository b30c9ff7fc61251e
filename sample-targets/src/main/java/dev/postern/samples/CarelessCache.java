package dev.postern.samples;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A shared cache before the API: it keeps what was granted on one path, by the URL alone, as `public` lets it. */
final class CarelessCache {
    private final String path;
    private final Map<String, Answer> stored = new ConcurrentHashMap<>();

    CarelessCache(String path) {
        this.path = path;
    }

    /** A stored answer, unless the request wants the target's own (RFC 9111 5.2.1.4). */
    Answer answer(Call call, Function<Call, Answer> target) {
        if (!call.method().equals("GET") || !call.path().equals(path)) {
            return target.apply(call);
        }
        String url = call.path() + "?" + call.query();
        Answer known = stored.get(url);
        boolean wantsTarget =
                call.header("Cache-Control").filter("no-cache"::equals).isPresent();
        if (known != null && !wantsTarget) {
            return known.with("Age", "3");
        }
        Answer fresh = target.apply(call);
        if (fresh.status() == 200) {
            stored.put(url, fresh.with("Cache-Control", "public, max-age=60"));
        }
        return fresh;
    }
}
