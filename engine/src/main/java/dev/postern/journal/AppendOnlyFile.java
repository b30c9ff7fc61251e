package dev.postern.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file to whose end whole lines are written, each at once: what ends the process leaves all lines before. No channel: that
 * would be closed where a thread that has been interrupted writes to it.
 */
final class AppendOnlyFile implements Closeable {

    private final RandomAccessFile file;
    private long end;
    private int lines;

    private AppendOnlyFile(RandomAccessFile file, long end, int lines) {
        this.file = file;
        this.end = end;
        this.lines = lines;
    }

    /**
     * Goes on behind the last whole line of a file; what was begun after that is cut off.
     *
     * @param end where the last whole line ends
     * @param lines how many there are
     */
    static AppendOnlyFile behind(Path path, long end, int lines) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(end);
        file.seek(end);
        return new AppendOnlyFile(file, end, lines);
    }

    /** Writes a line that ends with a line feed. */
    Lines.Place append(byte[] line) throws IOException {
        file.write(line);
        var place = new Lines.Place(++lines, end, line.length - 1);
        end += line.length;
        return place;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
