package dev.postern.doctor;

import static dev.postern.doctor.Cause.certain;
import static dev.postern.doctor.Cause.possible;

import dev.postern.api.check.Decision;
import dev.postern.doctor.Cause.Code;
import dev.postern.doctor.Cause.Likelihood;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All rules, and which of their causes are worth telling. */
final class Causes {

    private static final int MOST = 3;

    private static final List<Function<Symptoms, Optional<Cause>>> RULES = Stream.of(
                    AnswerRules.ALL, CredentialRules.all(), RightRules.all())
            .flatMap(List::stream)
            .toList();

    private Causes() {}

    /** In order of likelihood; where something is certainly wrong, no more than that. */
    static List<Cause> of(Symptoms s) {
        var codes = EnumSet.noneOf(Code.class);
        var all = RULES.stream()
                .flatMap(rule -> rule.apply(s).stream())
                .sorted(Comparator.comparing(Cause::likelihood))
                .filter(c -> codes.add(c.code()))
                .toList();
        var certain =
                all.stream().filter(c -> c.likelihood() == Likelihood.CERTAIN).toList();
        if (!certain.isEmpty()) {
            return certain;
        }
        return all.isEmpty()
                ? List.of(possible(
                        Code.NO_HINT,
                        "the answer gives no hint",
                        "look at the target's log; compare with a request that works: method, path, headers, body"))
                : all.stream()
                        // what is so everywhere has one cause, and mere possibilities would tell it apart again
                        .filter(c -> c.likelihood() != Likelihood.POSSIBLE
                                || !s.all().isAlikeEverywhere())
                        .limit(MOST)
                        .toList();
    }

    /** Why it cannot be seen whether no credential is denied. */
    static Cause ofUnclearNegative(Decision.Unclear unclear) {
        return switch (unclear.reason()) {
            case POSITIVE_CONTROL_FAILED ->
                Cause.likely(
                        Code.BASE_PATH,
                        unclear.words(),
                        "correct `baseUrl:`, or `call:` of the operation, until only that operation answers so");
            case REJECTED_AS_MALFORMED ->
                Cause.likely(
                        Code.REQUEST_REJECTED,
                        unclear.words(),
                        "complete `body:`, `query:`, `headers:` and `with:`, so that only the credential is missing");
            case ODD_STATUS ->
                Cause.likely(
                        Code.NOT_COMPARABLE,
                        unclear.words(),
                        "name the page to which a denied caller is sent: `denial: login:`");
            case THROTTLED -> certain(Code.RATE_LIMITED, unclear.words(), "wait, and lower `limits: rate:`");
            case SERVER_ERROR ->
                certain(Code.SERVER_ERROR, unclear.words(), "have the target answer 401 in place of a crash");
            default ->
                Cause.likely(
                        Code.NOT_COMPARABLE,
                        unclear.words(),
                        "tell how the target says no (`denial: errors:`), and what changes from answer to answer"
                                + " (`denial: ignore:`)");
        };
    }
}
