package dev.postern.checks.jwt;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;

/** A token as a hand-made verifier sees it: split at the dots, decoded, and nothing checked. */
@SuppressWarnings("ArrayRecordComponent") // a test fixture that nobody compares
record Parts(String text, Map<String, Object> header, Map<String, Object> payload, byte[] signature) {

    static Parts of(String text) throws ParseException {
        var parts = text.split("\\.", -1);
        if (parts.length < 2) {
            throw new ParseException("no token", 0);
        }
        return new Parts(
                text,
                JSONObjectUtils.parse(Base64URL.from(parts[0]).decodeToString()),
                JSONObjectUtils.parse(Base64URL.from(parts[1]).decodeToString()),
                parts.length > 2 ? Base64URL.from(parts[2]).decode() : new byte[0]);
    }

    byte[] signingInput() {
        var parts = text.split("\\.", -1);
        return (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    }

    String alg() {
        return header.get("alg") instanceof String alg ? alg : "";
    }
}
