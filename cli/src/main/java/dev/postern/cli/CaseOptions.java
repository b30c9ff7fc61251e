package dev.postern.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** By what a single case is planned and reached: shared by {@code forge} and {@code replay}. */
final class CaseOptions {

    @Option(
            names = "--checklist",
            paramLabel = "NAME",
            description = "The checklist whose limits count: a built-in one or a file. Default: that of the audit, else"
                    + " api-authentication-essentials.")
    private String checklist;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the target answers. Default: that of the audit, else the target file's baseUrl.")
    private String baseUrl;

    String checklist(String otherwise) {
        return checklist == null ? otherwise : checklist;
    }

    Optional<URI> baseUrl() {
        return Optional.ofNullable(baseUrl).map(PlanOptions::baseUrl);
    }
}
