package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;
import java.util.stream.Stream;

/** Whether the secret that signs the token can be guessed by whoever has one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.weak-secret",
        title = "The secret that signs tokens cannot be guessed",
        severity = Severity.CRITICAL,
        references = {"RFC 8725 3.5", "RFC 7518 3.2"},
        cwe = 1391,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class WeakSecret implements PropertyCheck {

    /** The lists that are built in take a fraction of it; a long file of the user's may take more. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Duration longest;

    /** The check as it is run. */
    public WeakSecret() {
        this(LONGEST);
    }

    WeakSecret(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var verdict = verdict(on);
        return verdict.reason() == Reason.DEFECT ? Stream.of(new Defect(verdict.words())) : Stream.empty();
    }

    @Override
    public Verdict verdict(Observed on) {
        var token = ValidToken.of(on);
        return SecretGuess.at(token)
                .map(guess -> told(guess.search(SecretGuess.lists(token), longest)))
                .orElseGet(() -> Verdict.notApplicable(
                        Reason.IRRELEVANT,
                        "The valid token is signed by "
                                + token.view().alg().orElse("no algorithm")
                                + ", which is no HMAC: there is no secret to guess."));
    }

    private Verdict told(SecretGuess.Outcome outcome) {
        // never the word: a report is read by more people than may make tokens
        if (outcome instanceof SecretGuess.Outcome.Found found) {
            return Verdict.fail(
                    Reason.DEFECT,
                    "The secret that signs the valid token can be guessed: it is " + found.how() + "; "
                            + found.tried() + (found.tried() == 1 ? " word was" : " words were")
                            + " tried. Whoever has a token can do the same, and then make one for any user and right.");
        }
        if (outcome instanceof SecretGuess.Outcome.OutOfTime late) {
            return Verdict.inconclusive(
                    Reason.TOO_SLOW,
                    "Only " + late.tried() + " of " + late.all() + " words could be tried as the secret in "
                            + longest.toSeconds() + " s; none of them is it. Give a shorter file as `weakSecrets`.");
        }
        return Verdict.pass(
                Reason.SOUND,
                "None of the " + outcome.tried()
                        + " words that were tried is the secret that signs the valid token, which was granted.");
    }
}
