package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.cause;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.api.audit.Reason;
import dev.postern.api.junit.Audit;
import dev.postern.api.junit.CredentialOf;
import dev.postern.api.junit.RunningTarget;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.journal.JournalContent;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What the code of a test class does for its audit: it starts the application, and gives credentials. */
class TestClassesTest {

    private static final String STAGE = "classpath:dev/postern/stage/stage-api.yaml";
    private static final String SUPPLIED = "classpath:dev/postern/stage/supplied-api.yaml";

    @TempDir
    private Path folder;

    private EngineExecutionResults execute(Map<String, String> parameters, DiscoverySelector... selectors) {
        var kit = EngineTestKit.engine("postern")
                .configurationParameter(Options.OUTPUT, folder.toString())
                .selectors(selectors);
        parameters.forEach(kit::configurationParameter);
        return kit.execute();
    }

    private EngineExecutionResults execute(Class<?> type) {
        return execute(Map.of(), selectClass(type));
    }

    private List<Path> reports() throws IOException {
        try (var folders = Files.list(folder)) {
            return folders.map(Path::getFileName).sorted().toList();
        }
    }

    private Path reports(Class<?> type) {
        return folder.resolve(type.getName().replace('$', '.'));
    }

    private static final List<Stage> STARTED = new java.util.concurrent.CopyOnWriteArrayList<>();
    private static final AtomicInteger CLOSED = new AtomicInteger();

    @Audit(
            target = {STAGE, "src/test/resources/dev/postern/stage/other-api.yaml"},
            checklist = "stage")
    static final class TwoTargets {
        private TwoTargets() {}

        @TargetUnderTest
        static RunningTarget start() {
            var stage = Stage.open(Stage.ORDERS);
            STARTED.add(stage);
            return RunningTarget.of(URI.create(stage.url() + "/"), () -> {
                CLOSED.incrementAndGet();
                stage.close();
            });
        }
    }

    @Test
    void an_application_is_started_once_for_all_target_files_of_a_class_and_closed_after_them() throws IOException {
        var started = STARTED.size();
        var closed = CLOSED.get();

        var results = execute(TwoTargets.class);

        results.testEvents().assertStatistics(s -> s.succeeded(8).failed(0).skipped(8));
        results.containerEvents().assertStatistics(s -> s.failed(0));
        assertThat(STARTED).hasSize(started + 1);
        assertThat(CLOSED).hasValue(closed + 1);
        var name = TwoTargets.class.getName().replace('$', '.');
        assertThat(reports()).containsExactly(Path.of(name + "-other-api"), Path.of(name + "-stage-api"));
        assertThat(folder.resolve(name + "-stage-api/first.txt"))
                .hasContent(STARTED.get(started).url().toString());
    }

    @Test
    void an_address_that_a_parameter_gives_is_audited_and_nothing_is_started() {
        var started = STARTED.size();
        try (var stage = Stage.open(Stage.ORDERS)) {
            execute(Map.of(Options.BASE_URL, stage.url().toString()), selectClass(TwoTargets.class))
                    .testEvents()
                    .assertStatistics(s -> s.succeeded(8).failed(0));

            assertThat(stage.requests()).isNotEmpty();
            assertThat(STARTED).hasSize(started);
        }
    }

    @Audit(target = STAGE, checklist = "stage")
    static final class GivesUrl {
        private GivesUrl() {}

        @TargetUnderTest
        static URL start() throws MalformedURLException {
            return Stage.open(Stage.ORDERS).url().toURL();
        }
    }

    @Test
    void an_address_may_be_a_url() {
        execute(GivesUrl.class)
                .testEvents()
                .assertStatistics(s -> s.succeeded(4).failed(0));
    }

    @Audit(
            target = {STAGE, "src/test/resources/dev/postern/stage/other-api.yaml"},
            checklist = "stage")
    static final class DoesNotStart {
        private static final AtomicInteger CALLS = new AtomicInteger();

        private DoesNotStart() {}

        @TargetUnderTest
        static URI start() {
            CALLS.incrementAndGet();
            throw new IllegalStateException("port 8080 is in use");
        }
    }

    @Test
    void what_the_application_throws_is_the_cause_and_it_is_not_started_again() {
        execute(DoesNotStart.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        2,
                        finishedWithFailure(
                                instanceOf(AuditFailure.class),
                                message("@TargetUnderTest DoesNotStart.start() threw java.lang.IllegalStateException:"
                                        + " port 8080 is in use"),
                                cause(instanceOf(IllegalStateException.class))));
        assertThat(DoesNotStart.CALLS).hasValue(1);
    }

    @Audit(target = STAGE, checklist = "stage")
    static final class StartsNowhere {
        private StartsNowhere() {}

        @TargetUnderTest
        static URI start() {
            return URI.create("localhost:8080");
        }
    }

    @Test
    void an_address_that_is_none_fails_in_words() {
        var results = execute(StartsNowhere.class);

        results.testEvents().assertStatistics(s -> s.started(0));
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(AuditFailure.class),
                                message(
                                        "@TargetUnderTest StartsNowhere.start() must return the http or https address at"
                                                + " which the application answers, without user, query and fragment")));
    }

    @Audit(target = STAGE, checklist = "stage")
    static final class DoesNotEnd {
        private DoesNotEnd() {}

        @TargetUnderTest
        static RunningTarget start() {
            return RunningTarget.of(Stage.open(Stage.ORDERS).url(), () -> {
                throw new IOException("still busy");
            });
        }
    }

    @Test
    void an_application_that_cannot_be_closed_fails_the_class_after_its_reports_are_written() {
        var results = execute(DoesNotEnd.class);

        results.testEvents().assertStatistics(s -> s.succeeded(4).failed(0));
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                message("What @TargetUnderTest DoesNotEnd.start() returned could not be closed:"
                                        + " java.io.IOException: still busy"),
                                cause(instanceOf(IOException.class))));
        assertThat(reports(DoesNotEnd.class).resolve("first.txt")).exists();
    }

    @Audit(target = SUPPLIED, checklist = "stage")
    static final class Supplies {
        private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();
        private static final AtomicInteger CALLS = new AtomicInteger();

        private Supplies() {}

        @TargetUnderTest
        static URI start() {
            return Stage.open(request -> switch (request.path()) {
                        case "/notes" ->
                            request.header("Authorization")
                                            .filter(basic("lena:pass:wörd-0123456")::equals)
                                            .isPresent()
                                    ? Reply.orders()
                                    : Reply.UNAUTHORIZED;
                        default -> Stage.ORDERS.apply(request);
                    })
                    .url();
        }

        @CredentialOf("alice")
        static String alice(URI target) {
            ASKED.add(target.toString());
            CALLS.incrementAndGet();
            return Stage.TOKEN;
        }

        @CredentialOf("lena")
        static String lena() {
            return "lena:pass:wörd-0123456";
        }
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void code_gives_credentials_when_they_are_needed_once_for_all_cases() throws IOException {
        Supplies.CALLS.set(0);

        var results = execute(Supplies.class);

        results.testEvents().assertStatistics(s -> s.succeeded(8).failed(0));
        assertThat(Supplies.CALLS).hasValue(1);
        assertThat(Supplies.ASKED).singleElement().asString().startsWith("http://localhost:");
        try (var written = Files.walk(reports(Supplies.class))) {
            assertThat(written.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(
                                    Stage.TOKEN,
                                    "pass:wörd-0123456",
                                    basic("lena:pass:wörd-0123456").substring(6)));
        }
    }

    @Audit(target = SUPPLIED, checklist = "stage", checks = "stage.no-credential")
    static final class SuppliesBadly {
        private SuppliesBadly() {}

        @TargetUnderTest
        static URI start() {
            return Stage.open(Stage.ORDERS).url();
        }

        @CredentialOf("alice")
        static String alice(URI target) {
            if (target.isAbsolute()) {
                throw new IllegalArgumentException("no key store");
            }
            return Stage.TOKEN;
        }

        @CredentialOf("lena")
        static String lena() {
            return "lena";
        }
    }

    @Test
    void code_that_gives_no_credential_makes_cases_inconclusive_with_its_own_words() throws IOException {
        execute(SuppliesBadly.class)
                .testEvents()
                .assertStatistics(s -> s.succeeded(0).failed(4));

        assertThat(JournalContent.read(reports(SuppliesBadly.class).resolve("journal.jsonl"))
                        .results())
                .allMatch(r -> r.verdict().reason() == Reason.NO_CREDENTIAL)
                .extracting(r -> r.verdict().words())
                .contains(
                        "No credential for \"alice\": SuppliesBadly.alice() threw IllegalArgumentException: no key store.",
                        "No credential for \"lena\": what the code gives for Basic is not user:password.");
    }

    @Test
    void a_text_that_cannot_be_a_credential_is_none() {
        assertThat(List.of("nothing", "bearer", "twoLines"))
                .extracting(name -> {
                    try {
                        return new CredentialMethod(Texts.class.getDeclaredMethod(name))
                                .credential(URI.create("http://localhost"))
                                .reveal();
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    } catch (NoSuchMethodException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .containsExactly(
                        "Texts.nothing() returned nothing",
                        "Texts.bearer() returned a text that starts with \"Bearer \": return the token alone",
                        "Texts.twoLines() returned a text with a line break or other control character, or a blank at an"
                                + " end");
    }

    static final class Texts {
        private Texts() {}

        static String nothing() {
            return null;
        }

        static String bearer() {
            return "bearer abc";
        }

        static String twoLines() {
            return "abc\n";
        }
    }

    @Audit(target = STAGE, checklist = "stage")
    static final class SuppliesShortLived {
        private static final AtomicInteger CALLS = new AtomicInteger();
        private static final Set<String> ISSUED = ConcurrentHashMap.newKeySet();

        private SuppliesShortLived() {}

        /** Answers the first token only when more than half of its time is over. */
        @TargetUnderTest
        static URI start() {
            return Stage.open(request -> {
                        if (!ISSUED.contains(request.bearer())) {
                            return Reply.UNAUTHORIZED;
                        }
                        if (CALLS.get() == 1) {
                            waitUntil(issuedAt.plusMillis(1600));
                        }
                        return Reply.orders();
                    })
                    .url();
        }

        private static volatile Instant issuedAt;

        @CredentialOf("alice")
        static String alice() throws Exception {
            issuedAt = Instant.now();
            var jwt = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    new JWTClaimsSet.Builder()
                            .subject("alice")
                            .jwtID(String.valueOf(CALLS.incrementAndGet()))
                            .expirationTime(Date.from(issuedAt.plusSeconds(3))) // written in whole seconds
                            .build());
            jwt.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
            ISSUED.add(jwt.serialize());
            return jwt.serialize();
        }

        private static void waitUntil(Instant then) {
            try {
                Thread.sleep(Math.max(0, Duration.between(Instant.now(), then).toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void code_is_asked_again_before_its_jwt_runs_out() {
        execute(Map.of(Options.PARALLELISM, "1"), selectClass(SuppliesShortLived.class));

        assertThat(SuppliesShortLived.CALLS).hasValueGreaterThan(1);
        assertThat(SuppliesShortLived.ISSUED).hasSizeGreaterThan(1);
    }

    @Test
    void credentials_of_code_are_not_there_for_a_target_file_by_itself() {
        assertThat(EngineTestKit.engine("postern")
                        .configurationParameter(Options.CHECKLIST, "stage")
                        .configurationParameter(Options.BASE_URL, "http://localhost:1")
                        .selectors(org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource(
                                "dev/postern/stage/supplied-api.yaml"))
                        .discover()
                        .getDiscoveryIssues())
                .extracting(i -> i.message())
                .hasSize(2)
                .anyMatch(
                        m -> m.contains(
                                "\"supplied\" in obtain of identity \"alice\" leaves the credential to the code of"
                                        + " a test class, but no code gives it\n   an @Audit class gives it by a method with @CredentialOf"))
                .anyMatch(m -> m.contains("identity \"lena\" has no \"obtain\""));
    }

    /** Its first answers let everything in. */
    @Audit(target = STAGE, checklist = "stage")
    static final class Flaky {
        private static final AtomicInteger STARTS = new AtomicInteger();

        private Flaky() {}

        @TargetUnderTest
        static URI start() {
            var first = STARTS.incrementAndGet() == 1;
            return Stage.open(request ->
                            first && request.bearer().isEmpty() ? Reply.orders() : Stage.ORDERS.apply(request))
                    .url();
        }
    }

    @Test
    void failed_cases_that_are_run_again_leave_a_report_of_the_whole() throws IOException {
        Flaky.STARTS.set(0);
        var first = execute(Flaky.class);
        var before = JournalContent.read(reports(Flaky.class).resolve("journal.jsonl"))
                .results();
        var failed = first.testEvents().failed().stream()
                .map(e -> selectUniqueId(e.getTestDescriptor().getUniqueId()))
                .toArray(DiscoverySelector[]::new);
        assertThat(failed).hasSizeBetween(2, 4);

        var second = execute(Map.of(), failed);

        second.testEvents().assertStatistics(s -> s.started(failed.length).failed(0));
        var after = JournalContent.read(reports(Flaky.class).resolve("journal.jsonl"))
                .results();
        assertThat(after).hasSameSizeAs(before);
        assertThat(after.stream().map(r -> r.verdict().outcome().name())).doesNotContain("FAIL", "INCONCLUSIVE");
        assertThat(second.allEvents().reportingEntryPublished().stream().map(Event::toString))
                .anyMatch(e -> e.contains(PosternTestEngine.GATE) && e.contains("passed"));
    }

    @Test
    void a_few_cases_are_reported_alone_where_nothing_ran_before() throws IOException {
        execute(
                Map.of(),
                selectUniqueId(
                        "[engine:postern]/[audit:" + GivesUrl.class.getName() + "]/[control:answers-are-not-stored]"));

        assertThat(JournalContent.read(reports(GivesUrl.class).resolve("journal.jsonl"))
                        .results())
                .hasSize(1);
    }

    @Audit(
            target = "src/test/resources/dev/postern/stage/other-api.yaml",
            checklist = "stage",
            checks = "stage.intruder")
    static final class TriesNothing {
        private TriesNothing() {}
    }

    @Test
    void an_audit_of_which_no_case_can_run_fails_with_the_reason() throws IOException {
        var list = Files.writeString(
                folder.resolve("list.yaml"),
                "checklist: list\ntitle: List\ncontrols: {a: {title: A, checks: [stage.intruder]}}\n");

        execute(Map.of(Options.CHECKLIST, list.toString()), selectClass(TriesNothing.class))
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(AuditFailure.class),
                                message(m -> m.startsWith(
                                        "An audit that tries nothing proves nothing: none of the 2 planned cases can run."
                                                + " The first is stage.intruder · GET /orders · scheme tokens: Add an identity that must be"
                                                + " denied."))));
    }
}
