package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Hooks.Disabling;
import dev.postern.api.target.Hooks.Hook;
import dev.postern.api.target.Identity;
import dev.postern.journal.LeftBehind;
import dev.postern.run.Credentials.Holding;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Disables an identity's user, and enables it again. */
final class UserSwitch implements Amends.Amend {

    private static final int TRIES = 3;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Bench bench;
    private final Identity identity;
    private final Disabling hooks;
    private volatile Optional<Exchange> enabling = Optional.empty();
    private volatile Optional<String> failure = Optional.empty();

    UserSwitch(Bench bench, Identity identity) {
        this.bench = bench;
        this.identity = identity;
        this.hooks = identity.hooks()
                .disabling()
                .orElseThrow(() -> new IllegalArgumentException("\"" + identity.name() + "\" has no `disable`"));
    }

    /**
     * Disables the user, if whoever must enable it again has a credential.
     *
     * @throws LiveSubject.NoCredential where an administrator has none
     * @throws CannotTryException if it cannot be noted that the user must be enabled again
     * @throws InterruptedException where the audit was told to end
     */
    Exchange disable() throws InterruptedException {
        credential(hooks.enabledBy());
        var request = request(hooks.disable(), hooks.disabledBy());
        try {
            return bench.amends().change(() -> bench.courier().sendPermitted(request), this);
        } catch (UncheckedIOException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "\"" + identity.name() + "\" was not disabled: a process that is killed before it enables the user"
                            + " again must leave a note, and none could be written: " + e.getMessage());
        }
    }

    /**
     * Enables the user, unless the end of the audit has done so.
     *
     * @return what to say where that failed
     */
    Optional<String> enable() {
        var interrupted = Thread.interrupted(); // else the request would not leave
        try {
            bench.amends().make(this);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }

    /** Why the user could not be enabled: a target that does not answer at all has refused nothing. */
    Reason reason() {
        return enabling.filter(exchange -> exchange.response().isEmpty()).isPresent()
                ? Reason.TRANSPORT
                : Reason.SETUP_FAILED;
    }

    /** The last answer to {@code enable}, where one was asked for. */
    Optional<Exchange> enabling() {
        return enabling;
    }

    @Override
    public LeftBehind.Kind kind() {
        return LeftBehind.Kind.USER_DISABLED;
    }

    @Override
    public String identity() {
        return identity.name();
    }

    @Override
    public boolean make() {
        for (var attempt = 1; attempt <= TRIES; attempt++) {
            try {
                var request = request(hooks.enable(), hooks.enabledBy());
                var exchange = bench.courier().sendRestoring(request);
                enabling = Optional.of(exchange);
                if (exchange.response().filter(WireResponse::isSuccess).isPresent()) {
                    return true;
                }
                bench.credentials().forget(administrator(hooks.enabledBy())); // it may have run out meanwhile
            } catch (LiveSubject.NoCredential e) {
                enabling = Optional.empty();
            }
            bench.courier().pause(WAIT);
        }
        var words = "\"" + identity.name() + "\" IS STILL DISABLED: its `enable`, sent as \"" + hooks.enabledBy()
                + "\", " + said() + ". Enable the user by hand.";
        failure = Optional.of(words);
        bench.amends().failed(words);
        bench.credentials()
                .lose(identity, "the audit disabled its user, and could not enable it again: its `enable` " + said());
        return false;
    }

    /** Why the user could not be enabled; empty if it was. */
    String failure() {
        return failure.orElse("");
    }

    private String said() {
        return enabling.map(exchange -> exchange.answer() instanceof Unanswered unanswered
                        ? "got no answer (" + unanswered.words() + ")"
                        : "was answered " + Evidence.status(exchange))
                .orElse("could not be sent, since that identity has no credential");
    }

    private WireRequest request(Hook hook, String by) {
        var who = administrator(by);
        return Calls.present(
                bench.calls().hook(hook, hook.body().written()),
                bench.target().schemes().get(who.scheme()),
                credential(by));
    }

    private Identity administrator(String name) {
        return bench.target().identities().get(name);
    }

    private String credential(String of) {
        var holding = bench.credentials().of(administrator(of));
        if (holding instanceof Holding.Absent absent) {
            throw new LiveSubject.NoCredential(absent.verdict());
        }
        return ((Holding.Held) holding).credential();
    }
}
