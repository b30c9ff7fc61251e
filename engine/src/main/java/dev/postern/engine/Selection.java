package dev.postern.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;

/** Which leaves were asked for: a unique id that names one case must not run its whole audit. */
record Selection(List<UniqueId> wanted) {

    static Selection of(EngineDiscoveryRequest request) {
        return new Selection(request.getSelectorsByType(UniqueIdSelector.class).stream()
                .map(UniqueIdSelector::getUniqueId)
                .toList());
    }

    /** Removes the leaves of audits that were reached by unique id only, but for those that were named. */
    void prune(TestDescriptor root) {
        for (var audit : Set.copyOf(root.getChildren())) {
            if (audit instanceof AuditDescriptor descriptor && !descriptor.isSelectedWhole()) {
                leaves(audit).stream()
                        .filter(leaf -> !isWanted(leaf.getUniqueId()))
                        .forEach(leaf -> {
                            var parent = leaf.getParent();
                            leaf.removeFromHierarchy();
                            removeEmpty(parent.orElse(root));
                        });
            }
        }
    }

    private static void removeEmpty(TestDescriptor container) {
        if (container.getChildren().isEmpty() && !container.isRoot()) {
            var parent = container.getParent();
            container.removeFromHierarchy();
            parent.ifPresent(Selection::removeEmpty);
        }
    }

    private static Set<? extends TestDescriptor> leaves(TestDescriptor root) {
        return root.getDescendants().stream().filter(TestDescriptor::isTest).collect(Collectors.toSet());
    }

    private boolean isWanted(UniqueId leaf) {
        return wanted.stream().anyMatch(leaf::hasPrefix);
    }
}
