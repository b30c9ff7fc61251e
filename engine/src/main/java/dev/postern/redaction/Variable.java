package dev.postern.redaction;

/**
 * A shell variable that stands for a secret.
 *
 * @param name without the dollar sign
 * @param value the secret as it was sent
 * @param setting the line that sets it or, as a comment, says where to find it
 */
record Variable(String name, String value, String setting) {

    /** The name only. */
    @Override
    public String toString() {
        return "$" + name;
    }
}
