package dev.postern.run;

import java.nio.file.Path;

/** Another audit is writing into the folder; the message says what to do. */
public final class FolderInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("another audit is writing to " + folder
                + "\n   wait until it has ended, or name another folder with --output" + " (postern.output)");
    }
}
