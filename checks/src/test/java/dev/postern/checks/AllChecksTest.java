package dev.postern.checks;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.auth.MissingCredential;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every check of this module. */
class AllChecksTest {

    /** Families whose checks need nothing that the fake cannot give. */
    private static final Set<String> FAKEABLE =
            Set.of("auth", "basic", "apikey", "rate", "scope", "role", "tenant", "refresh", "token", "mfa", "cache");

    private static final List<String> SECTIONS =
            List.of("## What is sent", "## Why it matters", "## How servers get it wrong", "## How to mend it");

    static Stream<SecurityCheck> checks() {
        return ServiceLoader.load(SecurityCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(check -> check.getClass().getPackageName().startsWith("dev.postern.checks."));
    }

    static Stream<SecurityCheck> fakeable() {
        return checks().filter(check -> FAKEABLE.contains(family(check)));
    }

    @Test
    void every_annotated_class_is_registered_as_a_service() throws IOException, URISyntaxException {
        var registered = checks().map(Object::getClass).toList();
        var classes = Path.of(MissingCredential.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(classes)) {
            var annotated = files.filter(f -> f.toString().endsWith(".class"))
                    .map(f -> load(classes.relativize(f)))
                    .filter(c -> c.isAnnotationPresent(Check.class))
                    .toList();

            assertThat(annotated).hasSizeGreaterThanOrEqualTo(22);
            assertThat(registered).containsAll(new ArrayList<Class<?>>(annotated));
        }
    }

    @Test
    void ids_are_unique() {
        assertThat(checks().map(check -> check.metadata().id())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void metadata_are_complete(SecurityCheck check) {
        var metadata = check.metadata();

        assertThat(metadata.id()).matches("[a-z][a-z0-9]*\\.[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(metadata.title()).doesNotEndWith(".").matches("[A-Z].*");
        assertThat(metadata.references())
                .isNotEmpty()
                .allSatisfy(
                        r -> assertThat(r)
                                .matches(
                                        "RFC \\d+( [\\d.]+)?|ASVS 5\\.0 \\d+\\.\\d+\\.\\d+|API\\d+:2023|CVE-\\d{4}-\\d+|[A-Z].*"));
        assertThat(metadata.schemes()).isNotEmpty();
        assertThat(metadata.cwe()).isNotNegative();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void each_is_explained_in_four_sections(SecurityCheck check) throws IOException {
        var name = check.metadata().id() + ".md";
        try (InputStream resource = check.getClass().getResourceAsStream(name)) {
            assertThat(resource).as(name).isNotNull();
            var lines = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("## "))
                    .toList();
            assertThat(lines).as(name).containsExactlyElementsOf(SECTIONS);
        }
    }

    @ParameterizedTest
    @MethodSource("fakeable")
    void no_case_sends_more_than_the_plan_is_told(SecurityCheck check) {
        int cases = 0;
        for (var scheme : schemes()) {
            if (!Arrays.asList(check.metadata().schemes()).contains(scheme.type())) {
                continue;
            }
            for (var operation : operations(scheme)) {
                var target = target(scheme, operation);
                for (var party : parties(check, target, scheme)) {
                    cases++;
                    for (var server : servers()) {
                        var subject = subject(target, party, server);
                        check(check, subject);
                        assertThat(subject.sent().size() + 3 * subject.logins())
                                .as(check.metadata().id() + " on " + operation.id())
                                .isLessThanOrEqualTo(check.metadata().requests());
                    }
                }
            }
        }
        assertThat(cases).as("cases of " + check.metadata().id()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("fakeable")
    void every_denial_check_fails_on_a_server_that_lets_everybody_in(SecurityCheck check) {
        if (!(check instanceof DenialCheck denial)) {
            return;
        }
        for (var scheme : schemes()) {
            for (var operation : operations(scheme)) {
                var target = target(scheme, operation);
                for (var party : parties(check, target, scheme)) {
                    var subject = subject(target, party, r -> ok("order-a-4711 order-b-0815"));

                    assertThat(subject.granted(denial))
                            .as(check.metadata().id() + " on " + operation.id())
                            .hasSameSizeAs(subject.labels(denial))
                            .isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fakeable")
    void labels_tell_attempts_apart_and_hold_no_credential(SecurityCheck check) {
        if (!(check instanceof DenialCheck denial)) {
            return;
        }
        for (var scheme : schemes()) {
            for (var operation : operations(scheme)) {
                var target = target(scheme, operation);
                for (var party : parties(check, target, scheme)) {
                    var labels = denial.attempts(subject(target, party, r -> status(401)))
                            .map(Attempt::label)
                            .toList();

                    assertThat(labels).doesNotHaveDuplicates().noneMatch(l -> l.contains("credential-of"));
                }
            }
        }
    }

    private static void check(SecurityCheck check, FakeSubject subject) {
        assertThat(subject.outcome(check)).isNotNull();
    }

    private static List<Function<WireRequest, WireResponse>> servers() {
        return List.of(
                r -> ok("{\"access_token\":\"at\",\"refresh_token\":\"other\"}"), r -> status(401), r -> status(404));
    }

    private static FakeSubject subject(FakeTarget target, Party party, Function<WireRequest, WireResponse> server) {
        var granted = party.granted();
        return FakeSubject.on(target, party, server.andThen(Answer.Answered::new))
                .credential(granted, "credential-of:" + granted.name())
                .refreshToken("refresh-token")
                .issued(ok("{\"expires_in\":60}"))
                .obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")))
                .logins(() -> Optional.of("half"), () -> Optional.of("whole"));
    }

    private static List<Party> parties(SecurityCheck check, FakeTarget target, Scheme scheme) {
        if (!Arrays.asList(check.metadata().schemes()).contains(scheme.type()) || !hasNeeds(check, scheme)) {
            return List.of();
        }
        var built = target.build();
        var site = new Site(built, built.operations().values().iterator().next(), scheme);
        return check.appliesTo(site) instanceof Applicability.Applies applies ? applies.parties() : List.of();
    }

    private static boolean hasNeeds(SecurityCheck check, Scheme scheme) {
        return !Arrays.asList(check.metadata().needs()).contains(Need.LIMIT)
                || scheme.limit().isPresent();
    }

    private static List<Scheme> schemes() {
        return List.of(
                FakeTarget.jwt(),
                FakeTarget.opaque(),
                FakeTarget.basic("http://localhost:8080"),
                FakeTarget.apiKey(),
                FakeTarget.apiKey(Scheme.Carrier.QUERY, "key"),
                FakeTarget.apiKey(Scheme.Carrier.COOKIE, "key"),
                FakeTarget.metered(5, Duration.ofSeconds(10)),
                FakeTarget.metered(199, Duration.ofSeconds(10)),
                FakeTarget.session());
    }

    private static List<Operation> operations(Scheme scheme) {
        return List.of(
                FakeTarget.get("/orders", scheme).build(),
                FakeTarget.get("/orders/{id}", scheme)
                        .scopes("orders:read")
                        .roles("admin", "auditor", "owner")
                        .build(),
                FakeTarget.get("/tenants/{tenant}/orders", scheme)
                        .tenant(Operation.In.PATH, "tenant")
                        .build());
    }

    /** One identity of every kind. */
    private static FakeTarget target(Scheme scheme, Operation operation) {
        var obtain = switch (scheme.type()) {
            case SESSION -> FakeTarget.twoSteps();
            case BEARER_JWT, BEARER_OPAQUE -> FakeTarget.passwordGrant(false);
            case BASIC, API_KEY -> FakeTarget.given("credential-of:alice");
        };
        return FakeTarget.of(scheme)
                .and(operation)
                .and(FakeTarget.person("alice", scheme)
                        .tenant("a")
                        .scopes("orders:read")
                        .roles("admin")
                        .with("id", "17")
                        .marker("order-a-4711")
                        .obtains(obtain)
                        .canBeEnded()
                        .build())
                .and(FakeTarget.person("bob", scheme)
                        .tenant("b")
                        .scopes("orders:read")
                        .roles("admin")
                        .with("id", "23")
                        .marker("order-b-0815")
                        .obtains(FakeTarget.given("credential-of:bob"))
                        .build())
                .and(FakeTarget.person("clerk", scheme)
                        .tenant("a")
                        .scopes("orders:read")
                        .with("id", "19")
                        .obtains(FakeTarget.given("credential-of:clerk"))
                        .build())
                .and(FakeTarget.person("scopeless", scheme)
                        .tenant("a")
                        .roles("admin")
                        .with("id", "21")
                        .obtains(FakeTarget.given("credential-of:scopeless"))
                        .build());
    }

    private static String family(SecurityCheck check) {
        return check.metadata().id().split("\\.", 2)[0];
    }

    private static Class<?> load(Path relative) {
        var name = relative.toString().replace('/', '.').replace('\\', '.').replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, AllChecksTest.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
