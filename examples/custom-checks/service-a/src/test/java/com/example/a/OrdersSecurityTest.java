package com.example.a;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.TargetUnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

@Audit(target = "classpath:orders.yaml", checklist = "team-rules")
class OrdersSecurityTest {

    @TargetUnderTest
    static URI start() throws IOException {
        var key = UUID.randomUUID().toString();
        Files.writeString(Path.of("target", "shop.key"), key);
        return OrdersService.start(key);
    }
}
