package dev.postern.reporters.summary;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.http.Header;
import java.util.List;

/** The two halves of an exchange as text that reads like HTTP. */
public final class HttpMessage {

    private HttpMessage() {}

    /** Method, URL, header fields, empty line, body. */
    public static String request(RecordedExchange exchange) {
        return message(exchange.method() + " " + exchange.url(), exchange.requestHeaders(), exchange.requestBody());
    }

    /** Status, header fields, empty line, body; or why no answer came. */
    public static String response(RecordedExchange exchange) {
        return exchange.status() == 0
                ? VisibleText.line(statusLine(exchange))
                : message(statusLine(exchange), exchange.responseHeaders(), exchange.responseBody());
    }

    /** {@code 200 OK}, or {@code no answer: …}. */
    public static String statusLine(RecordedExchange exchange) {
        if (exchange.status() == 0) {
            return exchange.failure().isEmpty() ? "no answer" : "no answer: " + exchange.failure();
        }
        var phrase = phrase(exchange.status());
        return phrase.isEmpty() ? Integer.toString(exchange.status()) : exchange.status() + " " + phrase;
    }

    private static String message(String first, List<Header> headers, String body) {
        var text = new StringBuilder(VisibleText.line(first)).append('\n');
        for (var header : headers) {
            text.append(VisibleText.line(header.name() + ": " + header.value())).append('\n');
        }
        if (!body.isEmpty()) {
            text.append('\n').append(VisibleText.block(body));
        }
        return text.toString().stripTrailing();
    }

    /** The phrase that RFC 9110 15 (or RFC 6585) gives a status; empty for others. */
    static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
    }
}
