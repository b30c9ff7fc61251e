package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.LongestLifetime;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** How long the issuer's tokens are valid: from {@code iat}, or from the moment at which Postern obtained the token. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.lifetime",
        title = "Access tokens live no longer than declared",
        severity = Severity.MEDIUM,
        references = {"RFC 6750 5.3", "RFC 9068 2.2", "RFC 7519 4.1.4"},
        cwe = 613,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        parameters =
                @Parameter(
                        name = LongestLifetime.PARAMETER,
                        kind = Parameter.Kind.DURATION,
                        strictest = Parameter.Strictest.SMALLEST),
        requests = 0)
public final class Lifetime implements PropertyCheck {

    /** The issuer signs a moment after it was asked, by a clock that may be some seconds ahead. */
    private static final Duration MEASURING = Duration.ofSeconds(5);

    @Override
    public Applicability appliesTo(Site site) {
        var issued = IssuedToken.at(site);
        var isJudged = LongestLifetime.of(site.parameters(), site.scheme())
                .loosePromise()
                .isPresent();
        return issued instanceof Applicability.Missing && isJudged
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : issued;
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var longest = LongestLifetime.of(on.parameters(), on.scheme());
        return Stream.concat(
                longest.loosePromise().map(Defect::new).stream(),
                IssuedToken.isOf(on.identity()) ? ofToken(on, longest) : Stream.empty());
    }

    private static Stream<Defect> ofToken(Observed on, LongestLifetime longest) {
        var view = ValidToken.of(on).view();
        var exp = view.exp();
        if (exp.isEmpty()) {
            var words = view.claim("exp").isPresent()
                    ? "The token's exp is no NumericDate (RFC 7519 2): it may never expire."
                    : "The token has no exp: it never expires.";
            return Stream.of(new Defect(words));
        }
        return view.iat().isPresent()
                ? tooLong(Duration.between(view.iat().get(), exp.get()), longest, Duration.ZERO, "").stream()
                : unstamped(on, exp.get(), longest);
    }

    /** Without iat, what is left of the lifetime is the least that it can have been. */
    private static Stream<Defect> unstamped(Observed on, Instant exp, LongestLifetime longest) {
        var obtained = on.issuing().map(Exchange::sentAt);
        var measured = Duration.between(obtained.orElseGet(on::now), exp);
        var defect = tooLong(measured, longest, MEASURING, ", measured as there is no iat");
        if (defect.isEmpty() && obtained.isEmpty()) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The token has no iat and was given, so when it was issued cannot be told: let Postern obtain it, by"
                            + " `grant: …` in the identity's `obtain`.");
        }
        return defect.stream();
    }

    private static Optional<Defect> tooLong(
            Duration lifetime, LongestLifetime longest, Duration tolerance, String how) {
        return lifetime.compareTo(longest.limit().plus(tolerance)) <= 0
                ? Optional.empty()
                : Optional.of(new Defect("The token lives " + LongestLifetime.words(lifetime) + how + "; at most "
                        + LongestLifetime.words(longest.limit()) + " " + longest.source() + "."));
    }
}
