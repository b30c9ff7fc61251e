package dev.postern.samples;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Data that has no place in a token, and belongs to nobody. */
final class SamplePersonalData {
    /** The number every payment provider reserves for tests. */
    static final String CARD_NUMBER = "4111111111111111";

    private static final String BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SALT_AND_HASH = 53;

    private SamplePersonalData() {}

    /** A text of the form of a bcrypt hash: nobody's password leads to it. */
    static String bcryptHash() {
        byte[] random = Secrets.bytes(SALT_AND_HASH);
        return "$2b$12$"
                + IntStream.range(0, SALT_AND_HASH)
                        .mapToObj(i -> BCRYPT_ALPHABET.substring(random[i] & 63, (random[i] & 63) + 1))
                        .collect(Collectors.joining());
    }
}
