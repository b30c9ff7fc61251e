package dev.postern.api.check;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A check that looks at one exchange or one token and says what is wrong with it. */
public non-sealed interface PropertyCheck extends SecurityCheck {

    /** What is wrong; empty where nothing is. */
    Stream<Defect> defects(Observed on);

    /**
     * Whether it looks at what the whole audit has seen, {@link Observed#leaks}. Its cases are looked at once more when all
     * others have run, and what has come to light by then is a FAIL.
     */
    default boolean looksBack() {
        return false;
    }

    /**
     * Whether it judges what the operation answers, and not a token, a key set or the issuer. Then the case is INCONCLUSIVE
     * unless no credential is denied there and a path that does not exist is answered otherwise.
     */
    default boolean readsOperation() {
        return false;
    }

    /**
     * What that means. Unless overridden: FAIL with the words of all defects, PASS where there is none. To be overridden
     * where a PASS has more to say, or where what was looked at is not what the check is about.
     */
    default Verdict verdict(Observed on) {
        var words = defects(on).map(Defect::words).collect(Collectors.joining(" "));
        return words.isEmpty()
                ? Verdict.pass(Reason.SOUND, "No defect found; the credential looked at was granted.")
                : Verdict.fail(Reason.DEFECT, words);
    }

    /**
     * One thing that is wrong.
     *
     * @param words what, in a sentence without credentials
     */
    record Defect(String words) {}
}
