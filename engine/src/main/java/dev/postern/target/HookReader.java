package dev.postern.target;

import dev.postern.api.http.Percent;
import dev.postern.api.target.Hooks;
import dev.postern.api.target.Hooks.Body;
import dev.postern.api.target.Hooks.Disabling;
import dev.postern.api.target.Hooks.Hook;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the requests by which an identity is logged out, disabled and enabled again. */
final class HookReader {

    private static final List<String> PLACES = List.of(Body.CREDENTIAL, Body.REFRESH_TOKEN);

    private final Set<String> identities;
    private final Texts texts;
    private final Problems problems;

    /** @param identities all names under {@code identities}, those that could not be read included */
    HookReader(Set<String> identities, Texts texts, Problems problems) {
        this.identities = identities;
        this.texts = texts;
        this.problems = problems;
    }

    /**
     * Reads the hooks of one identity.
     *
     * @param name its name
     * @param obtain how it gets its credential, where that could be read
     * @param with values of its path parameters
     */
    Hooks read(Mapping in, String name, Scheme scheme, Optional<Obtain> obtain, Map<String, String> with) {
        var logout = in.mapping("logout", "logout of " + in.owner(), Section.LOGOUT.keys())
                .filter(hook -> fits(
                        in,
                        "logout",
                        scheme instanceof Scheme.Bearer || scheme instanceof Scheme.Session,
                        scheme,
                        "nobody logs out there: it is for bearer-jwt, bearer-opaque and session"))
                .flatMap(hook -> logout(hook, obtain, with));
        return new Hooks(logout, disabling(in, name, scheme, with));
    }

    private static boolean fits(Mapping in, String key, boolean fits, Scheme scheme, String hint) {
        if (!fits) {
            in.error(
                    key,
                    in.words(key) + " does not fit scheme " + Words.quote(scheme.name()) + " of type "
                            + scheme.type().key(),
                    hint);
        }
        return fits;
    }

    private Optional<Hook> logout(Mapping in, Optional<Obtain> obtain, Map<String, String> with) {
        var hook = hook(in, with);
        var refreshes =
                obtain.filter(way -> !(way instanceof Obtain.PasswordGrant)).isEmpty();
        if (hook.filter(h -> h.body().asksForRefreshToken()).isPresent() && !refreshes) {
            in.error(
                    in.has("form") ? "form" : "json",
                    in.owner() + " sends " + Body.REFRESH_TOKEN + ", but its way to obtain a credential brings none",
                    "\"grant: password\" brings one");
        }
        return hook;
    }

    private Optional<Disabling> disabling(Mapping in, String name, Scheme scheme, Map<String, String> with) {
        for (var pair : Map.of("disable", "enable", "enable", "disable").entrySet()) {
            if (in.has(pair.getKey()) && !in.mentions(pair.getValue())) {
                in.error(
                        pair.getKey(),
                        in.owner() + " has " + Words.quote(pair.getKey()) + ", but no " + Words.quote(pair.getValue()),
                        "who is disabled must be enabled again: give both, each with \"call:\" and \"as:\"");
            }
        }
        var disable = in.mapping("disable", "disable of " + in.owner(), Section.DISABLING.keys());
        var enable = in.mapping("enable", "enable of " + in.owner(), Section.DISABLING.keys());
        var fits = disable.isEmpty()
                || fits(
                        in,
                        "disable",
                        !(scheme instanceof Scheme.ApiKey),
                        scheme,
                        "it is for bearer-jwt, bearer-opaque, basic and session");
        var disabledBy = disable.flatMap(hook -> administrator(hook, name));
        var enabledBy = enable.flatMap(hook -> administrator(hook, name));
        var disabling = disable.flatMap(hook -> plain(hook, with));
        var enabling = enable.flatMap(hook -> plain(hook, with));
        return fits && disabledBy.isPresent() && enabledBy.isPresent() && disabling.isPresent() && enabling.isPresent()
                ? Optional.of(new Disabling(disabling.get(), disabledBy.get(), enabling.get(), enabledBy.get()))
                : Optional.empty();
    }

    private Optional<String> administrator(Mapping in, String name) {
        in.require("as", "the identity that sends it, an administrator: \"as: dora\"");
        return in.text("as").filter(who -> {
            if (!identities.contains(who)) {
                in.error(
                        "as",
                        in.owner() + " is sent as " + in.shown("as") + ", who is no identity of this file",
                        Words.didYouMean(who, identities, "identities"));
            } else if (who.equals(name)) {
                in.error(
                        "as",
                        in.owner() + " is sent as the identity itself",
                        "who is disabled cannot enable anybody: name an administrator");
            } else {
                return true;
            }
            return false;
        });
    }

    /** A hook that nothing is put into: it is not about one credential. */
    private Optional<Hook> plain(Mapping in, Map<String, String> with) {
        var hook = hook(in, with);
        if (hook.filter(h -> h.body().asksForCredential()).isPresent()) {
            in.error(
                    in.has("form") ? "form" : "json",
                    in.owner() + " sends a credential of the identity",
                    Body.CREDENTIAL + " and " + Body.REFRESH_TOKEN + " are for \"logout\"");
        }
        return hook;
    }

    private Optional<Hook> hook(Mapping in, Map<String, String> with) {
        in.require("call", "e.g. \"call: POST /logout\"");
        var call = Call.readAnywhere(in);
        var body = RequestBody.read(in, PLACES, texts, problems);
        call.flatMap(c -> Names.parameters(c.path())
                        .flatMap(all -> all.stream()
                                .filter(parameter -> !with.containsKey(parameter))
                                .findFirst()))
                .ifPresent(parameter -> in.error(
                        "call",
                        in.words("call") + " has no value for the path parameter {" + parameter + "}",
                        "give one in \"with:\" of the identity, or write it into the path"));
        return call.map(c -> new Hook(c.method(), filled(c.path(), with), body.contentType(), Body.of(body.text())));
    }

    private static String filled(String path, Map<String, String> with) {
        var filled = path;
        for (var value : with.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", Percent.encode(value.getValue()));
        }
        return filled;
    }
}
