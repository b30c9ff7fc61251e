package dev.postern.docs;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.CredentialOf;
import dev.postern.api.junit.RunningTarget;
import dev.postern.api.junit.TargetUnderTest;
import java.net.URI;
import org.junit.jupiter.api.Tag;

// page: class
@Audit(
        target = "classpath:orders-api.yaml",
        checklist = {"api-authentication-essentials", "classpath:our-rules.yaml"})
@Tag("security")
class OrdersApiSecurityIT {

    @TargetUnderTest
    static RunningTarget start() {
        var application = OrdersApplication.startOnFreePort();
        return RunningTarget.of(application.uri(), application);
    }

    @CredentialOf("alice")
    static String aliceToken(URI target) {
        return TestTokens.signedFor("alice", target);
    }
}
// end
