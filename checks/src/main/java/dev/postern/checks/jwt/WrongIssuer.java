package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import java.util.List;
import java.util.stream.Stream;

/** Tokens that name somebody else as their issuer; see {@link IssuerMissing} for none and {@link IssuerSpelling}. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.wrong-issuer",
        title = "Tokens of another issuer are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7519 4.1.1", "RFC 8725 3.8", "RFC 9068 4", "CVE-2025-30144"},
        cwe = 346,
        schemes = Scheme.Type.BEARER_JWT,
        needs = {Need.SIGNING_KEY, Need.ISSUER},
        requests = 8)
public final class WrongIssuer implements DenialCheck {

    /** A name that is nobody's (RFC 2606 2). */
    static final String EVIL = "https://postern.invalid";

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var right = ValidToken.scheme(on).issuer().orElseThrow();
        var twin = twin(on, right);
        var texts = Stream.of(
                twin.attempt("another issuer", draft -> draft.claim("iss", EVIL)),
                twin.attempt(
                        "the right issuer with something behind it",
                        draft -> draft.claim("iss", right + ".postern.invalid")),
                twin.attempt(
                        "the right issuer with something before it", draft -> draft.claim("iss", EVIL + "/" + right)));
        var alike = Decoy.dotsMadeLetters(right).stream()
                .map(iss ->
                        twin.attempt("the issuer with a letter for a dot, " + iss, draft -> draft.claim("iss", iss)));
        // RFC 7519 4.1.1: iss is one string; code made for the lists of aud takes a list here too
        var lists = Stream.of(
                        twin.attempt(
                                "a list of the right issuer and another",
                                draft -> draft.claim("iss", List.of(right, EVIL))),
                        twin.attempt(
                                "a list of another issuer and the right one",
                                draft -> draft.claim("iss", List.of(EVIL, right))),
                        twin.attempt("a list of another issuer", draft -> draft.claim("iss", List.of(EVIL))))
                .map(attempt -> attempt.tolerating(MALFORMED));
        return Stream.of(texts, alike, lists).flatMap(attempts -> attempts);
    }

    /** The twin names the declared issuer, whatever the valid token does. */
    static HonestTwin twin(Subject on, String right) {
        return HonestTwin.of(on, draft -> draft.claim("iss", right));
    }
}
