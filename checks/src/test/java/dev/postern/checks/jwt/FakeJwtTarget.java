package dev.postern.checks.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameters;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Position;
import dev.postern.api.target.Revocation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.api.target.TokenPromises;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An API behind JWTs, in memory. As it is built it verifies with Nimbus, soundly; a test replaces one rule by a mistake
 * that real servers make.
 */
final class FakeJwtTarget implements Observed {

    static final String ISSUER = "https://id.example.test";
    static final String AUDIENCE = "orders";

    /** Whether a signature will do. */
    @FunctionalInterface
    interface SignatureRule {
        boolean holds(Parts token) throws Exception;
    }

    /** Whether claims will do. */
    @FunctionalInterface
    interface ClaimsRule {
        boolean holds(Map<String, Object> claims) throws Exception;
    }

    private static final Position HERE = new Position("fake", 0, 0);

    private final JWK key;
    private final JWSAlgorithm alg;
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final List<Header> fields = new ArrayList<>();
    private Optional<String> credential = Optional.empty();
    private Optional<String> signingKey;
    private Optional<String> publicKeys = Optional.empty();
    private boolean symmetric;
    private TokenPromises promises = TokenPromises.NONE;
    private Operation.Requires requires =
            new Operation.Requires(List.of("tokens"), Set.of(), Set.of(), Optional.empty());
    private String path = "/orders";
    private boolean minted;
    private Parameters parameters = Parameters.NONE;
    private Duration leeway = Duration.ofSeconds(60);
    private Duration maxLifetime = Duration.ofHours(1);
    private Duration clockOffset = Duration.ZERO;
    private Optional<Instant> obtainedAt = Optional.empty();
    private SignatureRule signature = this::nimbusTrusts;
    private ClaimsRule claimsRule = claimsSet -> nimbusAccepts(claimsSet, 60);

    private FakeJwtTarget(JWK key, String alg) {
        this.key = key;
        this.alg = JWSAlgorithm.parse(alg);
        this.signingKey = Optional.of(key.toJSONString());
        var now = Instant.now();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("sub", "alice");
        claims.put("scope", "orders:read");
        claims.put("iat", now.minusSeconds(60).getEpochSecond());
        claims.put("exp", now.plusSeconds(840).getEpochSecond());
        claims.put("jti", "first");
    }

    static FakeJwtTarget signedBy(JWK key, String alg) {
        return new FakeJwtTarget(key, alg);
    }

    static FakeJwtTarget rs256() {
        return signedBy(TestKeys.RSA, "RS256");
    }

    FakeJwtTarget claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    FakeJwtTarget without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** The valid credential, where it is not a token of these claims. */
    FakeJwtTarget credential(String text) {
        credential = Optional.of(text);
        return this;
    }

    FakeJwtTarget withoutSigningKey() {
        signingKey = Optional.empty();
        return this;
    }

    FakeJwtTarget signingKey(String text) {
        signingKey = Optional.of(text);
        return this;
    }

    FakeJwtTarget publicKeys(String text) {
        publicKeys = Optional.of(text);
        return this;
    }

    FakeJwtTarget symmetric() {
        symmetric = true;
        return this;
    }

    FakeJwtTarget promising(TokenPromises declared) {
        promises = declared;
        return this;
    }

    /** A target that declares RFC 9068 and keeps it. */
    FakeJwtTarget atJwt() {
        return promising(new TokenPromises(Set.of(), true, Map.of()));
    }

    /** A target that is given a token which it must refuse. */
    FakeJwtTarget refusing(TokenPromises.Refused kind, String token) {
        return promising(new TokenPromises(Set.of(), false, Map.of(kind, Secret.of(token))));
    }

    FakeJwtTarget requiringScope(String scope) {
        requires = new Operation.Requires(List.of("tokens"), Set.of(scope), Set.of(), Optional.empty());
        return this;
    }

    FakeJwtTarget requiringRole(String role) {
        requires = new Operation.Requires(List.of("tokens"), Set.of(), Set.of(role), Optional.empty());
        return claim("roles", List.of(role));
    }

    /** A target whose operation names the tenant in its path. */
    FakeJwtTarget ofTenants() {
        path = "/tenants/{tenant}/orders";
        requires = new Operation.Requires(
                List.of("tokens"),
                Set.of(),
                Set.of(),
                Optional.of(new Operation.ParameterRef(Operation.In.PATH, "tenant")));
        return claim("tenant", "a");
    }

    FakeJwtTarget minted() {
        minted = true;
        return this;
    }

    FakeJwtTarget declaringLeeway(Duration declared) {
        leeway = declared;
        return this;
    }

    FakeJwtTarget parameters(Map<String, String> ofChecklist) {
        parameters = new Parameters(ofChecklist);
        return this;
    }

    FakeJwtTarget maxLifetime(Duration declared) {
        maxLifetime = declared;
        return this;
    }

    FakeJwtTarget obtainedAt(Instant moment) {
        obtainedAt = Optional.of(moment);
        return this;
    }

    /** A target whose clock is ahead, or behind, as its Date header shows. */
    FakeJwtTarget clockAhead(Duration offset) {
        clockOffset = offset;
        for (var name : List.of("iat", "exp")) {
            claims.computeIfPresent(name, (n, seconds) -> ((Number) seconds).longValue() + offset.toSeconds());
        }
        return this;
    }

    FakeJwtTarget withSkew(int seconds) {
        return claimsRule(set -> nimbusAccepts(set, seconds));
    }

    FakeJwtTarget signatureRule(SignatureRule mistake) {
        signature = mistake;
        return this;
    }

    FakeJwtTarget claimsRule(ClaimsRule mistake) {
        claimsRule = mistake;
        return this;
    }

    /** A header field of all its answers. */
    FakeJwtTarget saying(String name, String value) {
        fields.add(new Header(name, value));
        return this;
    }

    // What it does

    WireResponse answer(WireRequest request) {
        var token = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        return new WireResponse(
                isGranted(token) ? 200 : 401, fields, Content.of(isGranted(token) ? "[1,2]" : "denied"), false);
    }

    boolean isGranted(String token) {
        try {
            var parts = Parts.of(token);
            return signature.holds(parts) && claimsRule.holds(parts.payload());
        } catch (Exception refused) {
            return false;
        }
    }

    boolean nimbusTrusts(Parts token) throws ParseException, JOSEException, BadJOSEException {
        var processor = new DefaultJOSEProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(alg, new ImmutableJWKSet<>(new JWKSet(key))));
        processor.process(token.text(), null);
        return true;
    }

    boolean nimbusAccepts(Map<String, Object> set, int skew) throws ParseException, BadJOSEException {
        var exact = new JWTClaimsSet.Builder().issuer(ISSUER).build();
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(AUDIENCE, exact, Set.of("exp", "sub")) {
            @Override
            protected Date currentTime() {
                return Date.from(now());
            }
        };
        verifier.setMaxClockSkew(skew);
        verifier.verify(JWTClaimsSet.parse(set), null);
        // Nimbus 10.10 holds a required claim to be there when it is null
        return set.get("exp") != null;
    }

    /** What came of a denial check, without the subtleties of the oracle. */
    record Tried(List<String> labels, List<String> granted, List<String> deniedTwins, Set<WireRequest> twins) {}

    Tried run(DenialCheck check) {
        var attempts = check.attempts(this).toList();
        if (attempts.size() > check.metadata().requests()) {
            throw new AssertionError(attempts.size() + " attempts, more than @Check(requests) says");
        }
        var granted = new ArrayList<String>();
        var deniedTwins = new ArrayList<String>();
        var twins = new LinkedHashSet<WireRequest>();
        for (var attempt : attempts) {
            attempt.twin().ifPresent(twins::add);
            if (attempt.twin().filter(twin -> !answer(twin).isSuccess()).isPresent()) {
                deniedTwins.add(attempt.label());
            } else if (answer(attempt.request()).isSuccess()
                    && attempt.plainer()
                            .filter(plainer -> answer(plainer.request()).isSuccess())
                            .isEmpty()) {
                granted.add(attempt.label());
            }
        }
        return new Tried(attempts.stream().map(Attempt::label).toList(), granted, deniedTwins, twins);
    }

    List<String> defects(PropertyCheck check) {
        return check.defects(this).map(PropertyCheck.Defect::words).toList();
    }

    Site site() {
        return new Site(target(), operation(), scheme(), parameters);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    // What it says of itself

    @Override
    public String credential() {
        return credential.orElseGet(() -> {
            try {
                var header = new JWSHeader.Builder(alg)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build();
                var jwt = new SignedJWT(header, JWTClaimsSet.parse(claims));
                jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, alg));
                credential = Optional.of(jwt.serialize());
                return credential.get();
            } catch (JOSEException | ParseException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public Target target() {
        return new Target(
                "fake",
                URI.create("http://localhost"),
                Optional.empty(),
                Target.Limits.DEFAULT,
                Set.of(),
                List.of(),
                Target.DenialSigns.NONE,
                false,
                Map.of("tokens", scheme()),
                Map.of("alice", identity()),
                Map.of("listOrders", operation()),
                HERE);
    }

    @Override
    public Operation operation() {
        return new Operation(
                "listOrders",
                "GET",
                path,
                false,
                requires,
                Map.of(),
                Map.of(),
                List.of(),
                Content.NONE,
                Optional.empty(),
                false,
                HERE);
    }

    @Override
    public Scheme scheme() {
        return new Scheme.BearerJwt(
                "tokens",
                Optional.of(ISSUER),
                Optional.of(AUDIENCE),
                Optional.of(URI.create(ISSUER + "/keys/jwks.json")),
                publicKeys.map(Secret::of),
                signingKey.map(Secret::of),
                maxLifetime,
                leeway,
                symmetric,
                new Scheme.ClaimNames("scope", "roles", "tenant"),
                Optional.empty(),
                Optional.empty(),
                promises,
                Revocation.NONE);
    }

    @Override
    public Identity identity() {
        Obtain obtain = minted
                ? new Obtain.Minted(Map.of())
                : new Obtain.Given(Secret.of("given"), Optional.empty(), Optional.empty());
        return new Identity(
                "alice",
                "tokens",
                Optional.of("a"),
                requires.scopes(),
                requires.roles(),
                Map.of(),
                List.of(),
                obtain,
                HERE);
    }

    @Override
    public Optional<Identity> intruder() {
        return Optional.empty();
    }

    @Override
    public String credentialOf(Identity other) {
        return credential();
    }

    @Override
    public WireRequest request() {
        return requestWith(credential());
    }

    @Override
    public WireRequest bare() {
        return WireRequest.of(Origin.of(URI.create("http://localhost")), "GET", "/orders");
    }

    @Override
    public WireRequest requestWith(String token) {
        return bare().with("Authorization", "Bearer " + token);
    }

    @Override
    public WireRequest requestAs(Identity other) {
        throw new AssertionError("not faked");
    }

    @Override
    public List<Leak> leaks() {
        throw new AssertionError("not faked");
    }

    @Override
    public boolean showsOwnMarker(Identity owner) {
        throw new AssertionError("not faked");
    }

    @Override
    public boolean wasShownOwnMarker(Identity owner) {
        throw new AssertionError("not faked");
    }

    @Override
    public WireRequest requestOf(Identity other) {
        return request();
    }

    @Override
    public String madeUp(String credential) {
        return credential;
    }

    @Override
    public Optional<String> publicKeys() {
        return publicKeys;
    }

    @Override
    public Optional<String> refreshToken() {
        return Optional.empty();
    }

    @Override
    public Instant now() {
        return Instant.now().plus(clockOffset);
    }

    @Override
    public Exchange positiveControl() {
        return exchange(request(), Instant.now());
    }

    @Override
    public Exchange negativeControl() {
        return exchange(bare(), Instant.now());
    }

    @Override
    public Optional<Exchange> issuing() {
        return obtainedAt.map(moment -> exchange(bare(), moment));
    }

    private Exchange exchange(WireRequest request, Instant at) {
        return new Exchange(request, new Answer.Answered(answer(request)), at, Duration.ofMillis(1));
    }
}
