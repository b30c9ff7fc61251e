package dev.postern.draft;

import dev.postern.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A first target file: it can be read as it is, and its comments say what is for the user to fill in.
 *
 * @param yaml the text of the file
 * @param variables the variables of the environment that it reads
 * @param notes what the user should know beside it, a sentence each; no secret is in them
 */
public record TargetDraft(String yaml, List<Variable> variables, List<String> notes) {

    /** Keeps immutable copies. */
    public TargetDraft {
        variables = List.copyOf(variables);
        notes = List.copyOf(notes);
    }

    /**
     * A variable of the environment.
     *
     * @param meaning what it must hold: {@code the token of alice}; never the value
     */
    public record Variable(String name, String meaning) {}

    /**
     * Where a draft goes, and what it is made with.
     *
     * @param file where the target file will be: paths in it are relative to its folder
     * @param baseUrl the base URL; empty where the source says it
     * @param identities a file of identities in the format of Web Fuzzing Commons
     */
    public record Setting(Path file, Optional<String> baseUrl, Optional<Path> identities) {}

    /** Whether a text may be the base URL of a target: http or https with a host, and nothing behind the path. */
    public static boolean isBaseUrl(String text) {
        return Addresses.isBaseUrl(text);
    }

    /**
     * Drafts a target file that refers to an OpenAPI document.
     *
     * @throws InvalidFileException where the document or the file of identities cannot be used
     */
    public static TargetDraft ofOpenApi(Path document, Setting setting) {
        var sketch = new OpenApiSketch(document, setting).draw();
        return finished(sketch, setting);
    }

    /**
     * Drafts a target file with an operation for each curl command.
     *
     * @param commands command lines as for a POSIX shell; each may hold several
     * @throws InvalidFileException where a command or the file of identities cannot be used; no word of a command is in
     *     its messages that may be a secret
     */
    public static TargetDraft ofCurl(List<String> commands, Setting setting) {
        var sketch = new CurlSketch(setting).draw(commands);
        return finished(sketch, setting);
    }

    private static TargetDraft finished(Sketch sketch, Setting setting) {
        return new TargetDraft(
                sketch.yaml(setting.file().getFileName().toString()), sketch.variables.all(), sketch.notes());
    }
}
