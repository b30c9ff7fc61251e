package dev.postern.samples;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Access tokens, and log-ins with all their tokens, that ended before their time. */
final class DenyList {
    private final List<Set<String>> nodes;
    private final AtomicInteger turn = new AtomicInteger();
    private final boolean ofTexts;

    private DenyList(int nodes, boolean ofTexts) {
        this.nodes = IntStream.range(0, nodes)
                .mapToObj(i -> (Set<String>) ConcurrentHashMap.<String>newKeySet())
                .toList();
        this.ofTexts = ofTexts;
    }

    /** One list of ids, for all nodes. */
    static DenyList shared() {
        return new DenyList(1, false);
    }

    /** Each node behind the load balancer has a list of its own. */
    static DenyList perNode(int nodes) {
        return new DenyList(nodes, false);
    }

    /** Tokens are compared as they came, character by character. */
    static DenyList ofTexts() {
        return new DenyList(1, true);
    }

    /** Notes a token, by the ids that it has. */
    void add(String text, Set<String> ids) {
        node().addAll(ofTexts ? Set.of(text) : ids);
    }

    boolean holds(String text, Set<String> ids) {
        Set<String> node = node();
        return ofTexts ? node.contains(text) : ids.stream().anyMatch(node::contains);
    }

    private Set<String> node() {
        return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    }
}
