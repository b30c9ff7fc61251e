package dev.postern.checks.jwks;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Origin;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether keys travel where they can be exchanged on the way. This machine itself is exempt. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.https",
        title = "Issuer and keys are at https addresses",
        severity = Severity.HIGH,
        references = {"RFC 8414 2", "RFC 7517 9.1", "ASVS 5.0 12.2.1"},
        cwe = 319,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Https implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return new Applicability.Applies(Party.of(site.granted().get(0)));
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var scheme = ValidToken.scheme(on);
        var view = ValidToken.of(on).view();
        return Stream.of(
                        scheme.jwks()
                                .map(url -> address("The key set", on.target().resolve(url))),
                        scheme.tokenEndpoint()
                                .map(url -> address(
                                        "The token endpoint", on.target().resolve(url))),
                        view.iss().flatMap(Https::uri).map(url -> address("The token's issuer", url)))
                .flatMap(Optional::stream)
                .filter(address -> address.url().getScheme().equalsIgnoreCase("http"))
                .filter(address -> address.url().getHost() == null
                        || !Origin.of(address.url()).isLoopback())
                .map(address ->
                        new Defect(address.what() + " is at " + address.url().getScheme() + "://"
                                + address.url().getHost() + ": who is on the way can exchange the keys."));
    }

    private static Address address(String what, URI url) {
        return new Address(what, url);
    }

    /** An issuer need not be a URL. */
    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text)).filter(url -> url.getScheme() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Address(String what, URI url) {}
}
