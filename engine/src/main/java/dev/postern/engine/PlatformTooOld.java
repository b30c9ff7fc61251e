package dev.postern.engine;

import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;

/**
 * A JUnit Platform that lacks what the engine is built on, as parent projects often set it without their users' knowing.
 * It uses nothing newer than what such a platform has; each audit class fails in words.
 */
final class PlatformTooOld {

    /** First in JUnit 5.13. */
    private static final String NEEDED = "org.junit.platform.engine.DiscoveryIssue";

    private PlatformTooOld() {}

    /** Whether this is one. */
    static boolean isSo() {
        return ReflectionSupport.tryToLoadClass(NEEDED).toOptional().isEmpty();
    }

    /** One test for each audit class that was asked for; it fails with what to do. */
    static TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        var root = new PosternEngineDescriptor(uniqueId);
        request.getSelectorsByType(ClassSelector.class).stream()
                .map(ClassSelector::getJavaClass)
                .filter(AuditClass::isOne)
                .forEach(type -> root.addChild(
                        RefusedAuditDescriptor.of(uniqueId.append("audit", type.getName()), type, Set.of(), words())));
        return root;
    }

    private static String words() {
        return "Postern needs JUnit 5.13 or newer (JUnit Platform 1.13); this project has JUnit Platform " + version()
                + ".\n  With Spring Boot's parent, add to <properties> of the pom:"
                + " <junit-jupiter.version>5.14.4</junit-jupiter.version>\n  Elsewhere, import org.junit:junit-bom"
                + " in that version, first in <dependencyManagement>.";
    }

    private static String version() {
        return Optional.ofNullable(TestDescriptor.class.getPackage().getImplementationVersion())
                .orElse("in an older version");
    }
}
