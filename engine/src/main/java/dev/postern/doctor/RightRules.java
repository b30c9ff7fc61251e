package dev.postern.doctor;

import static dev.postern.doctor.Cause.certain;
import static dev.postern.doctor.Cause.likely;
import static dev.postern.doctor.Cause.possible;

import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.doctor.Cause.Code;
import dev.postern.doctor.Cause.Likelihood;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Which right a credential lacks that is itself in order, or what the target file does not say of it. */
final class RightRules {

    private static final List<BiFunction<Symptoms, Facts, Optional<Cause>>> RULES = List.of(
            RightRules::scopeTold,
            RightRules::scope,
            RightRules::role,
            RightRules::tenant,
            RightRules::tenantParameter,
            RightRules::lessThanOthers,
            RightRules::otherScheme,
            RightRules::foreignObject,
            RightRules::undeclared);

    private RightRules() {}

    static List<Function<Symptoms, Optional<Cause>>> all() {
        return RULES.stream()
                .<Function<Symptoms, Optional<Cause>>>map(rule -> s -> applies(s)
                        ? s.facts()
                                .flatMap(facts -> rule.apply(s, facts))
                                .map(c -> s.isRefusal() ? c : c.atMost(Likelihood.LIKELY))
                        : Optional.empty())
                .toList();
    }

    /** RFC 9110 15.5.4: 403 is about rights; other refusals may be once the credential is known to be good. */
    private static boolean applies(Symptoms s) {
        return s.hasStatus(403) || (s.isAlive() && (s.isRefusal() || s.hasStatus(404, 410) || s.isHiddenError()));
    }

    /** RFC 6750 3.1: insufficient_scope, and the scopes that are needed. */
    private static Optional<Cause> scopeTold(Symptoms s, Facts f) {
        if (s.challenged("error").filter("insufficient_scope"::equals).isEmpty()) {
            return Optional.empty();
        }
        var needed = s.challenged("scope")
                .map(RightRules::words)
                .orElse(s.operation().requires().scopes());
        var missing = minus(needed, f.scopes().orElse(Set.of()));
        if (missing.isEmpty()) {
            return Optional.of(certain(
                    Code.MISSING_SCOPE,
                    "the target says that a scope is missing, and not which one",
                    "look which scopes it wants, and declare them: `requires: scopes:`"));
        }
        var undeclared = minus(missing, s.operation().requires().scopes());
        return Optional.of(
                undeclared.isEmpty()
                        ? lacks(f, missing)
                        : certain(
                                Code.MISSING_SCOPE,
                                "the target wants scope " + Told.shown(Facts.joined(undeclared))
                                        + ", of which the target file knows nothing",
                                "add it to `requires: scopes:` of the operation; and to the identity, if it should have"
                                        + " it"));
    }

    private static Optional<Cause> scope(Symptoms s, Facts f) {
        var told = s.challenged("error").filter("insufficient_scope"::equals).isPresent();
        var missing = f.scopes()
                .map(own -> minus(s.operation().requires().scopes(), own))
                .orElse(Set.of());
        return told
                        || missing.isEmpty()
                        || isGrantedWithout(s, missing, p -> p.scopes().orElse(missing))
                ? Optional.empty()
                : Optional.of(lacks(f, missing));
    }

    private static Cause lacks(Facts f, Set<String> missing) {
        var identity = f.possession().identity();
        var claimed = identity.scopes().containsAll(missing);
        return certain(
                Code.MISSING_SCOPE,
                "the token lacks scope " + Facts.joined(missing)
                        + (claimed ? ", though `scopes:` of the identity names it" : "")
                        + f.scopes()
                                .map(has ->
                                        " (it has: " + (has.isEmpty() ? "none" : Told.shown(Facts.joined(has))) + ")")
                                .orElse(""),
                getScope(identity, missing) + ", or take it away from `scopes:` if it should not have it");
    }

    private static String getScope(Identity identity, Set<String> missing) {
        var obtain = identity.obtain();
        var asked = obtain instanceof Obtain.ClientCredentials grant
                ? grant.scope()
                : obtain instanceof Obtain.PasswordGrant grant ? grant.scope() : Optional.<String>empty();
        if (asked.isPresent()) {
            return words(asked.get()).containsAll(missing)
                    ? "have the issuer grant it to this client: it was asked for"
                    : "ask for it: `scope: " + asked.get() + " " + Facts.joined(missing) + "` in `obtain:`";
        }
        if (obtain instanceof Obtain.ClientCredentials || obtain instanceof Obtain.PasswordGrant) {
            return "ask for it: `scope: " + Facts.joined(identity.scopes()) + "` in `obtain:`";
        }
        return obtain instanceof Obtain.Minted
                ? "let `claims:` leave it as `scopes:` has it"
                : "give a token that has it";
    }

    private static Optional<Cause> role(Symptoms s, Facts f) {
        var wanted = s.operation().requires().roles();
        if (wanted.isEmpty() || f.token().isEmpty() || f.jwt().isEmpty()) {
            return Optional.empty();
        }
        var name = f.jwt().get().claims().roles();
        var own = f.roles();
        if (own.isEmpty()) {
            return Optional.of(likely(
                    Code.MISSING_ROLE,
                    "the token has no claim `" + name + "`, and the operation wants role " + either(wanted),
                    "have the issuer put the roles into the token; if they stand in another claim, name it: `claims:"
                            + " roles:` of scheme `" + f.scheme().name() + "`"));
        }
        var lacksAll = Collections.disjoint(own.get(), wanted);
        return lacksAll && !isGrantedWithout(s, wanted, p -> p.roles().orElse(wanted))
                ? Optional.of(certain(
                        Code.MISSING_ROLE,
                        "the token has "
                                + (own.get().isEmpty() ? "no role" : "role " + Told.shown(Facts.joined(own.get())))
                                + ", and the operation wants " + either(wanted),
                        "give the identity one of them at the issuer, or take it away from `roles:`"))
                : Optional.empty();
    }

    private static Optional<Cause> tenant(Symptoms s, Facts f) {
        var declared = f.possession().identity().tenant();
        if (s.operation().requires().tenant().isEmpty()
                || declared.isEmpty()
                || f.token().isEmpty()
                || f.jwt().isEmpty()) {
            return Optional.empty();
        }
        var name = f.jwt().get().claims().tenant();
        if (f.tenant().isEmpty()) {
            return s.grantedHere().isEmpty()
                    ? Optional.of(likely(
                            Code.WRONG_TENANT,
                            "the token has no claim `" + name + "`, and the operation is bound to a tenant",
                            "have the issuer put the tenant into the token; if it stands in another claim, name it: `claims:"
                                    + " tenant:` of scheme `" + f.scheme().name() + "`"))
                    : Optional.empty();
        }
        return f.tenant().equals(declared)
                ? Optional.empty()
                : Optional.of(certain(
                        Code.WRONG_TENANT,
                        "the token is of tenant " + Told.shown(f.tenant().get()) + ", but the target file says "
                                + declared.get(),
                        "correct `tenant:` of the identity"));
    }

    private static Optional<Cause> tenantParameter(Symptoms s, Facts f) {
        var identity = f.possession().identity();
        return s.operation()
                .requires()
                .tenant()
                .filter(t ->
                        !s.operation().parameter(t.in(), t.name(), identity).equals(identity.tenant()))
                .map(t -> likely(
                        Code.WRONG_TENANT,
                        "parameter " + t.name() + " names tenant "
                                + s.operation()
                                        .parameter(t.in(), t.name(), identity)
                                        .map(Told::shown)
                                        .orElse("?")
                                + ", and the identity is of "
                                + identity.tenant().orElse("none"),
                        "take `" + t.name() + ":` away from `with:` of the identity"));
    }

    /** What those who are granted have, and this one has not. */
    private static Optional<Cause> lessThanOthers(Symptoms s, Facts f) {
        var identity = f.possession().identity();
        var others = s.grantedHere();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        var more = new ArrayList<String>();
        addCommon(more, "scope", others.stream().map(Identity::scopes).toList(), identity.scopes());
        addCommon(more, "role", others.stream().map(Identity::roles).toList(), identity.roles());
        return more.isEmpty()
                ? Optional.empty()
                : Optional.of(likely(
                        Code.RIGHT_NOT_DECLARED,
                        "those who are granted (" + others.get(0).name() + (others.size() > 1 ? ", …" : "") + ") have "
                                + String.join(" and ", more) + ", which it has not",
                        "declare what the operation needs: `requires:`"));
    }

    private static void addCommon(List<String> more, String kind, List<Set<String>> others, Set<String> own) {
        var common = new LinkedHashSet<>(others.get(0));
        others.forEach(common::retainAll);
        common.removeAll(own);
        if (!common.isEmpty()) {
            more.add(kind + " " + Facts.joined(common));
        }
    }

    private static Optional<Cause> otherScheme(Symptoms s, Facts f) {
        return s.hasStatus(401) || s.isSentAway()
                ? Optional.of(likely(
                        Code.WRONG_SCHEME,
                        "the credential is granted elsewhere, so that this operation wants another kind of it",
                        "correct `requires: scheme:` of the operation"))
                : Optional.empty();
    }

    private static Optional<Cause> foreignObject(Symptoms s, Facts f) {
        var names = Operation.parametersOf(s.operation().path());
        var isTenant =
                s.operation().requires().tenant().filter(t -> t.in() == In.PATH).isPresent();
        return s.hasStatus(403) && names.size() > (isTenant ? 1 : 0)
                ? Optional.of(possible(
                        Code.NO_SUCH_OBJECT,
                        "what the path names may be somebody else's",
                        "give an object of its own: `with:` of identity `"
                                + f.possession().identity().name() + "`"))
                : Optional.empty();
    }

    private static Optional<Cause> undeclared(Symptoms s, Facts f) {
        return s.hasStatus(403)
                ? Optional.of(possible(
                        Code.RIGHT_NOT_DECLARED,
                        "the operation wants a right that the identity has not, and the target file does not name",
                        "declare it: `requires:` with `scopes:`, `roles:` or `tenant:`; or give it to the identity"))
                : Optional.empty();
    }

    /** Whether somebody is granted here who lacks it too. */
    private static boolean isGrantedWithout(
            Symptoms s, Collection<String> wanted, Function<Facts, Set<String>> rights) {
        return s.grantedHere().stream()
                .map(s.all()::facts)
                .anyMatch(p -> Collections.disjoint(rights.apply(p), wanted));
    }

    private static String either(Set<String> wanted) {
        return String.join(" or ", wanted.stream().sorted().toList());
    }

    private static Set<String> words(String text) {
        var words = new LinkedHashSet<>(List.of(text.strip().split("\\s+")));
        words.remove("");
        return words;
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
