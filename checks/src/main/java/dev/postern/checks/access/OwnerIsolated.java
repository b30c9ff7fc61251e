package dev.postern.checks.access;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Ownership;
import java.util.stream.Stream;

/** The object of one identity, asked for with the valid credential of another one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "owner.isolated",
        title = "A caller reaches its own objects only",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.2.2", "API1:2023"},
        cwe = 639,
        explainedBy = "tenant.isolated",
        requests = 1 + OwnerIsolated.MOST_MIXED)
public final class OwnerIsolated implements DenialCheck {

    static final int MOST_MIXED = 3;

    @Override
    public Applicability appliesTo(Site site) {
        return new Owners(site).applicability();
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var intruder = on.intruder().orElseThrow();
        var whole = on.attemptAs(
                "the request of " + on.identity().name() + " with the credential of " + intruder.name(), intruder);
        var mixed = new Ownership(on.target(), on.operation())
                .apart(on.identity(), intruder).stream()
                        .map(parameter -> mixed(on, intruder, parameter))
                        .filter(attempt -> !attempt.request().equals(whole.request()))
                        .limit(MOST_MIXED);
        return Stream.concat(Stream.of(whole), mixed);
    }

    /** The intruder's own request, but for one object: a server may compare one identifier and look up by another. */
    private static Attempt mixed(Subject on, Identity intruder, ParameterRef parameter) {
        var value = on.operation()
                .parameter(parameter.in(), parameter.name(), on.identity())
                .orElseThrow();
        return on.attempt(
                        "the request of " + intruder.name() + " with the " + parameter.name() + " of "
                                + on.identity().name(),
                        on.requestOf(intruder.withObject(parameter.name(), value)))
                .by(intruder);
    }
}
