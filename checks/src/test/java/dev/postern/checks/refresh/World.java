package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.status;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Holders of refresh tokens, and subjects about them. */
final class World {

    static final Scheme SCHEME = FakeTarget.opaque();
    static final Identity PUBLIC = holder("alice", FakeTarget.passwordGrant(false));
    static final Identity CONFIDENTIAL = holder("carol", FakeTarget.passwordGrant(true));
    static final Identity GIVEN = holder("bob", FakeTarget.givenWithRefresh("at0", "rt0"));
    static final Identity WITHOUT = holder("dave", FakeTarget.clientCredentials());

    private World() {}

    static Party party(Applicability applicability) {
        return ((Applicability.Applies) applicability).parties().get(0);
    }

    static WireResponse error(int status, String code) {
        return new WireResponse(status, List.of(), Content.of("{\"error\":\"" + code + "\"}"), false);
    }

    static Identity holder(String name, Obtain obtain) {
        return FakeTarget.person(name, SCHEME).obtains(obtain).build();
    }

    static FakeTarget target(Identity... identities) {
        var target = FakeTarget.of(SCHEME).and(FakeTarget.get("/orders", SCHEME).build());
        for (var identity : identities) {
            target.and(identity);
        }
        return target;
    }

    static FakeSubject on(Identity identity, TokenServer server) {
        return server(identity, server).obtaining(server::obtain);
    }

    static FakeSubject answering(Identity identity, Function<WireRequest, WireResponse> server) {
        return server(identity, server).obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")));
    }

    static FakeSubject silent() {
        return FakeSubject.on(
                        target(PUBLIC), Party.of(PUBLIC), r -> new Answer.Unanswered(Answer.Failure.RESET, "reset"))
                .obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")));
    }

    static FakeSubject server(Identity identity, Function<WireRequest, WireResponse> server) {
        return FakeSubject.of(target(identity), identity, server);
    }
}
