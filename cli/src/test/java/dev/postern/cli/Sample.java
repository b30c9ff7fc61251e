package dev.postern.cli;

import dev.postern.samples.OrdersApi;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A running orders API and its target file, which lets an audit go as fast as the machine can. */
record Sample(OrdersApi api, Path folder, Path targetFile) implements AutoCloseable {

    private static final String AUDIT = "orders-api";

    static Sample hardened(Path folder) {
        return of(OrdersApi.hardened(), folder);
    }

    static Sample weakenedBy(Path folder, Weakness... weaknesses) {
        return of(OrdersApi.weakenedBy(weaknesses), folder);
    }

    private static Sample of(OrdersApi api, Path folder) {
        var sample = new Sample(api, folder, api.writeTargetFile(folder));
        sample.edit(text ->
                text.replaceFirst("rate: \\d+", "rate: 1000").replaceFirst("concurrency: \\d+", "concurrency: 8"));
        return sample;
    }

    /** Takes away the scheme with a declared rate limit, whose windows make an audit wait. */
    Sample withoutLimit() {
        return without("metered").without("meteredOne").without("meteredTwo").without("getMeteredReport");
    }

    /** Takes away an entry of {@code schemes}, {@code identities} or {@code operations}. */
    Sample without(String name) {
        return edit(text -> text.replaceFirst("(?m)^  " + name + ":\\n(?:   .*\\n)*", ""));
    }

    Sample edit(UnaryOperator<String> change) {
        try {
            Files.writeString(targetFile, change.apply(Files.readString(targetFile)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the entry of an identity has under a key: a secret from the file that it names. */
    String of(String identity, String key) throws IOException {
        var entry = Pattern.compile(
                        "(?m)^  " + identity + ":\\n(?:   .*\\n)*? +" + key + ": \"?(?:\\$\\{file:([^}]+)}|(.*))")
                .matcher(Files.readString(targetFile));
        if (!entry.find()) {
            throw new IllegalArgumentException(identity + " has no " + key);
        }
        return entry.group(1) == null
                ? entry.group(2)
                : Files.readString(targetFile.resolveSibling(entry.group(1))).strip();
    }

    /** Runs {@code postern audit} on the target file. */
    CommandRun audit(String... options) {
        var arguments = new ArrayList<>(List.of("audit", targetFile.toString(), "--output", output().toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path output() {
        return folder.resolve("reports");
    }

    /** Where the last audit wrote its reports. */
    Path reports() {
        return output().resolve(AUDIT);
    }

    AuditFile file() {
        return AuditFile.in(reports());
    }

    @Override
    public void close() {
        api.close();
    }
}
