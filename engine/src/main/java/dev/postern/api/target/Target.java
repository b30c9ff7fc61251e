package dev.postern.api.target;

import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The API under audit. Maps keep the order of the target file.
 *
 * @param name what the target file calls it
 * @param baseUrl where it answers; paths of operations are appended
 * @param trust PEM file of certificates to trust beside the platform's
 * @param limits what the audit may cost the target
 * @param allow further hosts, {@code host} or {@code host:port}, that may be asked
 * @param headers header fields sent with every request
 * @param denial how this target says no, where that cannot be seen from the status
 * @param destructiveAllowed whether operations marked destructive may be called
 * @param file the target file
 * @param listening where Postern listens for requests that the target makes, if it may
 * @param cacheBuster whether a query parameter that the target does not know may be sent to get past caches
 */
public record Target(
        String name,
        URI baseUrl,
        Optional<Path> trust,
        Limits limits,
        Set<String> allow,
        List<Header> headers,
        DenialSigns denial,
        boolean destructiveAllowed,
        Map<String, Scheme> schemes,
        Map<String, Identity> identities,
        Map<String, Operation> operations,
        Position file,
        Optional<Listening> listening,
        boolean cacheBuster) {

    /** From here on systems choose ports themselves; Linux begins lowest. */
    private static final int FIRST_CHOSEN_PORT = 32_768;

    /** A target that cannot reach Postern. */
    public Target(
            String name,
            URI baseUrl,
            Optional<Path> trust,
            Limits limits,
            Set<String> allow,
            List<Header> headers,
            DenialSigns denial,
            boolean destructiveAllowed,
            Map<String, Scheme> schemes,
            Map<String, Identity> identities,
            Map<String, Operation> operations,
            Position file) {
        this(
                name,
                baseUrl,
                trust,
                limits,
                allow,
                headers,
                denial,
                destructiveAllowed,
                schemes,
                identities,
                operations,
                file,
                Optional.empty(),
                true);
    }

    /** Keeps immutable copies. */
    public Target {
        allow = Set.copyOf(allow);
        headers = List.copyOf(headers);
        schemes = Collections.unmodifiableMap(new LinkedHashMap<>(schemes));
        identities = Collections.unmodifiableMap(new LinkedHashMap<>(identities));
        operations = Collections.unmodifiableMap(toldApart(operations));
    }

    private static Map<String, Operation> toldApart(Map<String, Operation> operations) {
        var calls = operations.values().stream().collect(Collectors.groupingBy(Operation::call, Collectors.counting()));
        var all = new LinkedHashMap<>(operations);
        all.replaceAll((id, operation) -> calls.get(operation.call()) > 1 ? operation.sharingPath() : operation);
        return all;
    }

    /** This target at another address, e.g. that of an application that a test has just started. */
    public Target at(URI otherBaseUrl) {
        return new Target(
                name,
                otherBaseUrl,
                trust,
                limits,
                allow,
                headers,
                denial,
                destructiveAllowed,
                schemes,
                identities,
                operations,
                file,
                listening,
                cacheBuster);
    }

    /** This target with other limits. */
    public Target with(Limits other) {
        return new Target(
                name,
                baseUrl,
                trust,
                other,
                allow,
                headers,
                denial,
                destructiveAllowed,
                schemes,
                identities,
                operations,
                file,
                listening,
                cacheBuster);
    }

    /**
     * What tells this address from others at which the same target file was audited, from run to run: scheme, host, port
     * and path. A port of this machine that the system chose for one run, as for an application that a test starts, is
     * left out.
     */
    public String place() {
        var isChosen = Origin.of(baseUrl).isLoopback() && baseUrl.getPort() >= FIRST_CHOSEN_PORT;
        return baseUrl.getScheme() + "://" + baseUrl.getHost()
                + (baseUrl.getPort() < 0 || isChosen ? "" : ":" + baseUrl.getPort())
                + Optional.ofNullable(baseUrl.getPath()).orElse("");
    }

    /**
     * An address that the target file gives: absolute, or a path that counts from the root of the host of
     * {@link #baseUrl} (RFC 3986 5.2), so that it moves along with the target.
     */
    public URI resolve(URI address) {
        return address.isAbsolute() ? address : baseUrl.resolve(address);
    }

    /** Whether checks may end credentials or disable users: then nothing else may run meanwhile. */
    public boolean endsCredentials() {
        return schemes.values().stream()
                        .anyMatch(scheme -> scheme.revocation().endpoint().isPresent())
                || identities.values().stream()
                        .anyMatch(identity -> !identity.hooks().isEmpty());
    }

    /** Identities that authenticate by that scheme, in the order of the target file. */
    public List<Identity> identitiesOf(String scheme) {
        return identities.values().stream()
                .filter(i -> i.scheme().equals(scheme))
                .toList();
    }

    /**
     * Identities whose scheme no operation accepts, and that disable or enable no other one; none if all operations are
     * public.
     */
    public List<Identity> unusedIdentities() {
        var accepted = operations.values().stream()
                .flatMap(operation -> operation.requires().schemes().stream())
                .collect(Collectors.toSet());
        var administrators = identities.values().stream()
                .flatMap(identity -> identity.hooks().disabling().stream())
                .flatMap(disabling -> Stream.of(disabling.disabledBy(), disabling.enabledBy()))
                .collect(Collectors.toSet());
        return identities.values().stream()
                .filter(identity -> !accepted.isEmpty()
                        && !accepted.contains(identity.scheme())
                        && !administrators.contains(identity.name()))
                .toList();
    }

    /**
     * What the audit may cost the target.
     *
     * @param requests budget of one audit
     * @param rate requests per second at most
     * @param concurrency requests at once at most
     * @param deadline for one whole exchange
     * @param maxWait longest wait of one scenario, and of the whole audit for a target that asks to slow down
     * @param heavyAllowed whether requests may be sent of which a few keep a weak target busy for seconds
     * @param failedLogins failed logins in a row against one account at most
     */
    public record Limits(
            int requests,
            int rate,
            int concurrency,
            Duration deadline,
            Duration maxWait,
            boolean heavyAllowed,
            int failedLogins) {

        /** Many servers lock an account after five. */
        private static final int FAILED_LOGINS = 3;

        /** What holds where the target file says nothing. */
        public static final Limits DEFAULT = new Limits(10_000, 50, 4, Duration.ofSeconds(10), Duration.ofSeconds(90));

        /** Limits that allow no heavy request, and as many failed logins as usual. */
        public Limits(int requests, int rate, int concurrency, Duration deadline, Duration maxWait) {
            this(requests, rate, concurrency, deadline, maxWait, false, FAILED_LOGINS);
        }
    }

    /**
     * Where Postern listens for requests that the target makes.
     *
     * @param host an address of this machine
     * @param port 0: any that is free
     * @param url how the target reaches it, without slash at its end; empty: {@code http://host:port}
     * @param patience how long a request that comes late is waited for, at most
     */
    public record Listening(String host, int port, Optional<URI> url, Duration patience) {}

    /**
     * How this target says no.
     *
     * @param login path or URL of the login page that a denied browser is sent to
     * @param errors what in the body of a 200 means denied
     * @param ignore JSON pointers whose values change from answer to answer
     */
    public record DenialSigns(Optional<String> login, List<SoftError> errors, List<String> ignore) {
        /** No signs declared. */
        public static final DenialSigns NONE = new DenialSigns(Optional.empty(), List.of(), List.of());

        /** Keeps immutable copies. */
        public DenialSigns {
            errors = List.copyOf(errors);
            ignore = List.copyOf(ignore);
        }
    }

    /**
     * A 200 whose body holds this value means denied.
     *
     * @param pointer JSON pointer (RFC 6901)
     * @param value the value there as text; empty: any value other than null
     */
    public record SoftError(String pointer, Optional<String> value) {}
}
