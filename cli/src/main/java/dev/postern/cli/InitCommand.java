package dev.postern.cli;

import dev.postern.draft.TargetDraft;
import dev.postern.yaml.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code postern init}. */
@Command(
        name = "init",
        description = "Writes a first target file, from an OpenAPI document or from curl commands. Sends nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class InitCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "OPENAPI", arity = "0..1", description = "An OpenAPI 3 document: a file, in YAML or JSON.")
    private String document;

    @Option(
            names = "--from-curl",
            paramLabel = "'CURL …'",
            description =
                    "A curl command, in quotes, as a browser copies it \"as cURL (bash)\"; may stand several times."
                            + " - reads from standard input, which keeps secrets out of the list of processes.")
    private List<String> curls = List.of();

    @Option(
            names = "--identities",
            paramLabel = "AUTH.YAML",
            description = "Identities in the format of Web Fuzzing Commons.")
    private String identities;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "target.yaml",
            description = "The target file to write. Default: ${DEFAULT-VALUE}.")
    private String output;

    @Option(names = "--base-url", paramLabel = "URL", description = "Where the API answers.")
    private String baseUrl;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    /** Kept from picocli, which would show them: parts of a curl command that lost its quotes may be secrets. */
    @Unmatched
    private final List<String> unmatched = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        checkWords();
        var file = file();
        var setting = new TargetDraft.Setting(
                file,
                Optional.ofNullable(baseUrl),
                Optional.ofNullable(identities).map(i -> path("--identities", i)));
        var draft = document == null
                ? TargetDraft.ofCurl(commands(), setting)
                : TargetDraft.ofOpenApi(path("the OpenAPI document", document), setting);
        write(file, draft.yaml());
        tell(file, draft, spec.commandLine().getOut());
        return Postern.PASSED;
    }

    private void checkWords() {
        if (curls.stream().anyMatch(c -> c.strip().matches("(?i)curl(\\.exe)?"))
                || (!curls.isEmpty() && !unmatched.isEmpty())) {
            throw new InputException(
                    "--from-curl takes a whole command as one word\n   put it in single quotes: "
                            + "--from-curl 'curl -H \"Accept: text/csv\" https://…'; or write \"--from-curl -\", and give it on standard input");
        }
        if (!unmatched.isEmpty()) {
            throw new InputException(unknown(unmatched.get(0)));
        }
        if (document != null && isUrl(document)) {
            throw new InputException("the OpenAPI document is a URL, and nothing is fetched\n   download it first: "
                    + "curl -o openapi.yaml URL, then \"postern init openapi.yaml\"");
        }
        if (document != null && !curls.isEmpty()) {
            throw new InputException(
                    "there are both an OpenAPI document and --from-curl\n   keep one of the two; a curl"
                            + " command is one word, in single quotes");
        }
        if (baseUrl != null && !TargetDraft.isBaseUrl(baseUrl)) {
            throw new InputException(
                    "--base-url is not an http or https URL with a host, and nothing behind its path\n   "
                            + "write it as https://host:port/path");
        }
        if (document == null && curls.isEmpty()) {
            throw new InputException(
                    "there is nothing to draft a target file from\n   name an OpenAPI document: \"postern init "
                            + "openapi.yaml\"; or give a command: --from-curl 'curl https://…'");
        }
    }

    private String unknown(String word) {
        if (!word.startsWith("-")) {
            return "there is more than one OpenAPI document\n   name one: it may refer to others in its folder";
        }
        var name = word.replaceFirst("=.*", "");
        return "there is no option " + Words.quote(name) + "\n   "
                + Words.didYouMean(name, spec.optionsMap().keySet(), "options");
    }

    private static boolean isUrl(String text) {
        return text.matches("(?i)[a-z][a-z0-9+.-]*://.*");
    }

    private Path file() {
        var file = path("--output", output);
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            throw new InputException(
                    "--output: " + Words.quote(output) + " is no target file\n   its name must end in .yaml");
        }
        var folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    "--output: the folder " + folder.normalize() + " does not exist\n   make it first");
        }
        if (Files.isDirectory(file)) {
            throw new InputException("--output: " + file + " is a directory\n   name a file in it");
        }
        for (var input : new String[] {document, identities}) {
            if (input != null && !isUrl(input) && isSame(file, path("a file", input))) {
                throw new InputException("--output: " + file
                        + " is what the target file is drafted from\n   write to another file: -o orders-target.yaml");
            }
        }
        if (!force && Files.exists(file)) {
            throw new InputException(exists(file));
        }
        return file;
    }

    private static String exists(Path file) {
        return "--output: " + file + " exists already\n   write to another file by -o, or over it by --force";
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    private static Path path(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(what + ": this is no path");
        }
    }

    private List<String> commands() {
        var all = new ArrayList<String>();
        for (var curl : curls) {
            all.add(curl.strip().equals(STANDARD_INPUT) ? standardInput() : curl);
        }
        return all;
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, String text) {
        var how = force
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            Files.writeString(file, text, how);
        } catch (FileAlreadyExistsException e) {
            throw new InputException(exists(file));
        } catch (IOException e) {
            throw new InputException("--output: " + file + " cannot be written");
        }
    }

    private static void tell(Path file, TargetDraft draft, PrintWriter out) {
        out.println("Written: " + file);
        if (!draft.variables().isEmpty()) {
            out.println();
            out.println("It reads these variables of the environment; no value is in the file:");
            var width = draft.variables().stream()
                    .mapToInt(v -> v.name().length())
                    .max()
                    .orElse(0);
            draft.variables().forEach(v -> out.printf("  %-" + width + "s  %s%n", v.name(), v.meaning()));
        }
        if (!draft.notes().isEmpty()) {
            out.println();
            draft.notes().forEach(out::println);
        }
        out.println();
        out.println("Next: postern plan " + file + "   tells what is missing, and sends nothing.");
        out.flush();
    }
}
