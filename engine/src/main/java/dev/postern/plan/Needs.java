package dev.postern.plan;

import dev.postern.api.check.Need;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import java.util.Optional;

/** Whether a site has what a check needs. */
final class Needs {

    private Needs() {}

    static boolean met(Need need, Site site) {
        var scheme = site.scheme();
        return switch (need) {
            case SIGNING_KEY ->
                scheme instanceof Scheme.BearerJwt jwt && jwt.signingKey().isPresent();
            case PUBLIC_KEY ->
                scheme instanceof Scheme.BearerJwt jwt
                        && (jwt.jwks().isPresent()
                                || jwt.publicKey().isPresent()
                                || jwt.signingKey().isPresent());
            case ISSUER ->
                scheme instanceof Scheme.BearerJwt jwt && jwt.issuer().isPresent();
            case AUDIENCE ->
                scheme instanceof Scheme.BearerJwt jwt && jwt.audience().isPresent();
            case TOKEN_ENDPOINT ->
                scheme instanceof Scheme.Bearer bearer && bearer.tokenEndpoint().isPresent();
            case REFRESH_TOKEN ->
                scheme instanceof Scheme.Bearer && site.granted().stream().anyMatch(Needs::hasRefreshToken);
            case REVOCATION_ENDPOINT -> scheme.revocation().endpoint().isPresent();
            case LOGOUT ->
                site.granted().stream().anyMatch(i -> i.hooks().logout().isPresent());
            case DISABLE ->
                site.granted().stream().anyMatch(i -> i.hooks().disabling().isPresent());
            case LIMIT -> scheme.limit().isPresent();
            case PLAINTEXT ->
                scheme instanceof Scheme.Basic basic && basic.plaintext().isPresent();
            case SECOND_IDENTITY -> site.granted().size() > 1;
            case MARKERS ->
                site.target().identities().values().stream()
                        .anyMatch(identity -> !identity.markers().isEmpty());
            case LISTENER -> site.target().listening().isPresent();
            case SECOND_FACTOR -> site.granted().stream().anyMatch(Needs::hasSecondFactor);
        };
    }

    /** Why a need that is not met does not concern a site; empty if the target file should say more. */
    static Optional<String> unconcerned(Need need, Site site) {
        return need == Need.REFRESH_TOKEN
                        && !site.identities().isEmpty()
                        && site.identities().stream().allMatch(i -> i.obtain() instanceof Obtain.ClientCredentials)
                ? Optional.of("All tokens of scheme \"" + site.scheme().name()
                        + "\" come by client_credentials, which gives no refresh token (RFC 6749 4.4.3).")
                : Optional.empty();
    }

    private static boolean hasRefreshToken(Identity identity) {
        return identity.obtain() instanceof Obtain.PasswordGrant
                || (identity.obtain() instanceof Obtain.Given given
                        && given.refresh().isPresent());
    }

    private static boolean hasSecondFactor(Identity identity) {
        return identity.obtain() instanceof Obtain.Login login
                && login.steps().stream().anyMatch(Obtain.Step::secondFactor);
    }
}
