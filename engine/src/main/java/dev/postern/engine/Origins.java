package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.journal.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the journal of an audit says of where it came from. */
final class Origins {

    private static final List<String> AS_THEY_ARE = List.of(
            Options.BASE_URL,
            Options.ONLY,
            Options.PARALLELISM,
            Options.INCONCLUSIVE_ALLOWED,
            Options.FAIL_ON,
            Options.MAX_UNCOVERED);
    private static final List<String> FILES =
            List.of(Options.CHECKLIST, Options.ATTESTATIONS, Options.BASELINE, Options.WAIVERS);

    private Origins() {}

    /** Where an audit comes from. */
    static Origin of(AuditDefinition definition, GatedPlan gated, Options options) {
        var told = new LinkedHashMap<String, String>();
        AS_THEY_ARE.forEach(key -> options.get(key).ifPresent(value -> told.put(key, value)));
        FILES.forEach(key -> {
            var places = options.all(key);
            if (!places.isEmpty()) {
                told.put(key, places.stream().map(Origins::absolute).collect(Collectors.joining(",")));
            }
        });
        return new Origin(
                definition.targetFile().toAbsolutePath().normalize().toString(),
                definition.testClass().map(Class::getName).orElse(""),
                gated.plan().target().identities().values().stream()
                        .filter(identity -> identity.obtain() instanceof Obtain.Supplied)
                        .map(Identity::name)
                        .toList(),
                told,
                files(gated.files()),
                digest(gated.plan()));
    }

    /** So that it is found from another working directory too; the name of a built-in checklist is no path. */
    private static String absolute(String place) {
        try {
            return place.startsWith(Resources.PREFIX) || !Files.exists(Path.of(place))
                    ? place
                    : Path.of(place).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return place;
        }
    }

    /** What a jar holds changes with the version only, and that is noted beside. */
    static Map<String, String> files(Map<Path, String> digests) {
        var files = new LinkedHashMap<String, String>();
        digests.forEach((file, digest) -> {
            if (file.getFileSystem().equals(FileSystems.getDefault())) {
                files.put(file.toAbsolutePath().normalize().toString(), digest);
            }
        });
        return files;
    }

    /** A digest of the cases, and of which of them run. */
    static String digest(Plan plan) {
        var text = plan.cases().stream()
                .map(planned -> planned.id() + (planned.skip().isPresent() ? " -" : " +"))
                .collect(Collectors.joining("\n"));
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
