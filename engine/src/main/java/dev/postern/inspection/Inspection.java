package dev.postern.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.forge.TokenView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one token tells. Signature and secrets are not in it, only their lengths and digests.
 *
 * @param kind what kind of token it is
 * @param characters its length
 * @param parts what it is made of
 * @param header the members of its header, with their meaning
 * @param claims its claims, with their meaning; none where they cannot be read
 * @param rights scopes, roles, tenant and client, under the claims' names
 * @param signature what the signature was found to be; empty where no scheme was given
 * @param findings what is dubious, worst first
 */
public record Inspection(
        TokenKind kind,
        int characters,
        List<Part> parts,
        List<Member> header,
        List<Member> claims,
        List<Member> rights,
        Optional<String> signature,
        List<TokenFinding> findings) {

    /** Keeps immutable copies. */
    public Inspection {
        parts = List.copyOf(parts);
        header = List.copyOf(header);
        claims = List.copyOf(claims);
        rights = List.copyOf(rights);
        findings = List.copyOf(findings);
    }

    /**
     * A part of the token.
     *
     * @param bytes its length; that of its characters where they stand for no bytes
     * @param digest how the SHA-256 of a secret part begins, in hexadecimal; empty for one that is shown
     */
    public record Part(String name, int bytes, Optional<String> digest) {}

    /**
     * A member with its meaning.
     *
     * @param value as it may be shown: secrets are masked
     * @param text the value for a person
     * @param meaning in words, with the standard; may be empty
     */
    public record Member(String name, JsonNode value, String text, String meaning) {}

    /**
     * Takes a token apart and judges it.
     *
     * @param text the token; {@code Bearer } before it is left out
     * @param scheme what a target file declares of such tokens; its keys verify the signature
     * @throws UnreadableTokenException if it is no token
     * @throws dev.postern.forge.UnusableKeyException if a key of the scheme cannot be read
     */
    public static Inspection of(String text, Instant now, Optional<Scheme.BearerJwt> scheme) {
        var token = TokenText.of(text);
        var findings = new Findings();
        if (!token.kind().isJose()) {
            return new Inspection(
                    token.kind(),
                    token.text().length(),
                    Parts.of(token),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of());
        }
        new HeaderRules(token, findings)
                .apply(scheme.map(Scheme.BearerJwt::symmetric).orElse(false));
        new SpellingRules(token, findings).apply();
        if (token.kind().hasClaims()) {
            new ClaimRules(token.payload(), findings).apply();
        }
        token.view().ifPresent(view -> {
            new TimeRules(token.payload().object().orElseThrow(), view, now, findings).apply(scheme);
            scheme.ifPresent(declared -> new SchemeRules(declared, findings).apply(view));
        });
        var signature = scheme.filter(declared -> !token.kind().isEncrypted())
                .map(declared -> new SchemeRules(declared, findings).signature(token));
        var claims = token.payload().object().map(Shown::masked);
        return new Inspection(
                token.kind(),
                token.text().length(),
                Parts.of(token),
                header(Shown.masked(token.headers())),
                claims.map(object -> claims(object, token.view(), now)).orElse(List.of()),
                claims.map(object -> Rights.in(object, scheme.map(Scheme.BearerJwt::claims)))
                        .orElse(List.of()),
                signature,
                findings.worstFirst());
    }

    /** Whether nothing of medium severity or above was found. */
    public boolean isSound() {
        return findings.stream().noneMatch(finding -> finding.severity().compareTo(Severity.MEDIUM) >= 0);
    }

    private static List<Member> header(ObjectNode header) {
        return members(header)
                .map(member -> {
                    var algorithm = member.name().equals("alg")
                            ? Meanings.ofAlgorithm(member.text())
                                    .map(words -> words + ": ")
                                    .orElse("")
                            : "";
                    return new Member(
                            member.name(),
                            member.value(),
                            member.text(),
                            algorithm + Meanings.ofHeader(member.name()).orElse(""));
                })
                .toList();
    }

    private static List<Member> claims(ObjectNode claims, Optional<TokenView> view, Instant now) {
        return members(claims)
                .map(member -> {
                    var moment = view.flatMap(seen -> moment(seen, member.name()))
                            .map(at -> Spans.moment(at, now) + ": ")
                            .orElse("");
                    return new Member(
                            member.name(),
                            member.value(),
                            member.text(),
                            moment + Meanings.ofClaim(member.name()).orElse(""));
                })
                .toList();
    }

    private static Optional<Instant> moment(TokenView view, String name) {
        return switch (name) {
            case "exp" -> view.exp();
            case "nbf" -> view.nbf();
            case "iat" -> view.iat();
            default -> Optional.empty();
        };
    }

    private static Stream<Member> members(ObjectNode object) {
        return object.properties().stream()
                .map(member ->
                        new Member(Shown.safe(member.getKey()), member.getValue(), Shown.value(member.getValue()), ""));
    }
}
