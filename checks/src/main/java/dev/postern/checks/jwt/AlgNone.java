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
import dev.postern.forge.Token;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The valid token, unsigned, under every spelling of "no algorithm". */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.alg-none",
        title = "Unsigned tokens are refused",
        severity = Severity.CRITICAL,
        references = {
            "RFC 7519 6",
            "RFC 8725 3.1",
            "RFC 8725 3.2",
            "RFC 9068 2.1",
            "ASVS 5.0 9.1.2",
            "CVE-2022-23540",
            "CVE-2020-15084"
        },
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        explainedBy = "jwt.signature-tampered",
        requests = 14)
public final class AlgNone implements DenialCheck {

    /** The registered name is lower case (RFC 7518 3.6); block lists often know no other. */
    private static final List<String> SPELLINGS = List.of("none", "None", "NONE", "nOnE", "noNe");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.of(on);
        var token = valid.draft();
        var none = token.header("alg", "none");
        var odd = Stream.of(
                        token.removeHeader("alg"),
                        token.header("alg", ""),
                        token.header("alg", null),
                        token.headerJson("alg", "[]"),
                        token.headerJson("alg", "[\"none\"]"))
                .map(draft -> draft.withoutSignature());
        var forms = Stream.of(
                none.withoutSignature().withoutLastDot(),
                // without a kid there is no key to look up, and code that expects one may take another path
                token.rawHeader("{\"alg\":\"none\"}")
                        .describedAs("a header of alg none alone")
                        .withoutSignature(),
                // the look-up misses, and to some libraries no key means that no signature is expected
                none.header("kid", UUID.randomUUID().toString())
                        .describedAs("alg none, unknown kid")
                        .withoutSignature());
        var kept = valid.isSigned() ? Stream.of(none.keepSignature()) : Stream.<Token>empty();
        return Stream.of(SPELLINGS.stream().map(token::unsigned), forms, kept, odd)
                .flatMap(tokens -> tokens)
                .map(forged -> valid.attempt(forged).tolerating(MALFORMED));
    }
}
