package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is made anew when something that it was made of has changed, and not before. */
class PlannedTest {

    @TempDir
    private Path folder;

    private AuditDefinition definition;

    @BeforeEach
    void write() throws IOException {
        write("openapi.yaml", """
                openapi: 3.1.0
                info: {title: Orders, version: '1'}
                paths:
                  /orders:
                    get: {operationId: listOrders}
                """);
        write("list.yaml", """
                checklist: list
                title: List
                extends: [base.yaml]
                """);
        write("base.yaml", """
                checklist: base
                title: Base
                controls: {a: {title: A, checks: [stage.no-credential]}}
                """);
        write("orders.yaml", """
                target: orders
                baseUrl: http://localhost:1
                openapi: openapi.yaml
                schemes:
                  tokens: {type: bearer-opaque}
                identities:
                  alice:
                    scheme: tokens
                    obtain: {token: "${file:token.txt}"}
                operations:
                  readOrder:
                    call: GET /orders/1
                    requires: {scheme: tokens}
                """);
        definition = AuditDefinition.of(
                folder.resolve("orders.yaml"), folder.resolve("list.yaml").toString(), Optional.empty());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void the_same_files_give_the_same_plan() {
        assertThat(Planned.of(definition, List.of())).isSameAs(Planned.of(definition, List.of()));
        assertThat(Planned.of(definition, List.of("stage.*"))).isNotSameAs(Planned.of(definition, List.of()));
    }

    @Test
    void whatever_was_read_and_has_changed_makes_a_new_plan() throws IOException {
        for (var name : List.of("orders.yaml", "openapi.yaml", "list.yaml", "base.yaml", "token.txt")) {
            var before = Planned.of(definition, List.of());
            var file = folder.resolve(name);
            write(name, Files.exists(file) ? Files.readString(file) + "\n# changed\n" : "a-token");

            assertThat(Planned.of(definition, List.of())).as(name).isNotSameAs(before);
        }
    }
}
