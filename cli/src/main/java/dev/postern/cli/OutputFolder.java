package dev.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the reports. */
final class OutputFolder {

    private OutputFolder() {}

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
