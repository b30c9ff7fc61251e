package dev.postern.samples;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation.
 *
 * @param authentication how callers prove who they are; empty for a public operation
 * @param scopes all of them are needed
 * @param roles any one of them is needed, if there are any
 */
record Route(
        String method,
        String template,
        Optional<Authentication> authentication,
        Set<String> scopes,
        Set<String> roles,
        Handler handler) {

    /** The work of an operation, for a caller who may have it done. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call, Caller caller, Map<String, String> path);
    }

    static Route open(String method, String template, Handler handler) {
        return new Route(method, template, Optional.empty(), Set.of(), Set.of(), handler);
    }

    static Route guarded(String method, String template, Authentication authentication, Handler handler) {
        return new Route(method, template, Optional.of(authentication), Set.of(), Set.of(), handler);
    }

    Route withScope(String scope) {
        return new Route(method, template, authentication, Set.of(scope), roles, handler);
    }

    Route withRole(String role) {
        return new Route(method, template, authentication, scopes, Set.of(role), handler);
    }

    /** HEAD is GET without the body, and guarded like it. */
    boolean answersMethod(String asked) {
        return method.equals(asked.equals("HEAD") ? "GET" : asked);
    }

    /** The path parameters, decoded, if the path is one of this operation. */
    Optional<Map<String, String>> match(String path) {
        List<String> names = Arrays.asList(template.split("/", -1));
        List<String> values = Arrays.asList(path.split("/", -1));
        if (names.size() != values.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith("{") && !values.get(i).isEmpty()) {
                parameters.put(name.substring(1, name.length() - 1), Call.decoded(values.get(i)));
            } else if (!name.equals(values.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
