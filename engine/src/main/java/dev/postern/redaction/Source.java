package dev.postern.redaction;

import java.util.List;

/**
 * Where a secret comes from, so that a reader can have it again.
 *
 * @param variable the shell variable that stands for it in a command line
 * @param words where it is found, e.g. {@code the password of "alice" in the target file}
 * @param forge the options of {@code postern forge} that print it; empty if no command does
 */
public record Source(String variable, String words, List<String> forge) {
    /** Keeps an immutable copy. */
    public Source {
        forge = List.copyOf(forge);
    }

    /** The valid credential of an identity. */
    public static Source credentialOf(String identity) {
        return new Source(
                "CREDENTIAL", "the valid credential of \"" + identity + "\"", List.of("--identity", identity));
    }

    /** The refresh token that an identity holds. */
    public static Source refreshTokenOf(String identity) {
        return new Source(
                "REFRESH_TOKEN",
                "a refresh token of \"" + identity + "\"",
                List.of("--identity", identity, "--refresh-token"));
    }

    /** Client id and client secret, as Basic has them (RFC 6749 2.3.1). */
    public static Source clientOf(String identity) {
        return new Source(
                "CLIENT_CREDENTIALS",
                "client id and client secret of \"" + identity + "\" in the target file, as id:secret in base64",
                List.of());
    }

    /** Something that the target file says of an identity. */
    static Source inFile(String variable, String what, String identity) {
        return new Source(variable, "the " + what + " of \"" + identity + "\" in the target file", List.of());
    }

    /** Any other secret of the target file. */
    static Source elsewhereInFile() {
        return new Source("SECRET", "a secret of the target file", List.of());
    }

    /** What an answer brought. */
    static Source ofAnswer(String variable, String what, String step) {
        return new Source(variable, what + " in the answer to \"" + step + "\"", List.of());
    }
}
