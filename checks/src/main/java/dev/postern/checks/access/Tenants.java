package dev.postern.checks.access;

import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Sight;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pairs of identities of different tenants that are both granted on an operation, each with what is its own. */
final class Tenants {

    private Tenants() {}

    /**
     * For each identity that owns something here, one caller of every other tenant. The caller has all scopes and roles
     * that the operation requires, so that only the tenant can deny it.
     */
    static List<Party> pairs(Site site, Predicate<Identity> owns) {
        return site.granted().stream()
                .filter(owner -> owner.tenant().isPresent())
                .filter(owns)
                .flatMap(owner -> others(site, owner)
                        .filter(other ->
                                site.matrix().ownership(site.operation()).sees(other, owner) != Sight.Answer.YES)
                        .map(other -> Party.of(owner, other)))
                .toList();
    }

    private static Stream<Identity> others(Site site, Identity owner) {
        return site.granted().stream()
                .filter(i -> i.tenant().isPresent() && !i.tenant().equals(owner.tenant()))
                .filter(i -> isFirstOfTenant(site, i));
    }

    private static boolean isFirstOfTenant(Site site, Identity identity) {
        return site.granted().stream()
                .filter(i -> i.tenant().equals(identity.tenant()))
                .findFirst()
                .filter(identity::equals)
                .isPresent();
    }

    /** Whether the operation as this identity calls it names something that is its tenant's or its own. */
    static boolean namesOwn(Operation operation, Identity identity) {
        return operation.requires().tenant().isPresent()
                || identity.with().keySet().stream()
                        .anyMatch(name -> operation.path().contains("{" + name + "}")
                                || operation.query().containsKey(name));
    }

    /** What to add where there is no such pair. */
    static String remedy(Site site) {
        return "add a second identity of scheme `" + site.scheme().name()
                + "` with another `tenant` that is granted on "
                + site.operation().label();
    }
}
