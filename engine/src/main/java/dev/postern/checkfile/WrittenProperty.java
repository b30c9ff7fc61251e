package dev.postern.checkfile;

import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import java.util.List;
import java.util.stream.Stream;

/** A property check of a file: it looks at the answer to the valid credential. */
record WrittenProperty(Facts facts, String explanation, List<HeaderExpectation> expectations) implements PropertyCheck {

    @Override
    public Check metadata() {
        return facts.metadata();
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        return on.positiveControl().response().stream()
                .flatMap(
                        response -> expectations.stream().flatMap(expectation -> expectation.defect(response).stream()))
                .map(Defect::new);
    }
}
