package dev.postern.inspection;

import static dev.postern.api.check.Severity.HIGH;
import static dev.postern.api.check.Severity.INFO;
import static dev.postern.api.check.Severity.LOW;
import static dev.postern.api.check.Severity.MEDIUM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is dubious about claims, apart from their times. */
final class ClaimRules {
    private final JsonPart payload;
    private final Findings found;

    ClaimRules(JsonPart payload, Findings found) {
        this.payload = payload;
        this.found = found;
    }

    void apply() {
        payload.duplicates()
                .forEach(name -> found.add(
                        "duplicate-member",
                        HIGH,
                        "The payload gives " + Shown.safe(name) + " more than once",
                        "two parsers may read two different tokens",
                        "give each member once",
                        "RFC 7519 4"));
        if (payload.object().isEmpty()) {
            found.add(
                    "payload-unreadable",
                    HIGH,
                    "The payload is no JSON object",
                    "a JWT has claims; receivers must refuse this",
                    "send claims as one JSON object",
                    "RFC 7519 7.2");
            return;
        }
        var claims = payload.object().get();
        missing(claims);
        audience(claims.path("aud"));
        sensitive("", "", claims);
    }

    private void missing(ObjectNode claims) {
        if (isAbsent(claims.path("iss"))) {
            found.add(
                    "iss-missing",
                    LOW,
                    "The token has no iss",
                    "a receiver cannot tell whose keys verify it",
                    "set iss",
                    "RFC 8725 3.8");
        }
        if (isAbsent(claims.path("aud"))) {
            found.add(
                    "aud-missing",
                    MEDIUM,
                    "The token has no aud",
                    "each API that trusts the issuer accepts it",
                    "set aud",
                    "RFC 8725 3.9");
        }
        if (isAbsent(claims.path("sub"))) {
            found.add(
                    "sub-missing",
                    LOW,
                    "The token has no sub",
                    "it cannot be told whom it is about",
                    "set sub",
                    "RFC 9068 2.2");
        }
        if (isAbsent(claims.path("jti"))) {
            found.add(
                    "jti-missing",
                    INFO,
                    "The token has no jti",
                    "it cannot be revoked or recognised alone",
                    "set jti",
                    "RFC 9068 2.2");
        }
    }

    private void audience(JsonNode aud) {
        if (aud.isArray() && aud.size() > 1) {
            found.add(
                    "aud-list",
                    LOW,
                    "aud names " + aud.size() + " receivers",
                    "each of them can use the token at the others",
                    "give each API a token of its own",
                    "RFC 9068 5");
        }
        var isAnybody = aud.asText().equals("*")
                || (aud.isArray()
                        && aud.valueStream().anyMatch(one -> one.asText().equals("*")));
        if (isAnybody) {
            found.add(
                    "aud-anybody",
                    MEDIUM,
                    "aud is *",
                    "it says nothing of who may accept the token",
                    "name the API",
                    "RFC 8725 3.9");
        }
    }

    private void sensitive(String path, String name, JsonNode value) {
        var reason = Shown.reason(name, value);
        if (reason.isPresent()) {
            found.add(
                    "sensitive-payload",
                    MEDIUM,
                    "The claim " + Shown.safe(path) + " holds " + reason.get(),
                    "everybody who holds the token can read it",
                    "leave it out, or encrypt the token",
                    "RFC 7519 12");
        } else if (value.isObject()) {
            value.properties()
                    .forEach(member -> sensitive(
                            path.isEmpty() ? member.getKey() : path + "/" + member.getKey(),
                            member.getKey(),
                            member.getValue()));
        } else if (value.isArray()) {
            value.forEach(element -> sensitive(path, name, element));
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }
}
