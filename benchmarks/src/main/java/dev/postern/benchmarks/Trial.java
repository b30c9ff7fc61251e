package dev.postern.benchmarks;

import dev.postern.engine.Options;
import dev.postern.engine.PosternTestEngine;
import dev.postern.samples.OrdersApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The sample API with twenty operations alike, to be audited with ten denial checks: 200 cases. */
final class Trial implements AutoCloseable {

    static final int OPERATIONS = 20;

    /** Denial checks that run once on each of the operations. */
    private static final String CHECKS = "auth.missing-credential,auth.invalid-credential,jwt.alg-none,jwt.expired,"
            + "jwt.not-yet-valid,jwt.signature-tampered,jwt.signature-stripped,jwt.foreign-key,jwt.wrong-issuer,"
            + "jwt.wrong-audience";

    private final Path folder;
    private final OrdersApi api;
    private final Path targetFile;

    private Trial(Path folder, OrdersApi api, Path targetFile) {
        this.folder = folder;
        this.api = api;
        this.targetFile = targetFile;
    }

    static Trial open() throws IOException {
        var folder = Files.createTempDirectory("postern-benchmark");
        var api = OrdersApi.hardened();
        var file = api.writeTargetFile(folder);
        var operations =
                IntStream.rangeClosed(1, OPERATIONS).mapToObj("""
                          listPage%d:
                            call: GET /tenants/{tenant}/orders
                            query:
                              page: %<d
                            requires:
                              scheme: tokens
                              scopes: [orders:read]
                              tenant: path.tenant
                        """::formatted).collect(Collectors.joining());
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("concurrency: \\d+", "concurrency: 16")
                        .replaceFirst("rate: \\d+", "rate: 10000")
                        .replaceFirst("(?s)\noperations:.*", "\noperations:\n" + operations));
        return new Trial(folder, api, file);
    }

    OrdersApi api() {
        return api;
    }

    Path folder() {
        return folder;
    }

    /**
     * One audit.
     *
     * @param requests how many it sent
     */
    record Run(Duration wall, int cases, int requests) {}

    static {
        System.setProperty("postern.console", "off");
    }

    /** Audits with so many cases at once. */
    Run audit(int parallelism) {
        var count = new Count();
        var before = api.requestCount();
        var start = System.nanoTime();
        launcher()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectFile(targetFile.toFile()))
                                .configurationParameters(Map.of(
                                        Options.ONLY,
                                        CHECKS,
                                        Options.OUTPUT,
                                        folder.resolve("reports").toString(),
                                        Options.PARALLELISM,
                                        String.valueOf(parallelism),
                                        "postern.console",
                                        "off"))
                                .build(),
                        count);
        var wall = Duration.ofNanos(System.nanoTime() - start);
        if (count.failed.get() > 0) {
            throw new IllegalStateException(count.failed + " cases of the hardened sample did not pass");
        }
        return new Run(wall, count.passed.get(), api.requestCount() - before);
    }

    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new PosternTestEngine())
                .build());
    }

    private static final class Count implements TestExecutionListener {
        private final AtomicInteger passed = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            var passes = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
            if (!passes) {
                failed.incrementAndGet();
            } else if (test.isTest()) {
                passed.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        api.close();
        try (var files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
