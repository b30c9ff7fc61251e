package dev.postern.target;

/** Whether a target file's secrets must be at hand. */
public enum Secrets {
    /** An environment variable or file that is missing is an error: for an audit. */
    REQUIRED,
    /**
     * What is missing is replaced by a placeholder wherever any text will do: for a plan, which sends nothing. A URL, a
     * number or a name that is missing is an error still.
     */
    OPTIONAL
}
