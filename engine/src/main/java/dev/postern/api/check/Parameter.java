package dev.postern.api.check;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Comparator;

/** A limit that a control of a checklist may set for a check; the check reads it from {@link Subject#parameters}. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameter {

    /** Its name in a checklist, e.g. {@code maxLifetime}. */
    String name();

    /** What its values are. */
    Kind kind();

    /** Which of several values counts. */
    Strictest strictest();

    /** What a value is. */
    enum Kind {
        /** As ISO 8601 writes it: {@code PT1H}. */
        DURATION,
        /** A whole number. */
        NUMBER;

        /** Compares valid values of this kind. */
        public Comparator<String> order() {
            return switch (this) {
                case DURATION -> Comparator.comparing(Duration::parse);
                case NUMBER -> Comparator.comparing(Integer::valueOf);
            };
        }
    }

    /** Which of several values is the strictest. */
    enum Strictest {
        /** The smallest: what is set is a maximum. */
        SMALLEST,
        /** The largest: what is set is a minimum. */
        LARGEST
    }
}
