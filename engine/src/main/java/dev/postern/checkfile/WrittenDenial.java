package dev.postern.checkfile;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Subject;
import java.util.List;
import java.util.stream.Stream;

/** A denial check of a file. */
record WrittenDenial(Facts facts, String explanation, List<AttemptForm> forms) implements DenialCheck {

    @Override
    public Check metadata() {
        return facts.metadata();
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return forms.stream().map(form -> form.on(on));
    }
}
