package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The class of the guide is the page's own text. */
class AuditClassGuideTest {

    @Test
    void the_class_of_the_guide_compiles() throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/postern/docs/OrdersApiSecurityIT.java"));
        var start = source.indexOf("// page: class\n") + "// page: class\n".length();

        assertThat(Files.readString(Path.of("../docs/audit-class.md")))
                .contains("```java\n" + source.substring(start, source.indexOf("// end")) + "```\n");
    }
}
