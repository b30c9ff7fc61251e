package dev.postern.checks.access;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Ownership;
import dev.postern.api.target.Sight;
import dev.postern.api.target.Target;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A marker of one identity's data in any answer to another one. */
@AutoService(SecurityCheck.class)
@Check(
        id = "owner.marker-leak",
        title = "No answer shows a caller what belongs to another",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.2.2", "API1:2023"},
        cwe = 639,
        explainedBy = {"owner.isolated", "tenant.isolated", "tenant.parameter-ignored"},
        needs = Need.MARKERS,
        requests = 1)
public final class MarkerLeak implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var readers = site.granted().stream()
                .filter(reader ->
                        !strangers(site.target(), site.operation(), reader).isEmpty())
                .map(Party::of)
                .toList();
        if (!readers.isEmpty()) {
            return new Applicability.Applies(readers);
        }
        return site.target().identities().size() == 1
                ? new Applicability.Missing("add a second identity that is granted on "
                        + site.operation().label() + ": with one alone, nothing shows whether it sees another's data")
                : new Applicability.Irrelevant(
                        "who is granted on " + site.operation().label() + " may see the data of all who have markers");
    }

    @Override
    public boolean looksBack() {
        return true;
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        return on.leaks().stream()
                .map(leak -> new Defect(leak.exchange().request().method() + " "
                        + leak.exchange().request().target().split("\\?", 2)[0] + " showed "
                        + on.identity().name()
                        + " a marker of " + leak.owner().name() + "."));
    }

    @Override
    public Verdict verdict(Observed on) {
        var verdict = PropertyCheck.super.verdict(on);
        return verdict.reason() == Reason.SOUND ? withoutLeak(on) : verdict;
    }

    /** That a marker is not there shows something only where its owner is shown it. */
    private static Verdict withoutLeak(Observed on) {
        var strangers = strangers(on.target(), on.operation(), on.identity());
        var shown = names(strangers.stream().filter(on::showsOwnMarker));
        if (!shown.isEmpty()) {
            return Verdict.pass(
                    Reason.SOUND,
                    "No answer to " + on.identity().name() + " showed a marker of " + shown
                            + ", to whom the operation does show it.");
        }
        var unseen =
                strangers.stream().filter(owner -> !on.wasShownOwnMarker(owner)).toList();
        return unseen.size() == strangers.size()
                ? Verdict.notApplicable(
                        Reason.NEED_MISSING,
                        "No answer showed " + names(unseen.stream()) + " a marker of their own, so its absence shows"
                                + " nothing: declare under `markers:` a text that answers to them contain.")
                : Verdict.notApplicable(
                        Reason.IRRELEVANT,
                        on.operation().label() + " shows no marker to those whom it belongs to either.");
    }

    /** Those with markers whose data the identity must not see. */
    private static List<Identity> strangers(Target target, Operation operation, Identity reader) {
        var ownership = new Ownership(target, operation);
        return target.identities().values().stream()
                .filter(owner -> !reader.markers().containsAll(owner.markers()))
                .filter(owner -> ownership.sees(reader, owner) == Sight.Answer.NO)
                .toList();
    }

    private static String names(Stream<Identity> some) {
        return some.map(Identity::name).collect(Collectors.joining(", "));
    }
}
