package dev.postern.reporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.AuditListener;
import dev.postern.reporters.allure.AllureReporter;
import dev.postern.reporters.console.ConsoleReporter;
import dev.postern.reporters.html.HtmlReporter;
import dev.postern.reporters.json.JsonReporter;
import dev.postern.reporters.markdown.MarkdownReporter;
import dev.postern.reporters.sarif.SarifReporter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    @Test
    void reporters_are_found_without_being_named_and_the_console_comes_last() {
        var found = new ArrayList<AuditListener>();
        ServiceLoader.load(AuditListener.class).forEach(found::add);
        found.sort(Comparator.comparingInt(AuditListener::order));

        assertThat(found)
                .hasAtLeastOneElementOfType(AllureReporter.class)
                .hasAtLeastOneElementOfType(HtmlReporter.class)
                .hasAtLeastOneElementOfType(JsonReporter.class)
                .hasAtLeastOneElementOfType(MarkdownReporter.class)
                .hasAtLeastOneElementOfType(SarifReporter.class)
                .last()
                .isInstanceOf(ConsoleReporter.class);
    }
}
