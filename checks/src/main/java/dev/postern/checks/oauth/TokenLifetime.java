package dev.postern.checks.oauth;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code expires_in} of the answer that brought a token. What a JWT says of itself is another check's. */
@AutoService(SecurityCheck.class)
@Check(
        id = "token.lifetime",
        title = "Access tokens live no longer than declared",
        severity = Severity.MEDIUM,
        references = {"RFC 6749 5.1", "RFC 6750 5.3"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.TOKEN_ENDPOINT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class TokenLifetime implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Issued.cases(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var said = TokenAnswer.of(Issued.answer(on)).expiresIn();
        var declared = maxLifetime(on.scheme());
        return said
                .map(text -> defect(text, declared))
                .orElseGet(() -> on.scheme() instanceof Scheme.BearerJwt
                        // A JWT may say it itself, and is judged by that.
                        ? Optional.empty()
                        : Optional.of(
                                "The answer with the token has no `expires_in`, and an opaque token does not tell its"
                                        + " end: nobody can see that it has one."))
                .map(Defect::new)
                .stream();
    }

    private static Optional<String> defect(String said, Duration declared) {
        BigDecimal seconds;
        try {
            seconds = new BigDecimal(said.strip());
        } catch (NumberFormatException notNumber) {
            return Optional.of("`expires_in` is not a number of seconds.");
        }
        if (seconds.signum() <= 0) {
            return Optional.of("`expires_in` is " + seconds.toPlainString() + ", which names no end of the token.");
        }
        return seconds.compareTo(BigDecimal.valueOf(declared.toSeconds())) > 0
                ? Optional.of("`expires_in` is " + seconds.toPlainString()
                        + " s, more than the declared maxLifetime of " + declared.toSeconds() + " s.")
                : Optional.empty();
    }

    private static Duration maxLifetime(Scheme scheme) {
        return scheme instanceof Scheme.BearerJwt jwt
                ? jwt.maxLifetime()
                : ((Scheme.BearerOpaque) scheme).maxLifetime();
    }
}
