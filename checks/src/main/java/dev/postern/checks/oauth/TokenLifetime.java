package dev.postern.checks.oauth;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.LongestLifetime;
import java.math.BigDecimal;
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
        per = Check.Per.SCHEME,
        parameters =
                @Parameter(
                        name = LongestLifetime.PARAMETER,
                        kind = Parameter.Kind.DURATION,
                        strictest = Parameter.Strictest.SMALLEST),
        requests = 0)
public final class TokenLifetime implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var scheme = (Scheme.Bearer) site.scheme();
        var issued = scheme.tokenEndpoint().isPresent()
                ? Issued.cases(site)
                : new Applicability.Missing(
                        "For scheme \"" + scheme.name() + "\": " + Need.TOKEN_ENDPOINT.remedy() + ".");
        return issued instanceof Applicability.Missing && scheme instanceof Scheme.BearerJwt
                ? new Applicability.Irrelevant("A JWT says itself how long it lives, and jwt.lifetime reads that.")
                : issued;
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var said = TokenAnswer.of(Issued.answer(on)).expiresIn();
        var longest = LongestLifetime.of(on.parameters(), on.scheme());
        return Stream.concat(longest.loosePromise().stream(), ofAnswer(on, said, longest).stream())
                .map(Defect::new);
    }

    private static Optional<String> ofAnswer(Observed on, Optional<String> said, LongestLifetime longest) {
        return said.map(text -> defect(text, longest))
                .orElseGet(() -> on.scheme() instanceof Scheme.BearerJwt
                        // A JWT may say it itself, and is judged by that.
                        ? Optional.empty()
                        : Optional.of(
                                "The answer with the token has no `expires_in`, and an opaque token does not tell its"
                                        + " end: nobody can see that it has one."));
    }

    private static Optional<String> defect(String said, LongestLifetime longest) {
        BigDecimal seconds;
        try {
            seconds = new BigDecimal(said.strip());
        } catch (NumberFormatException notNumber) {
            return Optional.of("`expires_in` is not a number of seconds.");
        }
        if (seconds.signum() <= 0) {
            return Optional.of("`expires_in` is " + seconds.toPlainString() + ", which names no end of the token.");
        }
        var most = longest.limit().toSeconds();
        return seconds.compareTo(BigDecimal.valueOf(most)) > 0
                ? Optional.of("`expires_in` is " + seconds.toPlainString() + " s; at most " + most + " s "
                        + longest.source() + ".")
                : Optional.empty();
    }
}
