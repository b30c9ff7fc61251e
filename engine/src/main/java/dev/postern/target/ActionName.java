package dev.postern.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The word by which an operation says that it acts, though its method only reads: {@code GET /jobs/{id}/stop}. RFC 9110
 * 9.2.1 forbids such operations, and many APIs have them.
 */
public final class ActionName {

    /** Verbs that are hardly ever the name of a thing. */
    private static final Set<String> VERBS = Set.of(
            "abort",
            "accept",
            "activate",
            "add",
            "apply",
            "approve",
            "ban",
            "cancel",
            "clear",
            "confirm",
            "create",
            "deactivate",
            "decline",
            "delete",
            "demote",
            "deny",
            "deploy",
            "destroy",
            "disable",
            "disconnect",
            "drop",
            "enable",
            "erase",
            "exec",
            "execute",
            "expire",
            "flush",
            "impersonate",
            "increment",
            "insert",
            "install",
            "invalidate",
            "invoke",
            "kick",
            "kill",
            "logoff",
            "logout",
            "merge",
            "notify",
            "pause",
            "poweroff",
            "promote",
            "publish",
            "purge",
            "reboot",
            "recalculate",
            "regenerate",
            "reindex",
            "reject",
            "reload",
            "remove",
            "rename",
            "resend",
            "restart",
            "resume",
            "revoke",
            "rollback",
            "rotate",
            "send",
            "shutdown",
            "signoff",
            "signout",
            "subscribe",
            "suspend",
            "terminate",
            "toggle",
            "truncate",
            "unban",
            "unblock",
            "uninstall",
            "unlock",
            "unpublish",
            "unregister",
            "unsubscribe",
            "update",
            "upgrade",
            "withdraw",
            "wipe");

    /** Verbs that name things as well ({@code /last-run}): they count where they begin a name, or are all of it. */
    private static final Set<String> VERBS_OR_NOUNS = Set.of(
            "block", "fire", "import", "lock", "refresh", "reset", "restore", "run", "start", "stop", "sync",
            "trigger");

    /** What stands before a verb and changes nothing of it. */
    private static final Set<String> PREFIXES = Set.of("do", "force", "bulk", "mass");

    private static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "all", "this", "your", "any", "every", "its", "one");

    private static final Pattern WORD_BORDER =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+");

    private ActionName() {}

    /**
     * The word that says that the operation acts; empty if none does.
     *
     * @param id the operation's id
     * @param path the path template
     * @param summary what a document says of it in one line; may be empty
     */
    public static Optional<String> of(String id, String path, String summary) {
        return Stream.of(ofPath(path), ofId(id), ofSummary(summary))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ofPath(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.contains("{"))
                .map(ActionName::ofName)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Frameworks put a controller before the name: {@code JobsController_stop}. */
    private static Optional<String> ofId(String id) {
        return ofName(id)
                .or(() -> Arrays.stream(id.split("[_.:]", -1))
                        .skip(1)
                        .map(ActionName::ofName)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<String> ofName(String name) {
        var words = words(name);
        if (words.size() > 1 && PREFIXES.contains(words.get(0))) {
            words = words.subList(1, words.size());
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        var first = words.get(0);
        var last = words.get(words.size() - 1);
        if (VERBS.contains(first) || VERBS_OR_NOUNS.contains(first)) {
            return Optional.of(first);
        }
        return isSigningOut(words)
                ? Optional.of(first + " " + words.get(1))
                : Optional.of(last).filter(VERBS::contains);
    }

    private static boolean isSigningOut(List<String> words) {
        return words.size() > 1
                && Set.of("log", "sign", "shut", "power").contains(words.get(0))
                && Set.of("out", "off", "down").contains(words.get(1));
    }

    /** The first word, as an order ("Stop the job") or as a statement ("Stops the job"). */
    private static Optional<String> ofSummary(String summary) {
        var words = words(summary);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        var first = words.get(0);
        var hasObject = words.size() > 1 && ARTICLES.contains(words.get(1));
        var isOrder = VERBS.contains(first) || (hasObject && VERBS_OR_NOUNS.contains(first));
        var isStatement = hasObject && Stream.of("s", "es").anyMatch(ending -> isVerbWith(first, ending));
        return isOrder || isStatement || isSigningOut(words) ? Optional.of(first) : Optional.empty();
    }

    private static boolean isVerbWith(String word, String ending) {
        var stem = word.endsWith(ending) ? word.substring(0, word.length() - ending.length()) : "";
        return VERBS.contains(stem) || VERBS_OR_NOUNS.contains(stem);
    }

    private static List<String> words(String name) {
        return WORD_BORDER
                .splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
