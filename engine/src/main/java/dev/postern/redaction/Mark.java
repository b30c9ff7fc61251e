package dev.postern.redaction;

/**
 * What stands in the place of a credential.
 *
 * @param text the mark itself
 * @param tellsJwtHeader whether the header of a hidden JWT is told beside it
 */
record Mark(String text, boolean tellsJwtHeader) {

    /** For reports. */
    static final Mark STARS = new Mark("***", true);

    /** For command lines, until it is quoted: no text of ours or of a server's holds this character of private use. */
    static final Mark VARIABLE = new Mark("\uf8f0", false);
}
