package dev.postern.checks.jwt;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;

/** A token as a hand-made verifier sees it: split at the dots, decoded, and nothing checked. */
final class Parts {

    private final String text;
    private final Map<String, Object> header;
    private final Map<String, Object> payload;
    private final Base64URL signature;

    private Parts(String text, Map<String, Object> header, Map<String, Object> payload, Base64URL signature) {
        this.text = text;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    static Parts of(String text) throws ParseException {
        var parts = text.split("\\.", -1);
        if (parts.length < 2) {
            throw new ParseException("no token", 0);
        }
        return new Parts(
                text,
                JSONObjectUtils.parse(Base64URL.from(parts[0]).decodeToString()),
                JSONObjectUtils.parse(Base64URL.from(parts[1]).decodeToString()),
                Base64URL.from(parts.length > 2 ? parts[2] : ""));
    }

    String text() {
        return text;
    }

    Map<String, Object> header() {
        return header;
    }

    Map<String, Object> payload() {
        return payload;
    }

    byte[] signature() {
        return signature.decode();
    }

    byte[] signingInput() {
        var parts = text.split("\\.", -1);
        return (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    }

    String alg() {
        return header.get("alg") instanceof String alg ? alg : "";
    }
}
