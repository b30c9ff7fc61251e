package dev.postern.api.audit;

import dev.postern.api.http.Answer.Failure;
import java.util.Locale;

/** Why a verdict is what it is: stable codes, for reports and for those who count them. */
public enum Reason {
    /** All attempts were denied, and the controls were alive after the last. */
    HELD,
    /** No defect was found. */
    SOUND,
    /** An attempt that must be denied was granted. */
    GRANTED,
    /** A cache gave a stranger what it stored for a valid credential; the target itself denied. */
    STORED_BY_CACHE,
    /** A property does not hold. */
    DEFECT,
    /** A scenario went wrong: the target did not do what it must. */
    BROKEN,

    /** The valid credential was not granted. */
    POSITIVE_CONTROL_FAILED,
    /** The valid credential was sometimes granted, sometimes not. */
    UNSTABLE_CONTROL,
    /** The operation is granted without credential: nothing can be learnt from a forged one. */
    OPERATION_IS_OPEN,
    /** The valid credential was no longer granted after the attempts. */
    CONTROL_LOST,
    /** The honest twin of a forgery was denied. */
    TWIN_DENIED,
    /** A plainer attempt is granted too, which is another check's finding. */
    PLAINER_GRANTED,
    /** The identity whose valid credential was tried is granted nowhere. */
    INTRUDER_NOT_ALIVE,
    /** No credential could be obtained. */
    NO_CREDENTIAL,
    /** The target did not answer. */
    TRANSPORT,
    /** The target asked to slow down. */
    THROTTLED,
    /** A gateway before the target failed. */
    GATEWAY,
    /** The target crashed: that is no denial. */
    SERVER_ERROR,
    /** A filter before the target answered. */
    EDGE_BLOCK,
    /** The request was refused for its form, which says nothing of access. */
    REJECTED_AS_MALFORMED,
    /** A status that says nothing of access. */
    ODD_STATUS,
    /** A 200 whose body may be an error. */
    SOFT_ERROR,
    /** An empty collection, where the positive control has items. */
    EMPTY_COLLECTION,
    /** An empty answer, where the positive control has a body. */
    EMPTY_BODY,
    /** The answer is like neither control. */
    UNLIKE_CONTROLS,
    /** A credential that must not be believed may have been, and was refused for want of a right only. */
    RIGHTS_LACKING,
    /** The two identities' data cannot be told apart. */
    INDISTINGUISHABLE,
    /** A limit could not be reached within its window, or a search not be ended in its time. */
    TOO_SLOW,
    /** The declared limit is too large, or its window too long, to test. */
    LIMIT_TOO_LARGE,
    /** A step that prepares the scenario did not work. */
    SETUP_FAILED,
    /** The budget of requests, or of failed logins, is used up. */
    BUDGET,
    /** The host is not allowed, or the request is destructive and not allowed. */
    REFUSED_BY_DOOR,
    /** The check itself broke. */
    CHECK_ERROR,

    /** The target file lacks something. */
    NEED_MISSING,
    /** No operation or scheme of the target is concerned. */
    IRRELEVANT,
    /** The target file does not promise what the check is about, and no standard demands it. */
    NOT_PROMISED,
    /** A waiver accepts the finding. */
    ACCEPTED,
    /** A person attested that the control holds. */
    ATTESTED,
    /** Nobody attested yet, or the attestation has run out. */
    NOT_ATTESTED,
    /** A person attested that the control does not hold. */
    ATTESTED_ABSENT;

    /** Why a case is undecided in which a request got no answer. */
    public static Reason of(Failure failure) {
        return switch (failure) {
            case BUDGET, FAILED_LOGINS -> BUDGET;
            case HOST_NOT_ALLOWED, DESTRUCTIVE, NOT_ONE_REQUEST, STOPPED -> REFUSED_BY_DOOR;
            case UNKNOWN_HOST, CONNECTION_REFUSED, TLS, RESET, TIMEOUT, NOT_HTTP -> TRANSPORT;
        };
    }

    /** The code as reports write it: {@code positive-control-failed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
