package dev.postern.api.check;

import dev.postern.api.http.Exchange;
import dev.postern.api.target.Identity;
import java.util.List;
import java.util.Optional;

/** What a property check looks at. */
public interface Observed extends Subject {

    /** The positive control: the operation with the valid credential, granted. */
    Exchange positiveControl();

    /** The negative control: the operation without credential. */
    Exchange negativeControl();

    /** The exchange by which the credential was obtained, where Postern obtained it. */
    Optional<Exchange> issuing();

    /**
     * What the operation has shown the identity of others, by their markers, as far as it was seen until now: in any answer
     * of the audit to its valid credential, and in that to the positive control. Whose data it may see, as the target file
     * says, is not among it; nor is what an attempt on the data of that owner got, which is judged where it is made.
     */
    List<Leak> leaks();

    /** Whether any answer of the audit has shown that identity one of its own markers, until now. */
    boolean wasShownOwnMarker(Identity owner);

    /**
     * An answer that showed a marker of somebody else.
     *
     * @param owner whose marker it is
     */
    record Leak(Identity owner, Exchange exchange) {}
}
