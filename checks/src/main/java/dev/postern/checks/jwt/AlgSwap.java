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
import java.util.Locale;
import java.util.stream.Stream;

/** The valid token whose header names another algorithm than the one that signed it, or one that there is not. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.alg-swap",
        title = "A token under another algorithm than its own is refused",
        severity = Severity.HIGH,
        references = {"RFC 8725 3.1", "RFC 7515 4.1.1", "RFC 7515 5.2", "ASVS 5.0 9.1.2"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 7)
public final class AlgSwap implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.signed(on);
        var alg = valid.view().alg().orElse("");
        var odd = Stream.of("XX999", alg.toLowerCase(Locale.ROOT), alg + " ", "HS256");
        return Stream.concat(neighbours(alg), odd)
                .filter(other -> !other.equals(alg))
                .distinct()
                .map(other -> valid.draft().header("alg", other).keepSignature())
                .map(forged -> valid.attempt(forged).tolerating(MALFORMED));
    }

    /** Algorithms by which a key of the same type signs. */
    private static Stream<String> neighbours(String alg) {
        return switch (alg.replaceFirst("\\d+$", "")) {
            case "RS", "PS" -> Stream.of("RS384", "RS512", "PS256");
            case "ES" -> Stream.of("ES384", "ES512", "ES256K");
            case "HS" -> Stream.of("HS384", "HS512");
            default -> Stream.of("ES256");
        };
    }
}
