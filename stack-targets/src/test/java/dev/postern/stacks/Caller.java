package dev.postern.stacks;

import java.util.Set;

/** Whom a token that was believed speaks for. */
record Caller(Set<String> scopes) {

    /** From the claim {@code scope}, which may be absent. */
    static Caller of(String scope) {
        return new Caller(
                scope == null || scope.isBlank()
                        ? Set.of()
                        : Set.of(scope.strip().split(" +")));
    }
}
