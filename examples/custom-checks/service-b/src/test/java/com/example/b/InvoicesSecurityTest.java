package com.example.b;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.TargetUnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

@Audit(target = "classpath:invoices.yaml", checklist = "team-rules")
class InvoicesSecurityTest {

    @TargetUnderTest
    static URI start() throws IOException {
        var token = UUID.randomUUID().toString();
        Files.writeString(Path.of("target", "bookkeeper.token"), token);
        return InvoicesService.start(token);
    }
}
