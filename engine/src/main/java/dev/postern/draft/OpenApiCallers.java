package dev.postern.draft;

import dev.postern.target.OpenApiOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws identities for the schemes of an OpenAPI document. */
final class OpenApiCallers {

    private final OpenApiOutline outline;
    private final Rights rights;
    private final Sketch sketch;

    OpenApiCallers(OpenApiOutline outline, Rights rights, Sketch sketch) {
        this.outline = outline;
        this.rights = rights;
        this.sketch = sketch;
    }

    /** Two for the scheme that most operations accept, since tenants and rights need two to compare; one for each other. */
    void draw() {
        for (var scheme : byUse()) {
            var isMain = sketch.isDeserted();
            if (sketch.hasCaller(scheme.name())) {
                continue;
            }
            caller(scheme, rights.ordinary(scheme.name()), "a", "user", "");
            if (isMain) {
                caller(scheme, rights.all(scheme.name()), "b", "admin", second(scheme.name()));
            }
        }
        sketch.schemes.values().stream()
                .filter(s -> sketch.hasCaller(s.name()) && rights.uses(s.name()) == 0)
                .forEach(s -> s.body()
                        .remark(
                                "no operation of the document accepts it: \"requires\" with \"scheme\" of an operation may say"
                                        + " so"));
        if (sketch.isDeserted()) {
            sketch.note("The document says of no operation that it needs a credential: say so under \"schemes\", "
                    + "\"identities\" and \"operations\".");
        }
    }

    private List<SchemeSketch> byUse() {
        var used = new ArrayList<>(sketch.schemes.values());
        used.removeIf(s -> rights.uses(s.name()) == 0);
        used.sort((a, b) -> Long.compare(rights.uses(b.name()), rights.uses(a.name()))); // stable: ties by document
        return used;
    }

    private String second(String scheme) {
        var more = new ArrayList<>(rights.all(scheme));
        more.removeAll(rights.ordinary(scheme));
        return more.isEmpty()
                ? "of another tenant, or with other objects: what belongs to one must be denied to the other"
                : "an administrator: what needs " + String.join(", ", more) + " must be denied to the one above";
    }

    private void caller(SchemeSketch scheme, List<String> scopes, String tenant, String role, String remark) {
        var name = sketch.freeIdentity("");
        var body = new Block();
        if (!remark.isEmpty()) {
            body.remark(remark);
        }
        body.put("scheme", Scalar.literal(scheme.name()))
                .suggest(
                        "tenant",
                        Scalar.literal(tenant),
                        "if the API has tenants: the one that " + name + " belongs to");
        if (scopes.isEmpty()) {
            body.suggest("roles", List.of(Scalar.literal(role)), "if operations require roles");
        } else {
            body.put("scopes", scopes.stream().map(Scalar::literal).toList(), "those that " + name + " really has");
        }
        objects().ifPresent(with -> body.suggest("with", with, "objects of " + name));
        body.suggest(
                "markers",
                List.of(Scalar.literal("text-of-" + name)),
                "texts that only the data of " + name + " contains: the surest sign of a leak");
        sketch.identity(name, scheme.name(), body.put("obtain", obtain(scheme, name, scopes)));
    }

    private Optional<Block> objects() {
        var names = outline.operations().stream()
                .filter(o -> !o.open())
                .flatMap(o -> o.valueless().stream())
                .filter(p -> !Rights.isTenant(p))
                .distinct()
                .limit(3)
                .toList();
        var with = new Block();
        names.forEach(n -> with.put(n, Scalar.literal("…")));
        return names.isEmpty() ? Optional.empty() : Optional.of(with);
    }

    private Block obtain(SchemeSketch scheme, String name, List<String> scopes) {
        var grant = outline.schemes().stream()
                .filter(s -> s.name().equals(scheme.name()) && scheme.kind().isBearer())
                .findFirst()
                .flatMap(OpenApiSchemes::grant);
        if (grant.isEmpty()) {
            return sketch.given(scheme.kind(), name);
        }
        var obtain = new Block()
                .put("grant", Scalar.literal(grant.get()))
                .put("clientId", Scalar.literal(name), Sketch.REAL_NAME)
                .put("clientSecret", sketch.variable(name + " client secret", "the client secret of " + name));
        if (grant.get().equals("password")) {
            obtain.put("username", Scalar.literal(name), Sketch.REAL_NAME)
                    .put("password", sketch.variable(name + " password", "the password of " + name));
        }
        if (!scopes.isEmpty()) {
            obtain.put("scope", Scalar.literal(scopes.stream().collect(Collectors.joining(" "))));
        }
        return obtain;
    }
}
