package dev.postern.api.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom the target knows.
 *
 * @param name the name that the target file gives
 * @param scheme the name of the scheme by which it authenticates
 * @param tenant the tenant it belongs to
 * @param scopes its scopes
 * @param roles its roles
 * @param with values of parameters for its own objects; they win over the operation's
 * @param markers texts that only this identity's (or its tenant's) data contains
 * @param obtain how it gets its credential
 * @param position its place in the target file
 * @param hooks requests that end what it holds
 * @param sees whose data it may see beside its own
 */
public record Identity(
        String name,
        String scheme,
        Optional<String> tenant,
        Set<String> scopes,
        Set<String> roles,
        Map<String, String> with,
        List<String> markers,
        Obtain obtain,
        Position position,
        Hooks hooks,
        Sight sees) {

    /** An identity without hooks, of which the target file does not say whose data it may see. */
    public Identity(
            String name,
            String scheme,
            Optional<String> tenant,
            Set<String> scopes,
            Set<String> roles,
            Map<String, String> with,
            List<String> markers,
            Obtain obtain,
            Position position) {
        this(name, scheme, tenant, scopes, roles, with, markers, obtain, position, Hooks.NONE, Sight.UNDECLARED);
    }

    /** Keeps immutable copies. */
    public Identity {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        with = Map.copyOf(with);
        markers = List.copyOf(markers);
    }

    /** The same identity, naming another object. */
    public Identity withObject(String parameter, String value) {
        var other = new LinkedHashMap<>(with);
        other.put(parameter, value);
        return new Identity(name, scheme, tenant, scopes, roles, other, markers, obtain, position, hooks, sees);
    }
}
