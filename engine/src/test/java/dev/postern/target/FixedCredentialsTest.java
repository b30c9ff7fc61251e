package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers and cookies are in {@code mistakes.txt}. */
class FixedCredentialsTest {

    @TempDir
    private Path folder;

    @Test
    void a_query_parameter_that_carries_the_key_of_an_accepted_scheme_is_refused() {
        assertThat(with("tokens", "key").told()).doesNotContain("carries its credential");
        assertThat(with("partner", "Key").told()).doesNotContain("carries its credential");
        assertThat(with("partner", "key").told())
                .contains("\"key\" in \"query\" of operation \"getOrder\" is where scheme \"partner\" carries its"
                        + " credential");
    }

    private Workbench with(String scheme, String parameter) {
        return new Workbench(folder)
                .write(
                        "orders-api.yaml",
                        Workbench.GOOD
                                .replace("in: header\n    name: X-API-Key", "in: query\n    name: key")
                                .replace(
                                        "scheme: tokens\n    with:",
                                        "scheme: " + scheme + "\n    query: {" + parameter
                                                + ": 4711, page: 1}\n    with:"));
    }
}
