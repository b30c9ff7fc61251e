package dev.postern.samples;

import java.util.Set;

/** Who is calling, as far as the credential proves it. */
record Caller(String subject, String tenant, Set<String> scopes, Set<String> roles) {
    /** Nobody in particular. The hardened API never lets it near a guarded route. */
    static final Caller ANONYMOUS = new Caller("anonymous", "", Set.of(), Set.of());

    boolean anonymous() {
        return equals(ANONYMOUS);
    }
}
