package dev.postern.checks.access;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeTarget;
import java.util.List;

/** Who takes part in these tests: an administrator, a clerk, and two that lack more. */
final class Cast {

    static final Scheme SCHEME = FakeTarget.opaque();

    static final Identity ADMIN = FakeTarget.person("root", SCHEME)
            .scopes("orders:read")
            .roles("admin")
            .build();
    static final Identity CLERK = FakeTarget.person("alice", SCHEME)
            .scopes("orders:read")
            .roles("clerk")
            .build();
    static final Identity NO_SCOPE =
            FakeTarget.person("mallory", SCHEME).roles("admin").build();
    static final Identity NOTHING = FakeTarget.person("eve", SCHEME).build();

    static final Operation REPORT = FakeTarget.get("/report", SCHEME)
            .scopes("orders:read")
            .roles("admin")
            .build();

    private Cast() {}

    static List<Party> parties(Applicability applicability) {
        return ((Applicability.Applies) applicability).parties();
    }

    static FakeTarget target(Operation operation, Identity... identities) {
        var target = FakeTarget.of(SCHEME).and(operation);
        for (var identity : identities) {
            target.and(identity);
        }
        return target;
    }
}
