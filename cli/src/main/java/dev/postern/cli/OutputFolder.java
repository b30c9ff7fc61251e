package dev.postern.cli;

import dev.postern.journal.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the reports. */
final class OutputFolder {

    private OutputFolder() {}

    /**
     * Makes sure that a folder is there.
     *
     * @throws InputException if it is not
     */
    static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    folder + " is no folder\n   name the folder of one audit, e.g. postern-reports/orders-api");
        }
    }

    /**
     * Keeps audits out of a folder.
     *
     * @throws InputException if one is writing there
     */
    static FolderLock locked(Path folder) {
        return FolderLock.acquire(folder)
                .orElseThrow(() ->
                        new InputException("an audit is under way in " + folder + "\n   wait until it has ended"));
    }

    /**
     * Makes the folder where it is absent.
     *
     * @throws InputException where nothing can be written there: after an audit it would be too late to say so
     */
    static void makeReady(Path folder) {
        for (var place = folder.toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place) && !Files.isDirectory(place)) {
                throw new InputException("--output: " + place + " is a file, and no folder");
            }
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".postern", ""));
        } catch (IOException e) {
            throw new InputException("--output: nothing can be written to " + folder);
        }
    }
}
