package dev.postern.engine;

import java.util.Set;
import org.junit.platform.engine.TestTag;

/**
 * What all cases of an audit have in common in the eyes of JUnit.
 *
 * @param prefix tells them from those of another target file of the same class; empty where there is one file only
 * @param tags the tags of the class
 */
record CaseLabels(String prefix, Set<TestTag> tags) {
    CaseLabels {
        tags = Set.copyOf(tags);
    }
}
