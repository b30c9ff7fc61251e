package dev.postern.reporters;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Operation.Requires;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.Limits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Audits as the engine would hand them to reporters. The same call always gives an equal audit. */
public final class SampleAudit {

    /** Never to be seen in a report. */
    public static final String SECRET = "s3cr3t-of-the-sample";

    private static final Instant START = Instant.parse("2026-11-24T20:29:37Z");
    private static final String BASE = "https://localhost:8443";

    private final String spice;
    private final Target target;
    private final Map<String, CheckInfo> checks = new LinkedHashMap<>();
    private final Map<String, List<PlannedCase>> cases = new LinkedHashMap<>();
    private final Map<String, CaseResult> results = new LinkedHashMap<>();
    private final List<PlannedControl> controls = new ArrayList<>();
    private int requests;

    private SampleAudit(String spice) {
        this.spice = spice;
        this.target = target();
        checks();
    }

    /** Nine controls, all outcomes. */
    public static Audit realistic() {
        var sample = new SampleAudit("");
        sample.cases();
        sample.controls();
        return sample.audit(
                new GateResult(
                        false,
                        List.of(
                                "3 findings: 2 critical, 1 medium.",
                                "2 causes left 4 cases inconclusive, and an audit that cannot tell must not pass.",
                                "1 control of the checklist that applies to this target was not covered.")),
                false);
    }

    /** The same, but the gate is lenient: it passed, though nothing was mended but what the baseline still has. */
    public static Audit lenient() {
        var whole = realistic();
        var exemptions = Map.of(
                "jwt.alg-none", new Exemption(Exemption.Kind.KNOWN, "known since 2026-01-31, baseline"),
                "access.other-object", new Exemption(Exemption.Kind.KNOWN, "known since 2026-02-28, baseline"),
                "jwt.lifetime", new Exemption(Exemption.Kind.BELOW_THRESHOLD, "below the gate's threshold: high"));
        var allowed = new Exemption(Exemption.Kind.ALLOWED, "allowed");
        var results = new LinkedHashMap<String, CaseResult>();
        whole.results()
                .forEach((id, result) -> results.put(
                        id,
                        result.withExemption(Optional.ofNullable(
                                        exemptions.get(result.planned().checkId()))
                                .filter(e -> result.verdict().outcome() == Outcome.FAIL)
                                .or(() -> Optional.of(allowed)
                                        .filter(e -> result.verdict().outcome() == Outcome.INCONCLUSIVE)))));
        results.replaceAll((id, result) -> result.planned().checkId().equals("jwt.lifetime")
                ? result.withVerdict(result.verdict().graded(Severity.INFO))
                : result);
        var gate = new GateResult(
                true,
                List.of(),
                List.of(
                        "3 cases failed as the baseline knows, which does not break the gate.",
                        "Mended: one. Stale: two."),
                some(whole.plan(), results, ControlResult::isUncovered),
                some(whole.plan(), results, ControlResult::isPartlyVerified),
                List.of(known("00000000000000aa", "jwt.expired", "listOrders")),
                List.of(known("00000000000000bb", "jwt.expired", "gone"), known("00000000000000cc", "gone.check", "")));
        return new Audit(
                whole.plan(),
                results,
                gate,
                whole.startedAt(),
                whole.endedAt(),
                whole.requests(),
                false,
                whole.toolVersion());
    }

    private static KnownFinding known(String fingerprint, String check, String operation) {
        return new KnownFinding(
                fingerprint,
                "orders-api",
                check,
                operation,
                "alice",
                "",
                Severity.HIGH,
                LocalDate.of(2026, 1, 31),
                "granted");
    }

    /** The same as the realistic one, but the target puts a text of its own into everything that it can reach. */
    public static Audit spicedWith(String spice) {
        var sample = new SampleAudit(spice);
        sample.cases();
        sample.controls();
        return sample.audit(new GateResult(false, List.of("A finding" + spice)), false);
    }

    /** The realistic one, of the target at another address. */
    public static Audit at(URI baseUrl) {
        var audit = realistic();
        return new Audit(
                audit.plan().at(baseUrl),
                audit.results(),
                audit.gate(),
                audit.startedAt(),
                audit.endedAt(),
                audit.requests(),
                audit.interrupted(),
                audit.toolVersion());
    }

    /** All controls hold. */
    public static Audit clean() {
        var sample = new SampleAudit("");
        sample.denial("jwt.alg-none", "listOrders", "tokens", "alice", "", Outcome.PASS, Reason.HELD, "");
        sample.control("signed-tokens", "Tokens are accepted only with a valid signature", "jwt.alg-none");
        return sample.audit(new GateResult(true, List.of()), false);
    }

    /** Told to end before the second case. */
    public static Audit interrupted() {
        var sample = new SampleAudit("");
        sample.denial("jwt.alg-none", "listOrders", "tokens", "alice", "", Outcome.PASS, Reason.HELD, "");
        sample.plan("jwt.alg-none", "getOrder", "tokens", "alice", "", Optional.empty());
        sample.control("signed-tokens", "Tokens are accepted only with a valid signature", "jwt.alg-none");
        return sample.audit(
                new GateResult(false, List.of("The audit was told to end before all cases had run.")), true);
    }

    /** That many cases, a few per cent of which fail, on 50 operations. */
    public static Audit large(int count) {
        var sample = new SampleAudit("");
        var ids = List.of("jwt.alg-none", "jwt.signature", "jwt.expired", "access.other-object");
        for (var i = 0; i < count; i++) {
            var failed = i % 31 == 0;
            sample.denialAt(
                    ids.get(i % ids.size()),
                    "op" + i,
                    "GET /api/v2/resources-" + i % 50 + "/" + i + "/items/{id}",
                    "/api/v2/resources-" + i % 50 + "/" + i + "/items/17",
                    "tokens",
                    "alice",
                    "",
                    failed ? Outcome.FAIL : Outcome.PASS,
                    failed ? Reason.GRANTED : Reason.HELD,
                    "answered 200 with the body of the positive control");
        }
        sample.control(
                "signed-tokens", "Tokens are accepted only with a valid signature", "jwt.alg-none", "jwt.signature");
        sample.control("token-lifetime", "Expired tokens are rejected", "jwt.expired");
        sample.control("own-objects", "An identity reaches its own objects only", "access.other-object");
        return sample.audit(new GateResult(false, List.of("Many findings.")), false);
    }

    private static List<ControlResult> some(
            Plan plan, Map<String, CaseResult> results, Predicate<ControlResult> wanted) {
        return ControlResult.of(plan, results).stream().filter(wanted).toList();
    }

    private Audit audit(GateResult gate, boolean interrupted) {
        var checklist = new Checklist(
                "api-authentication-essentials",
                "API authentication essentials",
                controls.stream().map(PlannedControl::control).toList());
        var plan = new Plan("OrdersApiSecurityIT", target, checklist, controls, checks);
        return new Audit(
                plan,
                results,
                new GateResult(
                        gate.passed(),
                        gate.reasons(),
                        gate.notes(),
                        some(plan, results, ControlResult::isUncovered),
                        some(plan, results, ControlResult::isPartlyVerified),
                        List.of(),
                        List.of()),
                START,
                START.plusSeconds(94),
                requests,
                interrupted,
                "0.1.0");
    }

    // ---- target

    private Target target() {
        var tokens = new Scheme.BearerJwt(
                "tokens",
                Optional.of("https://id.example.test"),
                Optional.of("orders"),
                Optional.of(URI.create(BASE + "/jwks.json")),
                Optional.empty(),
                Optional.of(Secret.of(SECRET)),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                false,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.of(URI.create(BASE + "/token")),
                Optional.empty());
        var partner = new Scheme.ApiKey(
                "partner", Scheme.Carrier.HEADER, "X-API-Key", Optional.of(new Limit(5, Duration.ofSeconds(10), 429)));
        var identities = new LinkedHashMap<String, Identity>();
        identity(identities, "alice", "tokens", "a", Set.of("orders:read"), Set.of("clerk"));
        identity(identities, "bob", "tokens", "b", Set.of("orders:read", "orders:write"), Set.of("clerk"));
        identity(identities, "carol", "tokens", "a", Set.of("orders:read"), Set.of("admin"));
        identity(identities, "dora", "tokens", "b", Set.of(), Set.of("clerk"));
        identity(identities, "acme", "partner", "", Set.of(), Set.of());
        var operations = new LinkedHashMap<String, Operation>();
        var read = Set.of("orders:read");
        operation(
                operations,
                "listOrders",
                "GET",
                "/tenants/{tenant}/orders",
                new Requires(
                        List.of("tokens"), read, Set.of(), Optional.of(new ParameterRef(Operation.In.PATH, "tenant"))));
        operation(
                operations,
                "getOrder",
                "GET",
                "/orders/{id}",
                new Requires(List.of("tokens"), read, Set.of(), Optional.empty()));
        operation(
                operations,
                "listUsers",
                "GET",
                "/admin/users",
                new Requires(List.of("tokens"), Set.of(), Set.of("admin"), Optional.empty()));
        operation(
                operations,
                "createOrder",
                "POST",
                "/orders",
                new Requires(List.of("tokens"), Set.of("orders:write"), Set.of(), Optional.empty()));
        operation(
                operations,
                "stock",
                "GET",
                "/partner/stock",
                new Requires(List.of("partner"), Set.of(), Set.of(), Optional.empty()));
        operation(operations, "health", "GET", "/health", Requires.NOTHING);
        return new Target(
                "orders-api" + spice,
                URI.create(BASE),
                Optional.empty(),
                Limits.DEFAULT,
                Set.of(),
                List.of(),
                DenialSigns.NONE,
                false,
                Map.of("tokens", tokens, "partner", partner),
                identities,
                operations,
                new Position("orders-api.yaml", 0, 0));
    }

    private void identity(
            Map<String, Identity> all,
            String name,
            String scheme,
            String tenant,
            Set<String> scopes,
            Set<String> roles) {
        all.put(
                name + spice,
                new Identity(
                        name + spice,
                        scheme,
                        tenant.isEmpty() ? Optional.empty() : Optional.of(tenant),
                        scopes,
                        roles,
                        Map.of(),
                        List.of(),
                        new Obtain.Given(Secret.of(SECRET), Optional.empty(), Optional.empty()),
                        new Position("orders-api.yaml", 20 + all.size() * 8, 3)));
    }

    private void operation(Map<String, Operation> all, String id, String method, String path, Requires requires) {
        all.put(
                id,
                new Operation(
                        id,
                        method,
                        path + spice,
                        requires.equals(Requires.NOTHING),
                        requires,
                        Map.of("id", "17"),
                        Map.of(),
                        List.of(),
                        Content.NONE,
                        Optional.empty(),
                        method.equals("POST"),
                        new Position("orders-api.yaml", 60 + all.size() * 6, 3)));
    }

    // ---- checks

    private void checks() {
        check(
                "jwt.alg-none",
                "Unsigned tokens are rejected",
                Severity.CRITICAL,
                List.of("RFC 8725 3.1", "ASVS 5.0 9.1.2", "CVE-2015-9235", "API2:2023"),
                347,
                "denial",
                """
                ## What is sent
                The valid token of the identity with its header changed to `{"alg":"none"}` and its signature cut off, in
                four spellings of `none`.

                ## Why it matters
                A target that takes the algorithm from the token lets the attacker choose it. Whoever has seen one token, or
                knows what claims it carries, can then write tokens for anybody, administrators included.

                ## How servers get it wrong
                - The library is called with `decode` in place of `verify`.
                - A list of algorithms is accepted that contains `none`, often by default in *old* releases.
                - Upper and lower case are compared exactly, so that `nOnE` slips through.

                ## How to mend it
                Name the algorithms you accept, and no others, where the token is verified:

                ```java
                NimbusJwtDecoder.withJwkSetUri(uri).jwsAlgorithm(RS256).build();
                ```

                See [RFC 8725](https://www.rfc-editor.org/info/rfc8725), section 3.1.
                """);
        check(
                "jwt.signature",
                "Tokens with a damaged signature are rejected",
                Severity.CRITICAL,
                List.of("RFC 7515 5.2"),
                347,
                "denial",
                """
                ## What is sent
                The valid token with one bit of its signature changed.

                ## Why it matters
                A signature that is not verified protects nothing.

                ## How to mend it
                Verify the signature before you read a claim.
                """);
        check(
                "jwt.expired",
                "Expired tokens are rejected",
                Severity.HIGH,
                List.of("RFC 7519 4.1.4", "API2:2023"),
                613,
                "denial",
                """
                ## What is sent
                A token whose `exp` lies in the past, beside its honest twin.

                ## Why it matters
                A token that never expires is a password that nobody can change.

                ## How to mend it
                Reject tokens whose `exp` has passed; allow at most a minute for clocks that differ.
                """);
        check(
                "jwt.lifetime",
                "Tokens live no longer than declared",
                Severity.MEDIUM,
                List.of("RFC 6819 5.1.5.3"),
                613,
                "property",
                """
                ## What is sent
                Nothing: the valid token is read.

                ## Why it matters
                The longer a token lives, the longer a stolen one is of use.

                ## How to mend it
                Shorten the lifetime at the issuer, and give a refresh token to those who need more.
                """);
        check(
                "access.other-object",
                "An identity is denied the objects of others",
                Severity.CRITICAL,
                List.of("API1:2023", "ASVS 5.0 8.2.2"),
                639,
                "denial",
                """
                ## What is sent
                The request of one identity for its own object, with the valid credential of another.

                ## Why it matters
                Numbers in a path are easily changed. This is the most frequent weakness of APIs, and no scanner that does not
                know who owns what can see it.

                ## How servers get it wrong
                1. The query looks for the id and forgets the owner.
                2. The owner is compared in the user interface only.

                ## How to mend it
                Look for the object by its id **and** its owner, in one query.
                """);
        check(
                "access.other-tenant",
                "An identity is denied what belongs to another tenant",
                Severity.CRITICAL,
                List.of("API1:2023"),
                639,
                "denial",
                "## Why it matters\nTenants trust that they are apart.\n");
        check(
                "access.missing-role",
                "Who lacks the role is denied",
                Severity.CRITICAL,
                List.of("API5:2023", "RFC 9110 15.5.4"),
                285,
                "denial",
                "## Why it matters\nAn operation for administrators that anybody may call makes everybody one.\n");
        check(
                "access.missing-scope",
                "Who lacks the scope is denied",
                Severity.HIGH,
                List.of("RFC 6750 3.1"),
                285,
                "denial",
                "## Why it matters\nA scope limits what a client that was broken into can do.\n");
        check(
                "ratelimit.enforced",
                "The declared limit is enforced",
                Severity.MEDIUM,
                List.of("RFC 6585 4", "API4:2023"),
                770,
                "scenario",
                "## Why it matters\nWithout a limit, keys and passwords can be guessed.\n");
        check(
                "oauth.no-store",
                "Token responses are not stored by caches",
                Severity.LOW,
                List.of("RFC 6749 5.1"),
                525,
                "property",
                "## Why it matters\nA cache that holds a token gives it to others.\n\n## How to mend it\nSend `Cache-Control: no-store`.\n");
        check(
                "basic.plaintext",
                "Passwords are not accepted over plain HTTP",
                Severity.HIGH,
                List.of("RFC 7617 4"),
                319,
                "denial",
                "");
    }

    private void check(
            String id, String title, Severity severity, List<String> references, int cwe, String kind, String text) {
        checks.put(id, new CheckInfo(id, title, severity, references, cwe, kind, text));
    }

    // ---- cases

    private void cases() {
        var same = "answered 200 with the body of the positive control: the target took it for valid";
        denial("jwt.alg-none", "listOrders", "tokens", "alice", "", Outcome.FAIL, Reason.GRANTED, same);
        denial("jwt.alg-none", "getOrder", "tokens", "alice", "", Outcome.FAIL, Reason.GRANTED, same);
        denial("jwt.alg-none", "listUsers", "tokens", "carol", "", Outcome.PASS, Reason.HELD, "");
        denial("jwt.signature", "listOrders", "tokens", "alice", "", Outcome.PASS, Reason.HELD, "");
        denial("jwt.signature", "getOrder", "tokens", "alice", "", Outcome.PASS, Reason.HELD, "");
        denial("jwt.signature", "listUsers", "tokens", "carol", "", Outcome.PASS, Reason.HELD, "");
        denial("jwt.expired", "listOrders", "tokens", "alice", "", Outcome.PASS, Reason.HELD, "");
        var throttled = "The target asked to slow down (429), so that a denial cannot be told from a limit."
                + " Lower `limits: rate:` in the target file.";
        denial("jwt.expired", "getOrder", "tokens", "alice", "", Outcome.INCONCLUSIVE, Reason.THROTTLED, throttled);
        denial("jwt.expired", "listUsers", "tokens", "carol", "", Outcome.INCONCLUSIVE, Reason.THROTTLED, throttled);
        property();
        denial("access.other-object", "getOrder", "tokens", "alice", "bob", Outcome.FAIL, Reason.GRANTED, same);
        denial("access.other-object", "getOrder", "tokens", "bob", "alice", Outcome.PASS, Reason.HELD, "");
        denial("access.other-tenant", "listOrders", "tokens", "alice", "bob", Outcome.PASS, Reason.HELD, "");
        denial("access.other-tenant", "listOrders", "tokens", "bob", "carol", Outcome.PASS, Reason.HELD, "");
        denial("access.missing-role", "listUsers", "tokens", "carol", "alice", Outcome.PASS, Reason.HELD, "");
        denial("access.missing-role", "listUsers", "tokens", "carol", "bob", Outcome.PASS, Reason.HELD, "");
        denial("access.missing-role", "listUsers", "tokens", "carol", "dora", Outcome.PASS, Reason.HELD, "");
        var crashed = "The target crashed (500) at a credential that it must deny: that is no denial.";
        denial(
                "access.missing-scope",
                "listOrders",
                "tokens",
                "alice",
                "dora",
                Outcome.INCONCLUSIVE,
                Reason.SERVER_ERROR,
                crashed);
        denial(
                "access.missing-scope",
                "getOrder",
                "tokens",
                "alice",
                "dora",
                Outcome.INCONCLUSIVE,
                Reason.SERVER_ERROR,
                crashed);
        denial("access.missing-role", "stock", "partner", "acme", "", Outcome.PASS, Reason.HELD, "");
        skip(
                "access.missing-scope",
                "createOrder",
                "tokens",
                "bob",
                Reason.NEED_MISSING,
                "POST /orders counts as destructive: say `destructive: allow` at the top of the target file to have it audited");
        skip(
                "jwt.alg-none",
                "createOrder",
                "tokens",
                "bob",
                Reason.NEED_MISSING,
                "POST /orders counts as destructive: say `destructive: allow` at the top of the target file to have it audited");
        skip(
                "ratelimit.enforced",
                "listOrders",
                "tokens",
                "",
                Reason.NEED_MISSING,
                "scheme tokens: declare the limit: `limit:` with `requests: 100` and `window: PT1M`");
        noStore();
        skip("manual", "", "", "", Reason.NOT_ATTESTED, "Nobody has attested this control yet.");
    }

    private void property() {
        var planned = plan("jwt.lifetime", "listOrders", "tokens", "alice", "", Optional.empty());
        var control = positive("/tenants/a/orders", "alice");
        finish(
                planned,
                Verdict.fail(
                        Reason.DEFECT,
                        "The token lives 24 hours (exp - iat = 86400 s); the target file declares at most PT1H."),
                List.of(control));
    }

    private void noStore() {
        var planned = plan("oauth.no-store", "", "tokens", "", "", Optional.empty());
        finish(
                planned,
                new Verdict(
                        Outcome.WAIVED,
                        Reason.ACCEPTED,
                        "Accepted until 2027-03-01 by j.doe: the token endpoint is replaced in February."
                                + " The token response lacks `Cache-Control: no-store`."),
                List.of(new Trial(
                        "token request",
                        Kind.STEP,
                        "",
                        "",
                        true,
                        "the response has no Cache-Control",
                        List.of(exchange("token request", "POST", "/token", "", 200, "{\"access_token\":\"***\"}")))));
    }

    private void skip(String check, String operation, String scheme, String identity, Reason reason, String words) {
        var outcome = reason == Reason.NOT_ATTESTED ? Outcome.MANUAL : Outcome.NOT_APPLICABLE;
        var verdict = new Verdict(outcome, reason, words);
        var planned = check.equals("manual")
                ? new PlannedCase(
                        "manual|stored-tokens", "manual", "", "", "", "", "", Optional.of(verdict), 0, Set.of())
                : plan(check, operation, scheme, identity, "", Optional.of(verdict));
        cases.computeIfAbsent(check, c -> new ArrayList<>());
        if (check.equals("manual")) {
            cases.get(check).add(planned);
        }
        results.put(planned.id(), new CaseResult(planned, verdict, List.of(), "", START, 0));
    }

    private void denial(
            String check,
            String operation,
            String scheme,
            String identity,
            String intruder,
            Outcome outcome,
            Reason reason,
            String words) {
        var path = switch (operation) {
            case "listOrders" -> "/tenants/" + (identity.equals("bob") ? "b" : "a") + "/orders";
            case "getOrder" -> "/orders/17";
            case "listUsers" -> "/admin/users";
            default -> "/partner/stock";
        };
        denialAt(
                check,
                operation,
                target.operations().get(operation).label(),
                path,
                scheme,
                identity,
                intruder,
                outcome,
                reason,
                words);
    }

    private void denialAt(
            String check,
            String operation,
            String label,
            String path,
            String scheme,
            String identity,
            String intruder,
            Outcome outcome,
            Reason reason,
            String words) {
        var planned = planLabelled(check, operation, label, scheme, identity, intruder, Optional.empty());
        var trials = new ArrayList<Trial>();
        trials.add(positive(path, identity));
        trials.add(new Trial(
                "no credential" + spice,
                Kind.NEGATIVE_CONTROL,
                "denied",
                "denied",
                true,
                "401 with a challenge",
                List.of(exchange("negative control", "GET", path, "", 401, "{\"error\":\"unauthorized\"}"))));
        var tries = tries(check, identity, intruder);
        for (var i = 0; i < tries.size(); i++) {
            var last = i == tries.size() - 1;
            trials.add(attempt(tries.get(i), path, last ? outcome : Outcome.PASS));
        }
        if (outcome == Outcome.PASS) {
            trials.add(new Trial(
                    "valid credential of " + identity + ", once more",
                    Kind.LIVENESS,
                    "granted",
                    "granted",
                    true,
                    "still as the positive control",
                    List.of(exchange("liveness", "GET", path, "$CREDENTIAL", 200, body(path)))));
        }
        var said = switch (outcome) {
            case PASS ->
                "All " + tries.size() + " attempts were denied, and the valid credential was granted before and after.";
            case FAIL -> capital(tries.get(tries.size() - 1)) + " was granted: " + words + ".";
            default -> words;
        };
        finish(planned, new Verdict(outcome, reason, said + spice), trials);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static List<String> tries(String check, String identity, String intruder) {
        if (!intruder.isEmpty()) {
            return List.of("the valid credential of " + intruder + " on what is " + identity + "'s");
        }
        return switch (check) {
            case "jwt.alg-none" -> List.of("alg \"None\"", "alg \"NONE\"", "alg \"nOnE\"", "alg \"none\"");
            case "jwt.signature" -> List.of("first bit of the signature changed", "last bit of the signature changed");
            case "jwt.expired" -> List.of("exp 2 minutes ago", "exp a year ago");
            default -> List.of("another's credential");
        };
    }

    private Trial positive(String path, String identity) {
        return new Trial(
                "valid credential of " + identity + spice,
                Kind.POSITIVE_CONTROL,
                "granted",
                "granted",
                true,
                "200 with a body of its own",
                List.of(exchange("positive control", "GET", path, "$CREDENTIAL", 200, body(path))));
    }

    private Trial attempt(String label, String path, Outcome outcome) {
        return switch (outcome) {
            case FAIL ->
                new Trial(
                        label + spice,
                        Kind.ATTEMPT,
                        "denied",
                        "granted",
                        false,
                        "200, and the body is that of the positive control" + spice,
                        List.of(exchange(label, "GET", path, "$FORGED", 200, body(path))));
            case INCONCLUSIVE ->
                new Trial(
                        label + spice,
                        Kind.ATTEMPT,
                        "denied",
                        "unclear",
                        false,
                        "neither a grant nor a denial" + spice,
                        List.of(exchange(label, "GET", path, "$FORGED", label.startsWith("exp") ? 429 : 500, "")));
            default ->
                new Trial(
                        label + spice,
                        Kind.ATTEMPT,
                        "denied",
                        "denied",
                        true,
                        "401, as the negative control",
                        List.of(exchange(label, "GET", path, "$FORGED", 401, "{\"error\":\"invalid_token\"}")));
        };
    }

    private static String body(String path) {
        return path.startsWith("/orders")
                ? "{\"id\":17,\"owner\":\"alice\",\"item\":\"pen\",\"price\":\"2.50\"}"
                : path.startsWith("/admin")
                        ? "[{\"name\":\"alice\"},{\"name\":\"bob\"},{\"name\":\"carol\"}]"
                        : "{\"orders\":[{\"id\":17,\"item\":\"pen\"},{\"id\":18,\"item\":\"ink\"}],\"total\":2}";
    }

    private RecordedExchange exchange(
            String step, String method, String path, String credential, int status, String body) {
        var sent = START.plusMillis(40L * requests++);
        var headers = new ArrayList<Header>();
        headers.add(new Header("Accept", "application/json"));
        if (!credential.isEmpty()) {
            headers.add(new Header("Authorization", "Bearer ***"));
        }
        var answered = new ArrayList<Header>();
        answered.add(new Header("Content-Type", "application/json"));
        if (status == 401) {
            answered.add(new Header("WWW-Authenticate", "Bearer realm=\"orders\"" + spice));
        }
        answered.add(new Header("X-Request-Id", "%08x".formatted(0x5eed + requests * 7919)));
        return new RecordedExchange(
                step + spice,
                method,
                BASE + path + spice,
                headers,
                method.equals("POST") ? "grant_type=client_credentials" : "",
                status,
                answered,
                body + spice,
                "",
                "curl -sS -i '" + BASE + path + "' -H 'Accept: application/json'"
                        + (credential.isEmpty() ? "" : " -H \"Authorization: Bearer " + credential + "\"") + spice,
                sent,
                7 + requests % 23);
    }

    private PlannedCase plan(
            String check, String operation, String scheme, String identity, String intruder, Optional<Verdict> skip) {
        var label =
                operation.isEmpty() ? "" : target.operations().get(operation).label();
        return planLabelled(check, operation, label, scheme, identity, intruder, skip);
    }

    private PlannedCase planLabelled(
            String check,
            String operation,
            String label,
            String scheme,
            String identity,
            String intruder,
            Optional<Verdict> skip) {
        var planned = new PlannedCase(
                String.join("|", check, operation, scheme, identity, intruder),
                check,
                operation,
                label,
                scheme,
                spiced(identity),
                spiced(intruder),
                skip,
                skip.isPresent() ? 0 : 4,
                Set.of());
        cases.computeIfAbsent(check, c -> new ArrayList<>()).add(planned);
        return planned;
    }

    private String spiced(String name) {
        return name.isEmpty() ? "" : name + spice;
    }

    private void finish(PlannedCase planned, Verdict verdict, List<Trial> trials) {
        var bad = verdict.outcome() == Outcome.FAIL || verdict.outcome() == Outcome.WAIVED;
        var started = trials.get(0).exchanges().get(0).sentAt();
        results.put(
                planned.id(),
                new CaseResult(
                        planned,
                        verdict,
                        trials,
                        bad ? "%08x".formatted(planned.id().hashCode()) : "",
                        started,
                        trials.size() * 31L));
    }

    // ---- controls

    private void controls() {
        control("signed-tokens", "Tokens are accepted only with a valid signature", "jwt.alg-none", "jwt.signature");
        control("token-lifetime", "Tokens expire, and expired ones are rejected", "jwt.expired", "jwt.lifetime");
        control("own-objects", "An identity reaches its own objects only", "access.other-object");
        control("tenants-apart", "Tenants are kept apart", "access.other-tenant");
        control(
                "least-privilege",
                "Operations demand their roles and scopes",
                "access.missing-role",
                "access.missing-scope");
        control("limits", "Declared limits are enforced", "ratelimit.enforced");
        control(
                "tenants-and-limits",
                "Tenants are kept apart, and callers are limited",
                "access.other-tenant",
                "ratelimit.enforced");
        control("token-transport", "Tokens are not left in caches", "oauth.no-store");
        control("passwords-encrypted", "Passwords travel encrypted", "basic.plaintext");
        controls.add(new PlannedControl(
                new Control(
                        "stored-tokens",
                        "Stored tokens are encrypted or hashed",
                        "Whoever reads the database must not be able to use what is in it.",
                        List.of("ASVS 5.0 11.4.1", "CWE-312"),
                        List.of(),
                        true),
                List.of(new PlannedCheck(
                        new CheckInfo("manual", "Attested by a person", Severity.INFO, List.of(), 0, "manual", ""),
                        cases.getOrDefault("manual", List.of())))));
    }

    private void control(String id, String title, String... ids) {
        controls.add(new PlannedControl(
                new Control(
                        id,
                        title,
                        "From the point of view of the target's owner: " + title.toLowerCase(Locale.ROOT) + ".",
                        List.of("ASVS 5.0 9.1.1", "API2:2023"),
                        List.of(ids),
                        false),
                List.of(ids).stream()
                        .map(c -> new PlannedCheck(checks.get(c), cases.getOrDefault(c, List.of())))
                        .toList()));
    }
}
