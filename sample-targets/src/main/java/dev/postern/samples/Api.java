package dev.postern.samples;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the operation of a call, lets nobody through who may not have it, and has it answered. */
final class Api {
    private final List<Route> routes;
    private final Accounts accounts;
    private final Defences defences;

    Api(List<Route> routes, Accounts accounts, Defences defences) {
        this.routes = List.copyOf(routes);
        this.accounts = accounts;
        this.defences = defences;
    }

    Answer answer(Call call) {
        return defences.cache.apply(call, this::ownAnswer);
    }

    private Answer ownAnswer(Call call) {
        try {
            if (!call.secure() && !defences.plaintextIsServed) {
                // No challenge: it would invite the client to send its password in clear.
                return Answer.problem(403, "https_required", "This API answers over HTTPS only.");
            }
            return dispatch(call);
        } catch (Refusal refusal) {
            return defences.refusal.apply(refusal.answer());
        }
    }

    private Answer dispatch(Call call) {
        List<Route> ofPath = routes.stream()
                .filter(route -> route.match(call.path()).isPresent())
                .toList();
        if (ofPath.isEmpty()) {
            return Answer.notFound();
        }
        Optional<Route> route = ofPath.stream()
                .filter(candidate -> candidate.answersMethod(call.method()))
                .findFirst();
        if (route.isEmpty()) {
            String allowed = ofPath.stream().map(Route::method).sorted().collect(Collectors.joining(", "));
            return Answer.problem(405, "method_not_allowed", "Allowed here: " + allowed)
                    .with("Allow", allowed);
        }
        return serve(call, route.get());
    }

    private Answer serve(Call call, Route route) {
        Map<String, String> path = route.match(call.path()).orElseThrow();
        Caller caller = caller(call, route);
        authorize(call, caller, route, path);
        Answer answer = route.handler().answer(call, caller, path);
        return route.authentication().isPresent() ? defences.granted.apply(answer) : answer;
    }

    private Caller caller(Call call, Route route) {
        if (route.authentication().isEmpty() || !defences.routeIsGuarded.test(route)) {
            return Caller.ANONYMOUS;
        }
        Caller authenticated = route.authentication().get().authenticate(call);
        if (defences.disabledIsLookedUpAtEachCall && accounts.isDisabled(authenticated.subject())) {
            throw Refusal.forbidden();
        }
        return defences.impersonated
                .apply(call)
                .flatMap(accounts::find)
                .map(Accounts.Account::caller)
                .orElse(authenticated);
    }

    /** The rules are about callers: where authentication let nobody in particular through, they have no object. */
    private void authorize(Call call, Caller caller, Route route, Map<String, String> path) {
        if (caller.anonymous()) {
            return;
        }
        if (defences.scopesAreChecked.test(route) && !defences.scopesSuffice.test(caller.scopes(), route.scopes())) {
            throw BearerTokens.insufficientScope(String.join(" ", route.scopes()));
        }
        Set<String> roles = defences.rolesInEffect.apply(call, caller);
        if (defences.rolesAreChecked.test(route)
                && !route.roles().isEmpty()
                && route.roles().stream().noneMatch(roles::contains)) {
            throw Refusal.forbidden();
        }
        String tenant = path.get("tenant");
        if (tenant != null
                && isHeldToItsTenant(caller)
                && !defences.tenantsMatch.test(tenant, caller.tenant())
                && !defences.tenantOverride.apply(call).equals(Optional.of(tenant))) {
            throw Refusal.forbidden();
        }
    }

    /** {@code if (user != null && …)}: what a user may not see is compared where there is a user. */
    private boolean isHeldToItsTenant(Caller caller) {
        return defences.strangersAreHeldToTheirTenant
                || accounts.find(caller.subject()).isPresent();
    }
}
