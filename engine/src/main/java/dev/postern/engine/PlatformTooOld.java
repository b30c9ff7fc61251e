package dev.postern.engine;

import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryListener;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;

/**
 * A JUnit Platform, or a build tool's launcher of it, that lacks what the engine is built on. Parent projects and old
 * plug-ins often bring one unnoticed. This class uses nothing newer than what they have; each audit class fails in words.
 */
final class PlatformTooOld {

    /** First in JUnit 5.13. */
    private static final String NEEDED = "org.junit.platform.engine.DiscoveryIssue";

    private PlatformTooOld() {}

    /** What is too old and what to do; empty if nothing is. */
    static Optional<String> words(EngineDiscoveryRequest request) {
        if (ReflectionSupport.tryToLoadClass(NEEDED).toOptional().isEmpty()) {
            return Optional.of(
                    "Postern needs JUnit 5.13 or newer (JUnit Platform 1.13); this project has JUnit Platform "
                            + version()
                            + ".\n  With Spring Boot's parent, add to <properties> of the pom:"
                            + " <junit-jupiter.version>5.14.4</junit-jupiter.version>\n  Elsewhere, import org.junit:junit-bom"
                            + " in that version, first in <dependencyManagement>.");
        }
        // launchers have listened to the discovery since 1.6; an older one drops what the resolvers of this one throw
        return request.getDiscoveryListener() == EngineDiscoveryListener.NOOP
                ? Optional.of(
                        "Postern was started by a JUnit Platform launcher older than 1.6, as Surefire and Failsafe 2.22"
                                + " bring it.\n  Use version 3.0.0 or newer of maven-surefire-plugin and maven-failsafe-plugin.")
                : Optional.empty();
    }

    /** One test for each audit class that was asked for; it fails with these words. */
    static TestDescriptor refuse(String words, EngineDiscoveryRequest request, UniqueId uniqueId) {
        var root = new PosternEngineDescriptor(uniqueId);
        request.getSelectorsByType(ClassSelector.class).stream()
                .map(ClassSelector::getJavaClass)
                .filter(AuditClass::isOne)
                .forEach(type -> root.addChild(
                        RefusedAuditDescriptor.of(uniqueId.append("audit", type.getName()), type, Set.of(), words)));
        return root;
    }

    private static String version() {
        return Optional.ofNullable(TestDescriptor.class.getPackage().getImplementationVersion())
                .orElse("in an older version");
    }
}
