package dev.postern.http;

import dev.postern.api.http.Content;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.Requires;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.api.target.Target.DenialSigns;
import dev.postern.api.target.Target.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Targets for tests, built from the few things a test is about. */
record Targets(
        URI baseUrl,
        Optional<Path> trust,
        Limits limits,
        Set<String> allow,
        boolean destructive,
        List<Scheme> schemes,
        List<Identity> identities,
        List<Operation> operations) {

    static final Position NOWHERE = new Position("target.yaml", 0, 0);
    static final Limits FAST = new Limits(1000, 1_000_000, 4, Duration.ofSeconds(5), Duration.ofSeconds(5));

    static Targets at(URI baseUrl) {
        return new Targets(baseUrl, Optional.empty(), FAST, Set.of(), true, List.of(), List.of(), List.of());
    }

    Targets with(Limits other) {
        return new Targets(baseUrl, trust, other, allow, destructive, schemes, identities, operations);
    }

    Targets trusting(Path pem) {
        return new Targets(baseUrl, Optional.of(pem), limits, allow, destructive, schemes, identities, operations);
    }

    Targets allowing(String... hosts) {
        return new Targets(baseUrl, trust, limits, Set.of(hosts), destructive, schemes, identities, operations);
    }

    Targets with(Scheme... some) {
        return new Targets(baseUrl, trust, limits, allow, destructive, List.of(some), identities, operations);
    }

    Targets with(Identity... some) {
        return new Targets(baseUrl, trust, limits, allow, destructive, schemes, List.of(some), operations);
    }

    Targets guarding(Operation... some) {
        return new Targets(baseUrl, trust, limits, allow, false, schemes, identities, List.of(some));
    }

    static Operation operation(String method, String path, boolean destructive) {
        return new Operation(
                method.toLowerCase(java.util.Locale.ROOT) + path.replaceAll("\\W", "_"),
                method,
                path,
                false,
                Requires.NOTHING,
                Map.of(),
                Map.of(),
                List.of(),
                Content.NONE,
                Optional.empty(),
                destructive,
                NOWHERE);
    }

    Target target() {
        var byName = new LinkedHashMap<String, Scheme>();
        schemes.forEach(s -> byName.put(s.name(), s));
        var people = new LinkedHashMap<String, Identity>();
        identities.forEach(i -> people.put(i.name(), i));
        var calls = new LinkedHashMap<String, Operation>();
        operations.forEach(o -> calls.put(o.id(), o));
        return new Target(
                "test",
                baseUrl,
                trust,
                limits,
                allow,
                List.of(),
                DenialSigns.NONE,
                destructive,
                byName,
                people,
                calls,
                NOWHERE);
    }
}
