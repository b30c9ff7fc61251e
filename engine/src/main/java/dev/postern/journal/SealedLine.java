package dev.postern.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A JSON object on one line, whose last member is a checksum of all that stands before it. */
final class SealedLine {

    private static final String MARK = ",\"crc32c\":\"";
    private static final int HEX_DIGITS = 8;
    private static final int SEAL = MARK.length() + HEX_DIGITS + "\"}".length();

    private SealedLine() {}

    /** The line, with its line feed. */
    static byte[] of(String json) {
        if (!json.endsWith("}") || json.length() < 3) {
            throw new IllegalArgumentException("no JSON object with members");
        }
        // what no text can hold, a lone half of a character, becomes "?"
        var body = json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
        var seal = (MARK + checksum(body, body.length) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        var line = Arrays.copyOf(body, body.length + seal.length);
        System.arraycopy(seal, 0, line, body.length, seal.length);
        return line;
    }

    /** Whether a line, without its line feed, ends as one with a checksum does. */
    static boolean isSealed(byte[] line) {
        return line.length > SEAL && tail(line).startsWith(MARK) && tail(line).endsWith("\"}");
    }

    /** Whether a line, without its line feed, has the checksum that it must have. */
    static boolean isWhole(byte[] line) {
        return isSealed(line)
                && tail(line)
                        .substring(MARK.length(), MARK.length() + HEX_DIGITS)
                        .equals(checksum(line, line.length - SEAL));
    }

    private static String tail(byte[] line) {
        return new String(line, line.length - SEAL, SEAL, StandardCharsets.ISO_8859_1);
    }

    private static String checksum(byte[] bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
