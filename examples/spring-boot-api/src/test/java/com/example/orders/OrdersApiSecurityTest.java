package com.example.orders;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.TargetUnderTest;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;

@Audit(target = "classpath:orders-api.yaml")
class OrdersApiSecurityTest {

    @TargetUnderTest
    static URI start() throws Exception {
        var issuer = TestIssuer.start();
        issuer.writeKey(Path.of("target", "issuer.jwk"));
        var application = SpringApplication.run(
                OrdersApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error", // it would log every malformed request
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.jwks());
        return URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port"));
    }
}
