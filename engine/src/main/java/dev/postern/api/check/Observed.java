package dev.postern.api.check;

import dev.postern.api.http.Exchange;
import java.util.Optional;

/** What a property check looks at. */
public interface Observed extends Subject {

    /** The positive control: the operation with the valid credential, granted. */
    Exchange positiveControl();

    /** The negative control: the operation without credential. */
    Exchange negativeControl();

    /** The exchange by which the credential was obtained, where Postern obtained it. */
    Optional<Exchange> issuing();
}
