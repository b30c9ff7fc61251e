package dev.postern.samples;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The orders API: a server on this machine with two tenants, five ways to authenticate and a target file that says so.
 *
 * <p>Every secret is made anew at each start. Both ports are free ones, bound to the loopback address.
 */
public final class OrdersApi implements AutoCloseable {
    private final Secrets secrets = new Secrets();
    private final SigningKeys keys;
    private final Accounts accounts = new Accounts(secrets);
    private final Sessions sessions;
    private final Routes routes;
    private final TokenIssuer issuer;
    private final SignatureRule signature;
    private final Listener listener;

    private OrdersApi(Defences defences) {
        keys = new SigningKeys(secrets, defences.secretMadeUp);
        RefreshTokens refreshTokens = new RefreshTokens(defences);
        OpaqueTokens opaques = new OpaqueTokens(secrets, refreshTokens, defences);
        issuer = new TokenIssuer(keys, secrets, defences);
        TokenEndpoint tokens = new TokenEndpoint(accounts, issuer, opaques, refreshTokens, secrets, defences);
        signature = defences.signature.apply(keys);
        DenyList denied = defences.denyList.get();
        JwtVerifier verifier = new JwtVerifier(defences.reader.of(keys, signature), denied, defences);
        sessions = new Sessions(accounts, secrets, defences);
        Endings endings = new Endings(accounts, verifier, opaques, refreshTokens, denied, defences);
        routes = new Routes(accounts, defences);
        Routes.Schemes schemes = new Routes.Schemes(
                BearerTokens.jwts(verifier, defences),
                BearerTokens.opaque(opaques),
                new ApiKeys(accounts.of(Accounts.Kind.PARTNER_KEY), defences),
                new ApiKeys(accounts.of(Accounts.Kind.METERED_KEY), defences),
                new BasicUsers(accounts, defences),
                sessions);
        listener = Listener.start(new Api(
                routes.all(
                        schemes, tokens, endings, defences.published.apply(keys), sessions, defences.rateLimit.get()),
                accounts,
                defences));
    }

    /** Starts the API with all its defences. */
    public static OrdersApi hardened() {
        return new OrdersApi(new Defences());
    }

    /** Starts the API with all its defences, but its issuer signs by HS256, with a long random secret that both share. */
    public static OrdersApi hardenedWithSharedSecret() {
        Defences defences = new Defences();
        defences.tokensShareASecret = true;
        defences.signature = SignatureRule::pinnedSecret;
        return new OrdersApi(defences);
    }

    /** Starts the API with all its defences, but its issuer signs by ES256, with a key on P-256. */
    public static OrdersApi hardenedWithCurve() {
        Defences defences = new Defences();
        defences.tokensAreOfACurve = true;
        defences.signature = SignatureRule::pinnedCurve;
        defences.published = SigningKeys::curveJwks;
        return new OrdersApi(defences);
    }

    /** Starts the API with these defences gone wrong and all others in order. */
    public static OrdersApi weakenedBy(Weakness... weaknesses) {
        Defences defences = new Defences();
        for (Weakness weakness : weaknesses) {
            weakness.spoil(defences);
        }
        return new OrdersApi(defences);
    }

    /** Where the API answers, for example {@code https://localhost:40123}. */
    public URI https() {
        return URI.create("https://localhost:" + listener.httpsPort());
    }

    /** Where the API listens without TLS; when hardened it refuses everything there. */
    public URI http() {
        return URI.create("http://localhost:" + listener.httpPort());
    }

    /**
     * Writes the target file {@code orders-api.yaml} with everything it refers to: secrets as single files, the
     * certificate to trust as {@code server.pem}, and beside them {@code openapi.yaml}.
     *
     * @param folder is created if need be
     * @return the path of the target file
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public Path writeTargetFile(Path folder) {
        return new TargetFile(https(), http(), accounts, sessions, issuer, routes.markers()).writeTo(folder);
    }

    /**
     * Every secret value the API knows at this moment: passwords, keys, client secrets, the private members of the
     * signing key, TOTP seeds, cookies, and each token issued so far.
     */
    public Set<String> secrets() {
        return secrets.known();
    }

    /** Answers every later request this much later; {@link Duration#ZERO} ends it. */
    public void delayEach(Duration delay) {
        listener.delayEach(delay);
    }

    /** How many requests arrived at either port so far. */
    public int requestCount() {
        return listener.requestCount();
    }

    /** Stops the server and frees its ports and threads; stopping twice is harmless. */
    public void stop() {
        listener.stop();
        signature.close();
    }

    @Override
    public void close() {
        stop();
    }
}
