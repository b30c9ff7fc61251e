package dev.postern.checks.bearer;

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
import dev.postern.api.http.Content;
import dev.postern.api.http.Percent;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** The valid token as a parameter of a form, where the operation takes one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.body-token",
        title = "A token in a form is not accepted",
        severity = Severity.LOW,
        references = "RFC 6750 2.2",
        cwe = 522,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 1)
public final class BodyToken implements DenialCheck {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    public Applicability appliesTo(Site site) {
        var operation = site.operation();
        boolean takesForm =
                operation.contentType().filter(type -> type.startsWith(FORM)).isPresent();
        return takesForm && !operation.isRead()
                ? DenialCheck.super.appliesTo(site)
                : new Applicability.Irrelevant(operation.label() + " takes no form.");
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var form = on.bare().body().text();
        var token = "access_token=" + Percent.encode(on.credential());
        return Stream.of(on.attempt(
                        "the valid token as form parameter access_token",
                        on.bare().withBody(Content.of(form.isEmpty() ? token : form + "&" + token)))
                .tolerating(NOT_ROUTED));
    }
}
