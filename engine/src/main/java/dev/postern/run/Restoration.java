package dev.postern.run;

import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.journal.LeftBehind;
import dev.postern.journal.LeftBehind.Change;
import dev.postern.redaction.Redactor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier audit has changed in the target and was killed before it put it back, put back now.
 *
 * @param done one sentence for each thing that was put back
 * @param failures one or more sentences for each thing that could not be
 */
public record Restoration(List<String> done, List<String> failures) {

    /** Keeps immutable copies. */
    public Restoration {
        done = List.copyOf(done);
        failures = List.copyOf(failures);
    }

    /**
     * Puts back all that is left, and sends nothing else.
     *
     * @param target the target with its secrets, at the address where it answers
     * @param left what is left; what was put back is taken out of it
     */
    public static Restoration of(Target target, Collection<Secret> secrets, LeftBehind left, String toolVersion) {
        var bench = new Bench(target, Door.open(target), Redactor.of(target, secrets), toolVersion, left);
        try {
            return of(bench, left);
        } finally {
            bench.stop();
        }
    }

    /** The same within an audit. */
    static Restoration of(Bench bench, LeftBehind left) {
        var done = new ArrayList<String>();
        var failures = new ArrayList<String>();
        for (var change : left.changes()) {
            var user = user(bench, change);
            if (user.isEmpty()) {
                failures.add(
                        told(change) + ", and the target file no longer says how to enable it. Enable the user by hand,"
                                + " then delete " + LeftBehind.FILE + " beside the reports.");
            } else if (user.get().make()) {
                left.putBack(change.kind(), change.identity());
                done.add(told(change) + ", and has been enabled again.");
            } else {
                failures.add(user.get().failure());
            }
        }
        return new Restoration(done, failures);
    }

    private static Optional<UserSwitch> user(Bench bench, Change change) {
        return Optional.ofNullable(bench.target().identities().get(change.identity()))
                .filter(identity -> identity.hooks().disabling().isPresent())
                .map(identity -> new UserSwitch(bench, identity));
    }

    private static String told(Change change) {
        return switch (change.kind()) {
            case USER_DISABLED ->
                "The user of \"" + change.identity() + "\" was left disabled by an audit that was killed ("
                        + change.at() + ")";
        };
    }
}
