package dev.postern.checks.refresh;

import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.checks.FakeSubject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An issuer and an API in one: issues {@code rt1, rt2, …} and {@code at1, at2, …}, and knows whom it gave them. */
final class TokenServer implements Function<WireRequest, WireResponse> {

    private final boolean rotates;
    private final boolean invalidates;
    private final boolean graceUntilSuccessorIsUsed;

    private final Map<String, String> successors = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> accessTokens = new HashSet<>();
    private int issued;

    private TokenServer(boolean rotates, boolean invalidates, boolean graceUntilSuccessorIsUsed) {
        this.rotates = rotates;
        this.invalidates = invalidates;
        this.graceUntilSuccessorIsUsed = graceUntilSuccessorIsUsed;
    }

    static TokenServer sound() {
        return new TokenServer(true, true, false);
    }

    static TokenServer withoutRotation() {
        return new TokenServer(false, false, false);
    }

    static TokenServer withoutInvalidation() {
        return new TokenServer(true, false, false);
    }

    /** Accepts the old one until its successor is used, as FAPI 2.0 wants of those that rotate. */
    static TokenServer withGrace() {
        return new TokenServer(true, true, true);
    }

    Fresh obtain() {
        return new Fresh.Obtained("at0", Optional.of("rt0"));
    }

    @Override
    public WireResponse apply(WireRequest request) {
        if (!request.method().equals("POST")) {
            return accessTokens.contains(FakeSubject.bearer(request)) ? FakeSubject.ok("{}") : FakeSubject.status(401);
        }
        var token = request.body().text().substring("refresh_token=".length());
        if (isRefused(token)) {
            return new WireResponse(400, request.headers(), Content.of("{\"error\":\"invalid_grant\"}"), false);
        }
        used.add(token);
        accessTokens.add("at" + ++issued);
        if (!rotates) {
            return FakeSubject.ok("{\"access_token\":\"at" + issued + "\"}");
        }
        successors.put(token, "rt" + issued);
        return FakeSubject.ok("{\"access_token\":\"at" + issued + "\",\"refresh_token\":\"rt" + issued + "\"}");
    }

    private boolean isRefused(String token) {
        if (!invalidates || !used.contains(token)) {
            return false;
        }
        return !graceUntilSuccessorIsUsed || used.contains(successors.get(token));
    }
}
