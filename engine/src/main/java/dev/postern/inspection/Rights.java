package dev.postern.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.api.target.Scheme.ClaimNames;
import dev.postern.inspection.Inspection.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Scopes, roles, tenant and client of a token, by the names that issuers give such claims. */
final class Rights {
    private static final List<String> SCOPES = List.of("scope", "scp", "scopes", "permissions", "authorities");
    private static final List<String> ROLES =
            List.of("roles", "role", "groups", "cognito:groups", "entitlements", "realm_access/roles");
    private static final List<String> TENANTS =
            List.of("tenant", "tid", "tenant_id", "tenantId", "org_id", "organization", "org");
    private static final List<String> CLIENTS = List.of("client_id", "azp", "appid", "cid");

    private Rights() {}

    static List<Member> in(ObjectNode claims, Optional<ClaimNames> declared) {
        var found = new ArrayList<Member>();
        add(claims, "scopes", SCOPES, declared.map(ClaimNames::scopes), found);
        add(claims, "roles", ROLES, declared.map(ClaimNames::roles), found);
        claims.path("resource_access") // Keycloak: roles by client
                .properties()
                .forEach(client -> add(
                        client.getValue(), "roles", "resource_access/" + client.getKey() + "/roles", "roles", found));
        add(claims, "tenant", TENANTS, declared.map(ClaimNames::tenant), found);
        add(claims, "client", CLIENTS, Optional.empty(), found);
        return found;
    }

    private static void add(
            ObjectNode claims, String what, List<String> usual, Optional<String> declared, List<Member> found) {
        Set<String> names = new LinkedHashSet<>(declared.stream().toList());
        names.addAll(usual);
        names.forEach(name -> add(claims, what, name, name, found));
    }

    /** {@code a/b} is a path into nested claims; a claim of that very name goes first. */
    private static void add(JsonNode in, String what, String shownName, String path, List<Member> found) {
        var value = in.has(path) ? in.path(path) : in.at("/" + path);
        var text = value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(" "))
                : value.asText();
        if (!text.isBlank()) {
            found.add(new Member(what, value, Shown.safe(text), "claim " + Shown.safe(shownName)));
        }
    }
}
