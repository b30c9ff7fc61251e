package dev.postern.plan;

import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.PlannedCase.Use;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays a checklist over a target. */
public final class Planner {

    /** The check id of cases that a person attests. */
    public static final String MANUAL = "manual";

    private final Target target;
    private final CheckCatalogue catalogue;
    private final Function<Control, Verdict> attestation;

    /**
     * A planner for one target.
     *
     * @param attestation the verdict on a manual control
     */
    public Planner(Target target, CheckCatalogue catalogue, Function<Control, Verdict> attestation) {
        this.target = target;
        this.catalogue = catalogue;
        this.attestation = attestation;
    }

    /** The plan; its order is that of the checklist, then that of the target file. */
    public Plan plan(String name, Checklist checklist) {
        return plan(name, checklist, check -> true);
    }

    /**
     * The plan of a choice of the checks. A control knows all its checks, so that reports can say which were left out.
     *
     * @param wanted whether a check is planned, by its id
     */
    public Plan plan(String name, Checklist checklist, Predicate<String> wanted) {
        var parameters = new Strictest(checklist);
        var infos = new LinkedHashMap<String, CheckInfo>();
        var casesByCheck = new LinkedHashMap<String, List<PlannedCase>>();
        var controls = toldApart(checklist.controls()).stream()
                .map(control -> control.manual()
                        ? attested(control)
                        : new PlannedControl(
                                control,
                                control.checks().stream()
                                        .filter(wanted)
                                        .map(id -> catalogue
                                                .find(id)
                                                .orElseThrow(() -> new IllegalArgumentException(
                                                        "no check has the id \"" + id + "\"")))
                                        .map(check ->
                                                planned(check, parameters.of(check.metadata()), infos, casesByCheck))
                                        .toList()))
                .toList();
        return new Plan(name, target, checklist, controls, infos);
    }

    /** Readers know a control by its title; of two with one title, the id is part of it. */
    private static List<Control> toldApart(List<Control> controls) {
        var titles = controls.stream().collect(Collectors.groupingBy(Control::title, Collectors.counting()));
        return controls.stream()
                .map(c -> titles.get(c.title()) > 1 ? c.titled(c.title() + " (" + c.id() + ")") : c)
                .toList();
    }

    private PlannedControl attested(Control control) {
        var info = new CheckInfo(
                MANUAL,
                "Attested by a person",
                Plan.ATTESTED_ABSENT,
                control.references(),
                0,
                MANUAL,
                control.description());
        var planned = new PlannedCase(
                MANUAL + "|" + control.id(),
                MANUAL,
                "",
                "",
                "",
                "",
                "",
                Optional.of(attestation.apply(control)),
                0,
                Set.of());
        return new PlannedControl(control, List.of(new PlannedCheck(info, List.of(planned))));
    }

    private PlannedCheck planned(
            SecurityCheck check,
            Parameters parameters,
            Map<String, CheckInfo> infos,
            Map<String, List<PlannedCase>> casesByCheck) {
        var id = check.metadata().id();
        var info = infos.computeIfAbsent(id, i -> CheckCatalogue.describe(check).with(parameters));
        return new PlannedCheck(info, casesByCheck.computeIfAbsent(id, i -> cases(check, parameters)));
    }

    private List<PlannedCase> cases(SecurityCheck check, Parameters parameters) {
        var meta = check.metadata();
        var sites = sites(meta, parameters);
        var cases = new LinkedHashMap<String, PlannedCase>();
        var perScheme = sites.stream()
                .collect(Collectors.groupingBy(s -> s.scheme().name(), LinkedHashMap::new, Collectors.toList()));
        for (var ofScheme : perScheme.values()) {
            ofScheme(check, ofScheme).forEach(c -> cases.putIfAbsent(c.id(), c));
        }
        if (cases.isEmpty()) {
            var types = Arrays.stream(meta.schemes()).map(Scheme.Type::key).collect(Collectors.joining(", "));
            var words = sites.isEmpty()
                    ? "No protected operation of the target accepts a scheme that this check is about (" + types + ")."
                    : "The check has nothing to say about any operation of the target.";
            cases.put(meta.id(), skipped(meta, "", Verdict.notApplicable(Reason.IRRELEVANT, words)));
        }
        return List.copyOf(cases.values());
    }

    private Stream<PlannedCase> ofScheme(SecurityCheck check, List<Site> sites) {
        var planned = sites.stream()
                .flatMap(site -> at(check, site, Lacking.OPERATION))
                .toList();
        var runnable = planned.stream().filter(c -> c.skip().isEmpty()).toList();
        if (runnable.isEmpty()) {
            return sites.stream().flatMap(site -> at(check, site, Lacking.SCHEME));
        }
        return switch (check.metadata().per()) {
            case OPERATION -> planned.stream();
            case SCHEME ->
                runnable.stream()
                        .filter(c -> c.operation().equals(runnable.get(0).operation()));
            case METHOD -> {
                var firsts = firstOfEachMethod(runnable);
                yield runnable.stream().filter(c -> firsts.contains(c.operation()));
            }
        };
    }

    private Set<String> firstOfEachMethod(List<PlannedCase> cases) {
        var firsts = new LinkedHashMap<String, String>();
        cases.forEach(
                c -> firsts.putIfAbsent(target.operations().get(c.operation()).method(), c.operation()));
        return Set.copyOf(firsts.values());
    }

    /** Which of both lacks a need that is not met: the scheme, if no operation of it has what is needed. */
    private enum Lacking {
        OPERATION,
        SCHEME
    }

    /** Reads come first: what runs once a scheme should run on the cheapest operation. */
    private List<Site> sites(Check meta, Parameters parameters) {
        var types = List.of(meta.schemes());
        var sites = new ArrayList<Site>();
        for (var operation : target.operations().values()) {
            if (!operation.open()) {
                operation.requires().schemes().stream()
                        .map(target.schemes()::get)
                        .filter(scheme -> scheme != null && types.contains(scheme.type()))
                        .forEach(scheme -> sites.add(new Site(target, operation, scheme, parameters)));
            }
        }
        if (meta.per() != Check.Per.OPERATION) {
            sites.sort((a, b) ->
                    Boolean.compare(!a.operation().isRead(), !b.operation().isRead()));
        }
        return sites;
    }

    private Stream<PlannedCase> at(SecurityCheck check, Site site, Lacking lacking) {
        var meta = check.metadata();
        var operation = site.operation();
        var scheme = site.scheme().name();
        var unmet = Arrays.stream(meta.needs())
                .filter(need -> !Needs.met(need, site))
                .findFirst();
        var applicability = site.granted().isEmpty() || unmet.isPresent()
                ? Optional.<Applicability>empty()
                : Optional.of(check.appliesTo(site));
        // first of all: of what does not concern the check, nothing is missing
        if (applicability.orElse(null) instanceof Applicability.Irrelevant) {
            return Stream.empty();
        }
        if (applicability.orElse(null) instanceof Applicability.NotPromised open) {
            return Stream.of(skipped(meta, operation, scheme, notPromised(open.sentence())));
        }
        var closed = closed(site);
        if (closed.isPresent()) {
            return Stream.of(skipped(meta, operation, scheme, closed.get()));
        }
        if (unmet.isPresent()) {
            return Stream.of(
                    lacking == Lacking.SCHEME
                            ? skipped(meta, scheme, unmet(unmet.get(), site, "For"))
                            : skipped(
                                    meta,
                                    operation,
                                    scheme,
                                    unmet(unmet.get(), site, "For " + operation.label() + ",")));
        }
        if (applicability.orElseThrow() instanceof Applicability.Missing missing) {
            return Stream.of(skipped(meta, operation, scheme, missing(missing.sentence())));
        }
        var applies = (Applicability.Applies) applicability.get();
        return Stream.concat(
                applies.parties().stream().map(party -> planned(check, site, party)),
                applies.gap().stream().map(gap -> skipped(meta, operation, scheme, missing(gap))));
    }

    /** Why no check can be run at a site: it may not be called, or nobody could be granted. */
    private Optional<Verdict> closed(Site site) {
        var operation = site.operation();
        if (operation.destructive() && !target.destructiveAllowed()) {
            return Optional.of(missing("Calling " + operation.label() + " may change something"
                    + (operation.isRead() ? ", as its name or the target file says" : "")
                    + ": write `destructive: false` at the operation if it does no harm, or"
                    + " `destructive: allow` at the top of the target file."));
        }
        if (site.granted().isEmpty()) {
            return Optional.of(
                    missing("No identity of scheme \"" + site.scheme().name() + "\" has what " + operation.label()
                            + " requires, so nothing would show what a grant looks like: add one."));
        }
        return Operation.parametersOf(operation.path()).stream()
                .filter(name -> site.granted().stream()
                        .anyMatch(who -> operation.parameter(In.PATH, name, who).isEmpty()))
                .findFirst()
                .map(name -> missing("The path parameter {" + name + "} of " + operation.label()
                        + " has no value: give one in `with:` of the operation, or of each identity."));
    }

    private static Verdict unmet(Need need, Site site, String forWhat) {
        var words = forWhat + " scheme \"" + site.scheme().name() + "\": " + need.remedy() + ".";
        return Needs.unconcerned(need, site)
                .map(why -> Verdict.notApplicable(Reason.IRRELEVANT, why))
                .orElseGet(() -> need.isPromise() ? notPromised(words) : missing(words));
    }

    private static Verdict missing(String words) {
        return Verdict.notApplicable(Reason.NEED_MISSING, words);
    }

    private static Verdict notPromised(String words) {
        return Verdict.notApplicable(Reason.NOT_PROMISED, words);
    }

    /**
     * An intruder that is granted nowhere could not be told from one whose credential is dead. Its attempts are made all
     * the same: one that is granted needs no sign of life, and the answer to one that is denied may be one.
     */
    private static PlannedCase planned(SecurityCheck check, Site site, Party party) {
        var lifeless = party.intruder()
                .filter(who -> !(check instanceof DenialCheck))
                .filter(who -> site.matrix().operationFor(who).isEmpty());
        return lifeless.map(who -> skipped(
                        check.metadata(),
                        site.operation(),
                        site.scheme().name(),
                        missing("No operation must be granted to \"" + who.name() + "\", so nothing would show that its"
                                + " credential works: declare one that it may call.")))
                .orElseGet(() -> runnable(check, site, party));
    }

    /** Every case uses the limit of its scheme and the accounts of its target; a scenario that uses something up must be alone with it. */
    private static Set<Use> uses(SecurityCheck check, Site site, Party party) {
        var usedUp = check instanceof ScenarioCheck scenario ? scenario.usesUp(site) : Set.<String>of();
        var uses = new LinkedHashSet<Use>();
        usedUp.forEach(name -> uses.add(new Use(name, true)));
        Stream.concat(Stream.of(site.scheme().name()), party.intruder().stream().map(Identity::scheme))
                .distinct()
                .filter(scheme -> site.target().schemes().get(scheme).limit().isPresent())
                .map(scheme -> "limit:" + scheme)
                .filter(limit -> !usedUp.contains(limit))
                .forEach(limit -> uses.add(new Use(limit, false)));
        if (site.target().endsCredentials() && !usedUp.contains(ScenarioCheck.ACCOUNTS)) {
            uses.add(new Use(ScenarioCheck.ACCOUNTS, false));
        }
        return uses;
    }

    private static PlannedCase runnable(SecurityCheck check, Site site, Party party) {
        var meta = check.metadata();
        var operation = site.operation();
        var scheme = site.scheme().name();
        var identity = party.granted().name();
        var intruder = party.intruder().map(Identity::name).orElse("");
        return new PlannedCase(
                String.join("|", meta.id(), operation.id(), scheme, identity, intruder),
                meta.id(),
                operation.id(),
                operation.label(),
                scheme,
                identity,
                intruder,
                Optional.empty(),
                meta.requests(),
                uses(check, site, party));
    }

    private static PlannedCase skipped(Check meta, Operation operation, String scheme, Verdict verdict) {
        return skipped(meta, operation.id(), operation.label(), scheme, verdict);
    }

    /** One case for a whole scheme: what is missing there need not be said once for every operation. */
    private static PlannedCase skipped(Check meta, String scheme, Verdict verdict) {
        return skipped(meta, "", "", scheme, verdict);
    }

    private static PlannedCase skipped(Check meta, String operation, String label, String scheme, Verdict verdict) {
        return new PlannedCase(
                String.join("|", meta.id(), operation, scheme, "", ""),
                meta.id(),
                operation,
                label,
                scheme,
                "",
                "",
                Optional.of(verdict),
                0,
                Set.of());
    }

    /** The verdict on a manual control for which there is no attestation. */
    public static Verdict notAttested(Control control) {
        return new Verdict(
                Outcome.MANUAL,
                Reason.NOT_ATTESTED,
                "Nobody has attested \"" + control.title() + "\": give an attestation file.");
    }
}
