package dev.postern.api.http;

/**
 * One header field line, name and value exactly as written (RFC 9110 5). Nothing is trimmed, folded or checked, since a
 * check may want to send what is malformed.
 */
public record Header(String name, String value) {

    /** Whether this field has the given name; names are case-insensitive (RFC 9110 5.1). */
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /** The name only: a value may be a credential. */
    @Override
    public String toString() {
        return name + ": …";
    }
}
