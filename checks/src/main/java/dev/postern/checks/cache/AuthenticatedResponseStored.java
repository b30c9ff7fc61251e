package dev.postern.checks.cache;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;
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
import dev.postern.api.http.WireRequest;
import java.util.stream.Stream;

/** A stranger comes after the valid credential, and takes an answer from whoever has one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "cache.authenticated-response-stored",
        title = "No shared cache gives a stranger what it stored for a caller",
        severity = Severity.HIGH,
        references = {"RFC 9111 3.5", "ASVS 5.0 14.2.2", "API2:2023"},
        cwe = 524,
        requests = 2)
public final class AuthenticatedResponseStored implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.operation().isRead()
                ? DenialCheck.super.appliesTo(site)
                : new Applicability.Irrelevant(
                        "No cache answers " + site.operation().label() + ".");
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        // The twin is what a cache would store. As in auth.missing-credential, only the credential differs.
        return Stream.of(on.attempt("no credential, after the valid one, and caches may answer", fromAnyone(on.bare()))
                .besideTwin(fromAnyone(on.request()))
                .tolerating(MALFORMED)
                .tolerating(NOT_ROUTED));
    }

    /** As browsers and most clients ask: not for the target's own answer. */
    private static WireRequest fromAnyone(WireRequest request) {
        return request.without("Cache-Control");
    }
}
