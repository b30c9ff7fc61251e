package dev.postern.api.target;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One method and path template of the target, with what it requires.
 *
 * @param id the name that the target file or the OpenAPI document gives it
 * @param method the HTTP method
 * @param path the path template, relative to the base URL, e.g. {@code /orders/{id}}
 * @param open whether it is public by design
 * @param requires what a caller needs
 * @param with values of its parameters
 * @param query query parameters always sent, in order, not yet encoded
 * @param headers header fields always sent
 * @param body the body always sent
 * @param contentType the content type of that body
 * @param destructive whether calling it changes something that must not be changed: true for every method that is not
 *     safe, unless the target file says {@code destructive: false}
 * @param position its place in the file that declares it
 * @param probe the read that shows what this operation changes, by its id
 * @param sharing which of its parameters name nobody's own object
 * @param sharesPath whether another operation of the target has its method and path, so that its label needs its id
 */
public record Operation(
        String id,
        String method,
        String path,
        boolean open,
        Requires requires,
        Map<String, String> with,
        Map<String, String> query,
        List<Header> headers,
        Content body,
        Optional<String> contentType,
        boolean destructive,
        Position position,
        Optional<String> probe,
        Sharing sharing,
        boolean sharesPath) {

    /** The only operation of its method and path. */
    public Operation(
            String id,
            String method,
            String path,
            boolean open,
            Requires requires,
            Map<String, String> with,
            Map<String, String> query,
            List<Header> headers,
            Content body,
            Optional<String> contentType,
            boolean destructive,
            Position position,
            Optional<String> probe,
            Sharing sharing) {
        this(
                id,
                method,
                path,
                open,
                requires,
                with,
                query,
                headers,
                body,
                contentType,
                destructive,
                position,
                probe,
                sharing,
                false);
    }

    /** An operation whose effect no other one shows, with parameters that name objects of its callers. */
    public Operation(
            String id,
            String method,
            String path,
            boolean open,
            Requires requires,
            Map<String, String> with,
            Map<String, String> query,
            List<Header> headers,
            Content body,
            Optional<String> contentType,
            boolean destructive,
            Position position) {
        this(
                id,
                method,
                path,
                open,
                requires,
                with,
                query,
                headers,
                body,
                contentType,
                destructive,
                position,
                Optional.empty(),
                Sharing.NONE);
    }

    /** Keeps immutable copies. */
    public Operation {
        with = Map.copyOf(with);
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        headers = List.copyOf(headers);
    }

    /** A parameter of a path template; its group 1 is the name. */
    public static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");

    /** Names of the parameters of a path template, in order. */
    public static List<String> parametersOf(String path) {
        return PATH_PARAMETER.matcher(path).results().map(m -> m.group(1)).toList();
    }

    /**
     * The value of a parameter when that identity calls: its own ({@code with}), else its tenant where the parameter
     * names one, else the operation's.
     *
     * @return empty where there is none
     */
    public Optional<String> parameter(In in, String name, Identity caller) {
        var isTenant = requires.tenant()
                .filter(t -> t.in() == in && t.name().equals(name))
                .isPresent();
        return Optional.ofNullable(caller.with().get(name))
                .or(() -> isTenant ? caller.tenant() : Optional.empty())
                .or(() -> switch (in) {
                    case PATH -> Optional.ofNullable(with.get(name));
                    case QUERY -> Optional.ofNullable(query.get(name));
                    case HEADER ->
                        headers.stream()
                                .filter(header -> header.is(name))
                                .map(Header::value)
                                .findFirst();
                });
    }

    /** This operation with the values that the parameters of its path have at another one. */
    public Operation withParametersOf(Operation other) {
        var values = new LinkedHashMap<>(with);
        values.putAll(other.with());
        values.keySet().retainAll(parametersOf(path));
        return new Operation(
                id,
                method,
                path,
                open,
                requires,
                values,
                query,
                headers,
                body,
                contentType,
                destructive,
                position,
                probe,
                sharing,
                sharesPath);
    }

    /** This operation, whose method and path are those of another one too. */
    Operation sharingPath() {
        return new Operation(
                id,
                method,
                path,
                open,
                requires,
                with,
                query,
                headers,
                body,
                contentType,
                destructive,
                position,
                probe,
                sharing,
                true);
    }

    /** {@code GET /orders/{id}}; with its id if another operation has the same: {@code POST /rpc (createOrder)}. */
    public String label() {
        return call() + (sharesPath && !id.equals(call()) ? " (" + id + ")" : "");
    }

    /** Method and path: {@code POST /rpc}. */
    public String call() {
        return method + " " + path;
    }

    /** Whether the method only reads (RFC 9110 9.2.1). */
    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * What a caller needs to be granted.
     *
     * @param schemes names of schemes, any one of which will do
     * @param scopes scopes, all of which are needed
     * @param roles roles, any one of which will do; empty where none is needed
     * @param tenant the parameter that must name the caller's own tenant
     */
    public record Requires(List<String> schemes, Set<String> scopes, Set<String> roles, Optional<ParameterRef> tenant) {
        /** Needs nothing. */
        public static final Requires NOTHING = new Requires(List.of(), Set.of(), Set.of(), Optional.empty());

        /** Keeps immutable copies. */
        public Requires {
            schemes = List.copyOf(schemes);
            scopes = Set.copyOf(scopes);
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Parameters that name nobody's own object.
     *
     * @param common names of those that the target file declares {@code shared}: what they name is there for all
     * @param fromDocument names of those whose value is an example or a default of the OpenAPI document
     */
    public record Sharing(Set<String> common, Set<String> fromDocument) {
        /** No such parameter. */
        public static final Sharing NONE = new Sharing(Set.of(), Set.of());

        /** Keeps immutable copies. */
        public Sharing {
            common = Set.copyOf(common);
            fromDocument = Set.copyOf(fromDocument);
        }
    }

    /** A parameter of the request: {@code path.tenant}, {@code query.org}, {@code header.X-Tenant}. */
    public record ParameterRef(In in, String name) {
        /** As target files write it. */
        @Override
        public String toString() {
            return in.name().toLowerCase(Locale.ROOT) + "." + name;
        }
    }

    /** Where a parameter travels. */
    public enum In {
        PATH,
        QUERY,
        HEADER
    }
}
