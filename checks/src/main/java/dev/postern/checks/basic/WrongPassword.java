package dev.postern.checks.basic;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import java.util.stream.Stream;

/**
 * One half right, the other wrong. At most six attempts, three of them with the real user: failures may lock the account.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "basic.wrong-password",
        title = "User name and password are both verified",
        severity = Severity.CRITICAL,
        references = {"RFC 7617 2", "ASVS 5.0 6.2.8", "API2:2023"},
        cwe = 287,
        schemes = Scheme.Type.BASIC,
        per = Check.Per.SCHEME,
        requests = 6)
public final class WrongPassword implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        // RFC 7617 2: the first colon separates; a password may hold more of them.
        var colon = on.credential().indexOf(':');
        var user = colon < 0 ? on.credential() : on.credential().substring(0, colon);
        var password = colon < 0 ? "" : on.credential().substring(colon + 1);

        var wrongUser = on.attempt("a user that does not exist, the right password", stranger() + ":" + password);
        var nothing = on.attempt("empty user, empty password", ":");
        // A token in the user's place, without password, is a known use of Basic: then the password proves nothing.
        var ofPassword = Stream.of(
                on.attempt("the right user, a wrong password", user + ":" + Decoy.random(20)),
                on.attempt("the right user, an empty password", user + ":"),
                on.attempt("the right user, without colon and password", user));
        var ofUser = Stream.of(wrongUser, on.attempt("empty user, the right password", ":" + password));

        var rows = Stream.of(
                user.isEmpty() ? Stream.<Attempt>empty() : ofUser,
                Stream.of(nothing),
                password.isEmpty() ? Stream.<Attempt>empty() : ofPassword);
        return rows.flatMap(row -> row)
                .filter(a -> !a.request().equals(on.request()))
                .map(a -> a.tolerating(MALFORMED));
    }

    private static String stranger() {
        return "postern-" + Decoy.random(10);
    }
}
