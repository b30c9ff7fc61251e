package dev.postern.checks.apikey;

import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Percent;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** The valid key, moved from where it belongs into the query string. */
@AutoService(SecurityCheck.class)
@Check(
        id = "apikey.not-in-url",
        title = "A key in the URL is not accepted",
        severity = Severity.MEDIUM,
        references = {"ASVS 5.0 14.2.1", "RFC 9110 17.9"},
        cwe = 598,
        schemes = Scheme.Type.API_KEY,
        requests = 6)
public final class NotInUrl implements DenialCheck {

    private static final String[] NAMES = {"api_key", "apikey", "key", "token", "access_token"};

    @Override
    public Applicability appliesTo(Site site) {
        return carrier(site.scheme()) == Scheme.Carrier.QUERY
                ? new Applicability.Missing(
                        "the target file declares that this key travels in the query string; have it"
                                + " sent in a header, and declare `in: header`")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var own = ((Scheme.ApiKey) on.scheme()).parameter();
        // A parameter that the operation has by itself means something else there.
        return Stream.concat(Stream.of(NAMES), Stream.of(own))
                .filter(name -> on.operation().query().keySet().stream().noneMatch(name::equalsIgnoreCase))
                .distinct()
                .map(name -> on.attempt(
                                "the valid key as ?" + name + "=",
                                on.bare().plusQuery(Percent.encode(name), Percent.encode(on.credential())))
                        .tolerating(NOT_ROUTED));
    }

    private static Scheme.Carrier carrier(Scheme scheme) {
        return ((Scheme.ApiKey) scheme).in();
    }
}
