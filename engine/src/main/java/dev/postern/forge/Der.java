package dev.postern.forge;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** As much of DER (X.690) as keys and certificates need. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;

    private final int tag;
    private final byte[] content;
    private final byte[] encoded;

    private Der(int tag, byte[] content, byte[] encoded) {
        this.tag = tag;
        this.content = content;
        this.encoded = encoded;
    }

    int tag() {
        return tag;
    }

    byte[] encoded() {
        return encoded;
    }

    List<Der> children() {
        return parse(content);
    }

    /** @throws UnusableKeyException if a length points beyond the end */
    static List<Der> parse(byte[] bytes) {
        List<Der> found = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int start = at;
            int tag = bytes[at++] & 0xFF;
            int length = at < bytes.length ? bytes[at++] & 0xFF : -1;
            if (length > 0x80) {
                int count = length & 0x7F;
                length = count > 3 || at + count > bytes.length
                        ? -1
                        : new BigInteger(1, Arrays.copyOfRange(bytes, at, at + count)).intValueExact();
                at += count;
            }
            if (length < 0 || length > bytes.length - at) {
                throw new UnusableKeyException("The key is cut off: its DER names more bytes than there are.");
            }
            found.add(new Der(
                    tag, Arrays.copyOfRange(bytes, at, at + length), Arrays.copyOfRange(bytes, start, at + length)));
            at += length;
        }
        return found;
    }

    static byte[] write(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            content.writeBytes(each);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int sign = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | (digits.length - sign));
            out.write(digits, sign, digits.length - sign);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return write(SEQUENCE, contents);
    }

    static byte[] integer(BigInteger value) {
        return write(INTEGER, value.toByteArray());
    }

    static byte[] bitString(byte[] bytes) {
        return write(BIT_STRING, new byte[1], bytes);
    }

    static byte[] nothing() {
        return new byte[] {5, 0};
    }

    static byte[] utf8(String text) {
        return write(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param time as {@code yyMMddHHmmssZ} */
    static byte[] utcTime(String time) {
        return write(UTC_TIME, time.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >>> shift != 0) {
                    out.write(0x80 | ((arcs[i] >>> shift) & 0x7F));
                }
            }
            out.write(arcs[i] & 0x7F);
        }
        return write(OID, out.toByteArray());
    }
}
