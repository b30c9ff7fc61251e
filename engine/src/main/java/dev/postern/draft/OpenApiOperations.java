package dev.postern.draft;

import dev.postern.target.Names;
import dev.postern.target.OpenApiOutline;
import dev.postern.target.OpenApiOutline.Described;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Suggests what to say of operations beside the OpenAPI document: all that one may need is in one place. */
final class OpenApiOperations {

    /** So many are suggested one by one; of a larger document the plan tells the rest. */
    private static final int MOST = 30;

    private final OpenApiOutline outline;
    private final Sketch sketch;

    OpenApiOperations(OpenApiOutline outline, Sketch sketch) {
        this.outline = outline;
        this.sketch = sketch;
    }

    void draw() {
        sketch.operations.remark("Operations come from the document; what stands here is added, and wins.");
        count(
                Described::destructive,
                "may change something, and so are not called unless they say \"destructive: false\"");
        var acting = outline.operations().stream()
                .filter(o -> o.actionWord().isPresent())
                .map(Described::id)
                .toList();
        if (!acting.isEmpty()) {
            sketch.operations.remark(
                    "Among them, though their method only reads, those whose name or summary says that they act: "
                            + String.join(", ", acting) + ".");
        }
        count(
                o -> o.silent() && !o.destructive(),
                "say nothing of security in the document, and so count as public unless \"requires\" is said here");
        count(
                o -> o.unusable().isPresent(),
                "ask for no scheme that Postern can audit, and so are left out unless \"requires\" is said here");
        var suggested = 0;
        for (var operation : outline.operations()) {
            var body = suggestions(operation);
            if (!body.isEmpty() && suggested++ < MOST) {
                sketch.operations.suggest(operation.id(), body, operation.label());
            }
        }
        if (suggested > MOST) {
            sketch.operations.remark("… and " + (suggested - MOST) + " more: \"postern plan\" tells what they lack.");
        }
    }

    private void count(Predicate<Described> which, String what) {
        var all = outline.operations().stream().filter(which).toList();
        if (!all.isEmpty()) {
            sketch.operations.remark("Those that " + what + ": " + all.size() + " of "
                    + outline.operations().size() + ".");
        }
    }

    private Block suggestions(Described operation) {
        var body = new Block();
        if (operation.unusable().isPresent()) {
            return body;
        }
        var requires = requires(operation);
        if (!requires.isEmpty()) {
            body.put("requires", requires);
        }
        if (!operation.open() || operation.silent()) {
            with(operation).ifPresent(with -> body.put("with", with));
            lacks(operation, body);
        }
        if (operation.destructive()) {
            body.put(
                    "destructive",
                    Scalar.bare("false"),
                    operation
                            .actionWord()
                            .map(word -> "it is not called, since \"" + word
                                    + "\" says that it acts; false if it only reads")
                            .orElse("if calling it changes nothing that must stay"));
        }
        return body;
    }

    private static void lacks(Described operation, Block body) {
        for (var place : List.of("query", "header")) {
            var inner = new Block();
            operation.lacks().stream()
                    .filter(l -> l.startsWith(place + " "))
                    .forEach(l -> inner.put(
                            l.substring(place.length() + 1), Scalar.literal("…"), "required, without an example"));
            if (!inner.isEmpty()) {
                body.put(place.equals("query") ? "query" : "headers", inner);
            }
        }
        if (operation.lacks().contains("body")) {
            body.put("body", new Block(), "required, without an example");
        }
    }

    private Block requires(Described operation) {
        var requires = new Block();
        if (operation.silent()) {
            requires.put(
                    "scheme",
                    Scalar.literal(sketch.schemes.keySet().stream().findFirst().orElse("tokens")),
                    "if it is not public");
        }
        if ((operation.silent() || !operation.open()) && Rights.isForAdministrators(operation)) {
            requires.put("roles", List.of(Scalar.literal("admin")), "it looks like one for administrators");
        }
        if (!operation.open()) {
            tenant(operation)
                    .ifPresent(t -> requires.put(
                            "tenant",
                            Scalar.literal("path." + t),
                            "if it names the caller's tenant, which identities then must have"));
        }
        return requires;
    }

    private static Optional<String> tenant(Described operation) {
        return Names.parameters(operation.path()).orElse(List.of()).stream()
                .filter(Rights::isTenant)
                .findFirst();
    }

    private static Optional<Block> with(Described operation) {
        var tenant = tenant(operation);
        var names = operation.valueless().stream()
                .filter(p -> !tenant.equals(Optional.of(p)))
                .toList();
        var with = new Block();
        names.forEach(
                n -> with.put(n, Scalar.literal("…"), "the document has no example: name an object that is there"));
        return names.isEmpty() ? Optional.empty() : Optional.of(with);
    }
}
