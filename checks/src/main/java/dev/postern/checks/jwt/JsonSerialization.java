package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.util.List;
import java.util.stream.Stream;

/** Tokens in the JSON forms of JWS, which no JWT has (RFC 7519 1), with claims that no signature covers. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.json-serialization",
        title = "Tokens in JSON are refused",
        severity = Severity.HIGH,
        references = {"RFC 7519 1", "RFC 7515 7.2", "RFC 7515 5.2", "CVE-2022-39227"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 5)
public final class JsonSerialization implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.signed(on);
        var token = valid.received();
        var changed = valid.draft().claim("postern", true).describedAs("one claim added");
        var kept = changed.keepSignature();
        var noise = kept.withNoiseSignature();
        return Stream.of(
                        kept.flattened(),
                        kept.general(List.of()),
                        kept.general(List.of(noise, token))
                                .describedAs("one claim added, as general JSON with noise and the valid signature"),
                        kept.general(List.of(token, noise))
                                .describedAs("one claim added, as general JSON with the valid signature and noise"),
                        token.flattenedAround(changed.withoutSignature()))
                .map(forged -> valid.attempt(forged).tolerating(MALFORMED));
    }
}
