package dev.postern.http;

import java.io.IOException;

/** TLS could not be agreed; the message is written for the reader of a report. */
final class TlsException extends IOException {

    private static final long serialVersionUID = 1;

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
