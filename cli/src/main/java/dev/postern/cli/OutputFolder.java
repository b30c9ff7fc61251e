package dev.postern.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
    static Path madeReady(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".postern", ""));
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new InputException("--output " + folder + ": " + e.getFile() + " is a file, and no folder");
        } catch (IOException e) {
            throw new InputException("--output " + folder + ": nothing can be written there");
        }
    }
}
