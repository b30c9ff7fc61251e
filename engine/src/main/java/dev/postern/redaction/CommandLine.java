package dev.postern.redaction;

import dev.postern.api.target.Target;
import java.util.ArrayList;
import java.util.List;

/** The commands of Postern that a report prints. */
final class CommandLine {

    private CommandLine() {}

    /** How the variable of a known secret is set: by a command, or in words. */
    static String of(Target target, Source source) {
        if (source.forge().isEmpty()) {
            return "# " + source.words();
        }
        var words = new ArrayList<>(List.of("postern forge", file(target)));
        source.forge().forEach(word -> words.add(ShellWord.of(word)));
        return "\"$(" + String.join(" ", words) + ")\"";
    }

    /** How the variable of a forged secret is set. */
    static String forging(Target target, String caseId, String step, int part) {
        if (caseId.isEmpty()) {
            return "# the credential of this request";
        }
        var words = new ArrayList<>(List.of("postern forge", file(target), ShellWord.of(caseId), ShellWord.of(step)));
        if (part > 1) {
            words.add("--part " + part);
        }
        return "\"$(" + String.join(" ", words) + ")\"";
    }

    /**
     * The command that sends a request of a case again.
     *
     * @param why what keeps curl from it
     */
    static String replaying(Target target, String caseId, String step, String why) {
        return String.join(" ", "postern replay", file(target), ShellWord.of(caseId), ShellWord.of(step)) + " # " + why;
    }

    private static String file(Target target) {
        return ShellWord.of(target.file().file());
    }
}
