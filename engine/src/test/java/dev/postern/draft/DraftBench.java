package dev.postern.draft;

import dev.postern.api.target.Operation;
import dev.postern.draft.TargetDraft.Setting;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A folder in which target files are drafted, and read again as a plan or an audit would. */
final class DraftBench {

    final Path folder;

    DraftBench(Path folder) {
        this.folder = folder;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The setting that a case of an approved file asks for. */
    Setting setting(Map<String, String> c) {
        return new Setting(
                folder.resolve("target.yaml"),
                Optional.ofNullable(c.get("base url")),
                Optional.ofNullable(c.get("auth.yaml")).map(text -> write("auth.yaml", text)));
    }

    /** What a draft is and how it is read with its variables set; else what the user is told. */
    String told(Supplier<TargetDraft> drafting) {
        try {
            var draft = drafting.get();
            return (body(draft.yaml()) + "\n" + lines("set ", draft) + told("note ", draft.notes()) + read(draft))
                    .stripTrailing()
                    .replace(folder.toString(), "FOLDER");
        } catch (InvalidFileException e) {
            return e.getMessage().replace(folder + "/", "").replace(folder.toString(), "FOLDER");
        }
    }

    private static String body(String yaml) {
        return yaml.substring(yaml.indexOf("target:"));
    }

    private static String lines(String head, TargetDraft draft) {
        return draft.variables().stream()
                .map(v -> head + v.name() + ": " + v.meaning() + "\n")
                .collect(Collectors.joining());
    }

    private static String told(String head, List<String> all) {
        return all.stream().map(n -> head + n + "\n").collect(Collectors.joining());
    }

    /** The draft as it is read when every variable is set: to its name, in the form of a JWT. */
    TargetFile.Loaded load(TargetDraft draft) {
        var names = draft.variables().stream().map(TargetDraft.Variable::name).toList();
        return TargetFile.load(
                write("target.yaml", draft.yaml()),
                name -> !names.contains(name) ? null : name.endsWith("_URL") ? baseUrl(name) : "of." + name + ".value");
    }

    /** What a document says of its server is the default of the variable, and stays. */
    private static String baseUrl(String name) {
        return name.equals("BASE_URL") ? "https://set.example.com" : null;
    }

    private String read(TargetDraft draft) {
        var loaded = load(draft);
        var warnings = loaded.warnings().stream()
                .map(Problem::toString)
                .map(w -> "warning " + w.replace(folder + "/", "") + "\n")
                .collect(Collectors.joining());
        var operations = loaded.target().operations().values().stream()
                .map(o -> "read " + shown(o) + "\n")
                .collect(Collectors.joining());
        return warnings + operations;
    }

    private static String shown(Operation operation) {
        var schemes = operation.open()
                ? "public"
                : String.join("|", operation.requires().schemes());
        return operation.label() + " [" + schemes + "]"
                + (operation.query().isEmpty() ? "" : " ?" + operation.query())
                + operation.headers().stream()
                        .map(h -> " " + h.name() + "=" + h.value())
                        .collect(Collectors.joining())
                + operation.contentType().map(t -> " " + t).orElse("")
                + (operation.body().isEmpty() ? "" : " " + operation.body().text());
    }
}
