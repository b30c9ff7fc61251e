package dev.postern.stacks;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.checklist.Checklists;
import dev.postern.gate.Gate;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.run.AuditRun;
import dev.postern.target.TargetFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The audit of an API with a target file that leaves nothing out that checks of tokens can use. */
record Examination(Audit audit) {

    private static final CheckCatalogue CATALOGUE = CheckCatalogue.load();
    private static final Checklist ESSENTIALS = Checklists.load("api-authentication-essentials", CATALOGUE.ids());

    /** By the checklist, and by all other checks of JWTs. */
    static Examination whole(Api api, Issuer issuer, Path folder) throws Exception {
        var controls = new ArrayList<>(ESSENTIALS.controls());
        var ids = CATALOGUE.ids().stream().filter(id -> id.startsWith("jwt.")).toList();
        controls.add(control(ids));
        return of(controls, api, issuer, folder);
    }

    /** By checks of JWTs, and by those of credentials and scopes in general. */
    static Examination by(Set<String> checks, Api api, Issuer issuer, Path folder) throws Exception {
        var ids = new TreeSet<>(checks);
        ids.addAll(List.of(
                "auth.invalid-credential", "auth.malformed-credential", "auth.missing-credential", "scope.enforced"));
        return of(List.of(control(ids)), api, issuer, folder);
    }

    private static Control control(Collection<String> ids) {
        return new Control("tokens", "Tokens", "", List.of(), List.copyOf(ids), false);
    }

    private static Examination of(List<Control> controls, Api api, Issuer issuer, Path folder) throws Exception {
        try (var keys = KeyServer.start(issuer)) {
            return of(controls, writeTargetFile(api, issuer, keys, folder), folder);
        }
    }

    private static Examination of(List<Control> controls, Path targetFile, Path folder) {
        var loaded = TargetFile.load(targetFile, name -> null, TargetFile.Secrets.REQUIRED);
        var plan = new Planner(loaded.target(), CATALOGUE, Planner::notAttested)
                .plan("stacks", new Checklist("stacks", "Stacks", controls));
        var run = AuditRun.start(new AuditRun.Settings(
                plan,
                plan.cases(),
                loaded.target(),
                loaded.secrets(),
                CATALOGUE::find,
                Gate.STRICT,
                List.of(),
                folder.resolve("reports"),
                "test"));
        plan.cases().forEach(run::run);
        return new Examination(run.finish().audit());
    }

    private static Path writeTargetFile(Api api, Issuer issuer, KeyServer keys, Path folder) throws Exception {
        Files.writeString(folder.resolve("issuer.jwk"), issuer.key().toJSONString());
        return Files.writeString(
                folder.resolve("notes.yaml"), """
                target: notes
                baseUrl: %s
                limits: {rate: 2000}
                schemes:
                  tokens:
                    type: bearer-jwt
                    issuer: %s
                    audience: %s
                    jwks: %s
                    signingKey: ${file:issuer.jwk}
                identities:
                  alice:
                    scheme: tokens
                    scopes: [notes:read]
                    obtain:
                      claims: {sub: alice}
                  bob:
                    scheme: tokens
                    scopes: [notes:export]
                    obtain:
                      claims: {sub: bob}
                operations:
                  notes:
                    call: GET /notes
                    requires:
                      scheme: tokens
                      scopes: [notes:read]
                  export:
                    call: GET /export
                    requires:
                      scheme: tokens
                      scopes: [notes:export]
                """.formatted(api.url(), Issuer.NAME, Issuer.AUDIENCE, keys.url()));
    }

    /** The ids of the checks with an outcome somewhere, in order. */
    Set<String> checksWith(Outcome outcome) {
        return audit.with(outcome).stream()
                .filter(result -> !result.planned().checkId().equals(Planner.MANUAL))
                .map(result -> result.planned().checkId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of the checks that fail somewhere so that the gate does. */
    Set<String> breakingTheGate() {
        return failing(CaseResult::breaksGate);
    }

    /** The ids of the checks that fail without harm to the gate. */
    Set<String> onlyRecorded() {
        return failing(result -> !result.breaksGate());
    }

    private Set<String> failing(Predicate<CaseResult> which) {
        return audit.with(Outcome.FAIL).stream()
                .filter(which)
                .map(result -> result.planned().checkId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The checks of the checklist with an outcome somewhere. */
    Set<String> essentialsWith(Outcome outcome) {
        var essential = ESSENTIALS.controls().stream()
                .flatMap(control -> control.checks().stream())
                .collect(Collectors.toSet());
        var ids = checksWith(outcome);
        ids.retainAll(essential);
        return ids;
    }

    /** All that is not a pass, for the message of a test that fails. */
    String told() {
        return audit.results().values().stream()
                .filter(result -> result.verdict().outcome() == Outcome.FAIL
                        || result.verdict().outcome() == Outcome.INCONCLUSIVE)
                .map(Examination::told)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String told(CaseResult result) {
        return result.planned().id() + " " + result.verdict().outcome() + " "
                + result.verdict().reason().code() + ": " + result.verdict().words();
    }
}
