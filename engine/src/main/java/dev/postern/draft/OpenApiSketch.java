package dev.postern.draft;

import dev.postern.target.OpenApiOutline;
import java.nio.file.Path;

/** Draws a target file that refers to an OpenAPI document, and repeats of it only what must be said anew. */
final class OpenApiSketch {

    private final Path document;
    private final TargetDraft.Setting setting;

    OpenApiSketch(Path document, TargetDraft.Setting setting) {
        this.document = document;
        this.setting = setting;
    }

    Sketch draw() {
        var identities = setting.identities().map(WfcIdentities::read);
        var outline = OpenApiOutline.read(document);
        var file = String.valueOf(document.getFileName());
        var sketch = new Sketch(file);
        sketch.name(outline.title(), file.replaceFirst("\\.[A-Za-z]+$", ""));
        baseUrl(outline, sketch);
        sketch.head.put(
                "openapi", Scalar.literal(Sketch.relative(setting.file(), document)), "operations come from it");
        new OpenApiSchemes(outline, sketch).draw();
        var rights = new Rights(outline);
        identities.ifPresent(i -> i.drawOnto(sketch, rights::all));
        new OpenApiCallers(outline, rights, sketch).draw();
        new OpenApiOperations(outline, sketch).draw();
        return sketch;
    }

    private void baseUrl(OpenApiOutline outline, Sketch sketch) {
        if (setting.baseUrl().isPresent()) {
            sketch.baseUrl(Scalar.literal(setting.baseUrl().get()), "");
            return;
        }
        var server = outline.servers().stream()
                .filter(Addresses::isBaseUrl)
                .findFirst()
                .map(OpenApiSketch::withoutSlash);
        var path = outline.servers().stream()
                .filter(u -> u.matches("/[A-Za-z0-9._~/-]*"))
                .findFirst()
                .map(OpenApiSketch::withoutSlash)
                .orElse("");
        var url = server.orElse("http://localhost:8080" + path);
        var variable = sketch.variables.fresh(
                sketch.name().replaceFirst("-.*", "") + " url", "the base URL; " + url + " where it is not set");
        sketch.baseUrl(
                Scalar.filled("${env:" + variable + ":-" + url + "}"),
                server.isPresent()
                        ? "from the document. An audit attacks: name a system that you may attack"
                        : "the document names no host");
    }

    private static String withoutSlash(String url) {
        return url.replaceAll("/+$", "");
    }
}
