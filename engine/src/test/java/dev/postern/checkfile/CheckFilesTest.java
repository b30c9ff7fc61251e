package dev.postern.checkfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.plan.CheckCatalogue;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CheckFilesTest {

    private static final String TARGET = """
            target: stage
            baseUrl: %s
            limits: {rate: 10000}
            schemes:
              tokens:
                type: bearer-opaque
            identities:
              alice:
                scheme: tokens
                tenant: north
                obtain:
                  token: token-of-alice-0123456789
            operations:
              listOrders:
                call: GET /orders
                requires: {scheme: tokens}
            """;

    private static final String WHOLE = """
            checks:
              acme.everything:
                title: Nothing opens
                severity: critical
                references: [Handbook 1, Handbook 2]
                cwe: 287
                schemes: bearer-opaque
                needs: [token-endpoint]
                per: scheme
                sent: Much.
                why: Because.
                mistakes: Many.
                mend: Easily.
                attempts:
                  - label: all at once
                    credential: "{valid}-of-{identity}"
                    method: HEAD
                    headers: {X-Tenant: "{tenant}", Accept: text/plain}
                    query: {debug: "1 &"}
                    cookies: {a: b, c: d}
                    tolerate: [malformed, not-routed]
            """;

    @TempDir
    private Path folder;

    private static SecurityCheck only(String yaml) {
        var checks = CheckFiles.read("checks.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(checks).hasSize(1);
        return checks.get(0);
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("checkfile/mistakes.txt").tests(c -> {
            try {
                CheckFiles.read("checks.yaml", c.get("checks").getBytes(StandardCharsets.UTF_8));
                return "";
            } catch (InvalidFileException e) {
                return e.getMessage();
            }
        });
    }

    @Property(tries = 300)
    void any_text_is_read_or_refused(@ForAll String text, @ForAll int from) {
        var at = Math.floorMod(from, WHOLE.length());
        for (var spoilt : List.of(text, WHOLE.substring(0, at) + text + WHOLE.substring(at))) {
            try {
                assertThat(CheckFiles.read("checks.yaml", spoilt.getBytes(StandardCharsets.UTF_8)))
                        .isNotNull();
            } catch (InvalidFileException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }

    @Test
    void metadata_and_text_are_those_of_any_check() {
        var check = only(WHOLE);

        var meta = check.metadata();
        assertThat(meta.id()).isEqualTo("acme.everything");
        assertThat(meta.schemes()).containsExactly(Scheme.Type.BEARER_OPAQUE);
        assertThat(meta.needs()).containsExactly(Need.TOKEN_ENDPOINT);
        assertThat(meta.per()).isEqualTo(Check.Per.SCHEME);
        assertThat(meta.requests()).isEqualTo(1);
        assertThat(meta).hasToString("@Check(id=\"acme.everything\")").isEqualTo(meta);

        var info = CheckCatalogue.describe(check);
        assertThat(info.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(info.references()).containsExactly("Handbook 1", "Handbook 2");
        assertThat(info.cwe()).isEqualTo(287);
        assertThat(info.kind()).isEqualTo("denial");
        assertThat(info.section("What is sent")).isEqualTo("Much.");
        assertThat(info.section("Why it matters")).isEqualTo("Because.");
        assertThat(info.section("How servers get it wrong")).isEqualTo("Many.");
        assertThat(info.section("How to mend it")).isEqualTo("Easily.");
    }

    @Test
    void an_attempt_is_filled_in_for_each_case() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            audit(stage, WHOLE.replace("needs: [token-endpoint]", "needs: []"));

            assertThat(stage.requests())
                    .filteredOn(r -> r.method().equals("HEAD"))
                    .allSatisfy(sent -> {
                        assertThat(sent.bearer()).isEqualTo(Stage.TOKEN + "-of-alice");
                        assertThat(sent.query()).isEqualTo("debug=1%20%26");
                        assertThat(sent.header("X-Tenant")).contains("north");
                        assertThat(sent.headers())
                                .filteredOn(h -> h.is("Accept"))
                                .hasSize(1);
                        assertThat(sent.header("Cookie")).contains("a=b; c=d");
                    });
        }
    }

    @Test
    void a_denial_passes_on_a_sound_target_and_fails_on_one_with_the_weakness() throws IOException {
        var file = Files.readString(Path.of("src/test/resources", CheckFiles.PLACE));

        assertThat(outcome(Stage.ORDERS, file)).isEqualTo(Outcome.PASS);
        assertThat(outcome(
                        request -> request.header("X-Debug").isPresent() ? Reply.orders() : Stage.ORDERS.apply(request),
                        file))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_request_without_change_and_credential_is_the_negative_control() throws IOException {
        var file = denial("{label: nothing, credential: none}");

        assertThat(outcome(Stage.ORDERS, file)).isEqualTo(Outcome.PASS);
        assertThat(outcome(request -> request.is("GET /orders") ? Reply.orders() : Reply.NOT_FOUND, file))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_valid_credential_may_be_sent_in_a_way_that_must_be_denied() throws IOException {
        var file = denial("{label: TRACE, credential: valid, method: TRACE, tolerate: [not-routed]}");

        assertThat(outcome(
                        request -> request.method().equals("TRACE")
                                ? Reply.json(405, "{\"error\":\"method\"}")
                                : Stage.ORDERS.apply(request),
                        file))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(Stage.ORDERS, file)).isEqualTo(Outcome.FAIL);
    }

    private static String denial(String attempt) {
        return "checks:\n  acme.a:\n    title: A\n    severity: low\n    attempts:\n      - " + attempt + "\n";
    }

    @Test
    void headers_of_the_granted_answer_are_looked_at() throws IOException {
        assertThat(words("{header: cache-control, contains: NO-STORE}")).startsWith("No defect found");
        assertThat(words("{header: cache-control, equals: no-store}")).startsWith("No defect found");
        assertThat(words("{header: Server, absent: true}")).startsWith("No defect found");
        assertThat(words("{header: Cache-Control, contains: private}"))
                .isEqualTo("The header Cache-Control does not contain \"private\".");
        assertThat(words("{header: Cache-Control, equals: store}"))
                .isEqualTo("The header Cache-Control is not \"store\".");
        assertThat(words("{header: X-Frame-Options, equals: DENY}"))
                .isEqualTo("The answer has no header X-Frame-Options.");
        assertThat(words("{header: Content-Type, absent: true}")).isEqualTo("The answer has the header Content-Type.");
    }

    private String words(String expectation) throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            return audit(
                            stage,
                            "checks:\n  acme.a:\n    title: A\n    severity: low\n    answer: [" + expectation + "]\n")
                    .verdict()
                    .words();
        }
    }

    private Outcome outcome(Function<Stage.Request, Reply> target, String checks) throws IOException {
        try (var stage = Stage.open(target)) {
            return audit(stage, checks).verdict().outcome();
        }
    }

    private CaseResult audit(Stage stage, String checks) throws IOException {
        return Rehearsal.of(Files.createTempDirectory(folder, "audit"), TARGET.formatted(stage.url()), only(checks))
                .result();
    }

    @Test
    void the_catalogue_has_the_checks_of_all_files_on_the_class_path() throws IOException {
        var jar = Files.createDirectories(folder.resolve("META-INF/postern"))
                .getParent()
                .getParent();
        Files.writeString(jar.resolve(CheckFiles.PLACE), WHOLE);

        var ids = withClassPath(jar, () -> CheckCatalogue.load().ids());

        assertThat(ids).contains("stage.debug-header", "acme.everything", "stage.no-credential");
    }

    @Test
    void one_id_in_two_files_is_told_with_both_places() throws IOException {
        var other = Files.createDirectories(folder.resolve("META-INF/postern")).resolve("checks.yaml");
        Files.copy(Path.of("src/test/resources", CheckFiles.PLACE), other);

        assertThatThrownBy(() -> withClassPath(folder, CheckCatalogue::load))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("checks.yaml:2:3: the check \"stage.debug-header\" is in ")
                .hasMessageContaining("choose another id");
    }

    private interface Loading<T> {
        T load();
    }

    private static <T> T withClassPath(Path more, Loading<T> loading) throws IOException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {more.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return loading.load();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
