package dev.postern.checks.access;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.AccessMatrix.Cell;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Scheme.ClaimNames;
import dev.postern.checks.craft.MintedRights;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Identities that lack one right on an operation, and the requests that show whether the lack counts. */
final class Intruders {

    private Intruders() {}

    /** Those that lack a scope but have a role that would do: else it may be the role that denies them. */
    static List<Identity> withoutScope(Site site) {
        var roles = site.operation().requires().roles();
        return lacking(site, Cell.DENY_SCOPE).stream()
                .filter(i -> roles.isEmpty() || !Collections.disjoint(roles, i.roles()))
                .toList();
    }

    /** Those that lack the role and have all scopes. */
    static List<Identity> withoutRole(Site site) {
        return lacking(site, Cell.DENY_ROLE);
    }

    private static List<Identity> lacking(Site site, Cell cell) {
        return site.identities().stream()
                .filter(i -> site.matrix().cell(site.operation(), i) == cell)
                .toList();
    }

    /** One case for each intruder. */
    static Applicability cases(Site site, List<Identity> intruders, String remedy) {
        return intruders.isEmpty()
                ? new Applicability.Missing(remedy)
                : new Applicability.Applies(
                        intruders.stream().map(i -> Party.of(owner(site, i), i)).toList());
    }

    /**
     * One case for each intruder; where none of them is granted anywhere, so that nothing shows its credential to be
     * alive, one with tokens made to lack the right, if the target file gives a signing key.
     */
    static Applicability casesOrMinted(Site site, List<Identity> intruders, String remedy) {
        var anyAlive =
                intruders.stream().anyMatch(i -> site.matrix().operationFor(i).isPresent());
        return !anyAlive && MintedRights.isPossible(site)
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : cases(site, intruders, remedy);
    }

    /** One case with one intruder: where the server's reading of the request is tested, and not the caller. */
    static Applicability oneWithoutRole(Site site) {
        return site.operation().requires().roles().isEmpty()
                ? new Applicability.Irrelevant(site.operation().label() + " requires no role")
                : cases(site, withoutRole(site).stream().limit(1).toList(), AdminDenied.remedy(site));
    }

    /** The intruder's request with each of the hints. */
    static Stream<Attempt> hinted(Subject on, Stream<Hint> hints) {
        var intruder = on.intruder().orElseThrow();
        var request = best(on, intruder);
        return hints.filter(hint -> hint.fits(request))
                .map(hint -> hint.tolerated(
                        on.attempt(hint.label(), hint.addTo(request)).by(intruder)));
    }

    /** One of the same tenant where there is one: the tenant must not be what denies the intruder. */
    private static Identity owner(Site site, Identity intruder) {
        return site.granted().stream()
                .filter(i -> i.tenant().equals(intruder.tenant()))
                .findFirst()
                .orElseGet(() -> site.granted().get(0));
    }

    /**
     * The operation as the intruder would call it, and as the granted identity calls it but with the intruder's
     * credential. Both must be denied: a server that checks whose the object is may deny the second though it does not
     * look at the right.
     */
    static Stream<Attempt> attempts(Subject on, Identity intruder) {
        var asGranted = on.attemptAs(
                "the request of " + on.identity().name() + " with the credential of " + intruder.name(), intruder);
        var own = own(on, intruder)
                .filter(request -> !request.equals(asGranted.request()))
                .map(request -> on.attempt("with the intruder's own parameters", request)
                        .by(intruder));
        return Stream.concat(own.stream(), Stream.of(asGranted));
    }

    /** The attempts of the intruder, or with tokens made to lack the rights, as {@link #casesOrMinted} has planned it. */
    static Stream<Attempt> attemptsOrMinted(Subject on, Function<ClaimNames, String> claim, Set<String> rights) {
        return on.intruder()
                .map(intruder -> attempts(on, intruder))
                .orElseGet(
                        () -> MintedRights.without(on, claim.apply(((Scheme.BearerJwt) on.scheme()).claims()), rights));
    }

    /** The request of those two in which only the right is missing, as far as the target file tells. */
    private static WireRequest best(Subject on, Identity intruder) {
        return own(on, intruder).orElseGet(() -> on.requestWith(on.credentialOf(intruder)));
    }

    private static Optional<WireRequest> own(Subject on, Identity intruder) {
        return parametersKnown(on.operation(), intruder) ? Optional.of(on.requestOf(intruder)) : Optional.empty();
    }

    private static boolean parametersKnown(Operation operation, Identity identity) {
        var tenantParameter = operation.requires().tenant();
        if (tenantParameter.isPresent() && identity.tenant().isEmpty()) {
            return false;
        }
        return Operation.parametersOf(operation.path()).stream()
                .allMatch(name ->
                        operation.parameter(Operation.In.PATH, name, identity).isPresent());
    }
}
