package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code mvn install} is the README's way into a local repository. */
class InstallTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    @Test
    void a_module_without_a_jar_is_left_out_of_install() throws IOException {
        var modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> ROOT.resolve(match.group(1)))
                .toList();

        assertThat(modules).isNotEmpty();
        for (var module : modules) {
            var pom = Files.readString(module.resolve("pom.xml"));
            if (pom.contains("<skipIfEmpty>") || Files.notExists(module.resolve("src/main"))) {
                assertThat(pom.contains("<maven.install.skip>true</maven.install.skip>") || isStarter(module))
                        .as("%s has no jar, so its pom must skip install", module)
                        .isTrue();
            }
        }
    }

    /** Its jar is empty: it brings the others. */
    private static boolean isStarter(Path module) {
        return module.endsWith("starter");
    }
}
