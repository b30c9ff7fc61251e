package dev.postern.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file line by line, and single lines again by their place. */
final class Lines {

    private static final int CHUNK = 1 << 16;

    private Lines() {}

    /** Is told of each line. */
    @FunctionalInterface
    interface Reader {
        /**
         * Takes a line.
         *
         * @param bytes without the line feed
         * @param ends whether a line feed ends it: without one, the writer was stopped within the line
         */
        void line(byte[] bytes, Place place, boolean ends) throws IOException;
    }

    /**
     * Where a line is.
     *
     * @param number of the line, from 1 on
     * @param offset of its first byte
     * @param length in bytes, without the line feed
     */
    record Place(int number, long offset, int length) {
        /** The first byte after the line and its line feed. */
        long end() {
            return offset + length + 1;
        }
    }

    /** Tells the reader of all lines, one after the other. */
    static void read(Path file, Reader reader) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var chunk = new byte[CHUNK];
            var line = new ByteArrayOutputStream();
            var number = 1;
            var offset = 0L;
            for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                var from = 0;
                for (var i = 0; i < length; i++) {
                    if (chunk[i] == '\n') {
                        line.write(chunk, from, i - from);
                        var place = new Place(number++, offset, line.size());
                        reader.line(line.toByteArray(), place, true);
                        line.reset();
                        offset = place.end();
                        from = i + 1;
                    }
                }
                line.write(chunk, from, length - from);
            }
            if (line.size() > 0) {
                reader.line(line.toByteArray(), new Place(number, offset, line.size()), false);
            }
        }
    }

    /** Tells the reader of the first line, if there is one. */
    static void first(Path file, Reader reader) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            var b = in.read();
            for (; b >= 0 && b != '\n'; b = in.read()) {
                line.write(b);
            }
            reader.line(line.toByteArray(), new Place(1, 0, line.size()), b == '\n');
        }
    }

    /** The bytes of one line. */
    static byte[] at(Path file, Place place) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(place.offset());
            var line = new byte[place.length()];
            in.readFully(line);
            return line;
        }
    }
}
