package dev.postern.engine;

import dev.postern.journal.Journal;
import dev.postern.journal.JournalContent;
import dev.postern.journal.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The folder of an audit's reports. It has the name of the class or of the target file; of two target files of one name in
 * different folders, the one that comes second gets the name of its folder added.
 */
public final class ReportFolder {

    /** Which target file this process has given a folder to, before there is a journal that says so. */
    private static final Map<Path, Path> GIVEN = new LinkedHashMap<>();

    private ReportFolder() {}

    /**
     * The folder of an audit; it need not exist.
     *
     * @param output the folder above the folders of all audits
     */
    public static Path of(Path output, AuditDefinition definition) {
        if (definition.testClass().isPresent()) {
            return output.resolve(definition.folder()); // of a class, whatever target file it is told to take
        }
        var target = definition.targetFile().toAbsolutePath().normalize();
        synchronized (GIVEN) {
            var folder = names(definition.folder(), target)
                    .map(output::resolve)
                    .filter(candidate -> isFree(candidate, target))
                    .findFirst()
                    .orElseThrow();
            GIVEN.put(folder.toAbsolutePath().normalize(), target);
            return folder;
        }
    }

    /** The names from the plainest on; the last is that of no other file. */
    private static Stream<String> names(String name, Path target) {
        var parent = Optional.ofNullable(target.getParent())
                .map(Path::getFileName)
                .map(folder -> name + "-" + folder.toString().replaceAll("[^A-Za-z0-9._-]+", "-"));
        return Stream.of(Optional.of(name), parent, Optional.of(name + "-" + digest(target)))
                .flatMap(Optional::stream);
    }

    private static String digest(Path target) {
        var sum = new CRC32C();
        sum.update(target.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** A target file that is gone owns nothing any more: it was moved, or the whole project was. */
    private static boolean isFree(Path folder, Path target) {
        return Stream.concat(
                        Stream.ofNullable(GIVEN.get(folder.toAbsolutePath().normalize())),
                        owner(folder.resolve(Journal.FILE)).stream())
                .noneMatch(owner -> Files.exists(owner) && !isSame(owner, target));
    }

    private static Optional<Path> owner(Path journal) {
        try {
            return (Files.exists(journal) ? JournalContent.start(journal) : Optional.<JournalContent.Start>empty())
                    .map(JournalContent.Start::origin)
                    .filter(Origin::isKnown)
                    .filter(origin -> origin.testClass().isEmpty())
                    .map(origin -> Path.of(origin.targetFile()));
        } catch (IOException e) {
            return Optional.empty(); // told by whoever writes there
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
