package com.example.checks;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** Credentials from our handbook, for everybody to read, and one that is made of what everybody can see. */
@Check(
        id = "team.guest-credential",
        title = "The credentials of our handbook open nothing",
        severity = Severity.HIGH,
        references = "Team handbook 2.1",
        cwe = 798,
        schemes = {Scheme.Type.API_KEY, Scheme.Type.BEARER_OPAQUE},
        requests = 3)
public final class GuestCredential implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var ofTheHandbook = Stream.of("guest-0000-0000-0000", "test-1111-1111-1111");
        var guessed = on.identity().name() + "-" + on.target().name();
        return Stream.concat(ofTheHandbook, Stream.of(guessed)).map(text -> on.attempt("\"" + text + "\"", text));
    }
}
