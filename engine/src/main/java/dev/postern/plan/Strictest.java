package dev.postern.plan;

import dev.postern.api.audit.Checklist;
import dev.postern.api.check.Check;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.Parameters;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Of the limits that the controls of a checklist set for a check, the strictest: the check runs once for all of them. */
record Strictest(Checklist checklist) {

    Parameters of(Check check) {
        var values = new LinkedHashMap<String, String>();
        for (var parameter : check.parameters()) {
            value(check, parameter).ifPresent(value -> values.put(parameter.name(), value));
        }
        return new Parameters(values);
    }

    private Optional<String> value(Check check, Parameter parameter) {
        var order = parameter.kind().order();
        return checklist.controls().stream()
                .filter(control -> control.checks().contains(check.id()))
                .flatMap(control ->
                        Optional.ofNullable(control.parameters().values().get(parameter.name())).stream())
                .min(parameter.strictest() == Parameter.Strictest.SMALLEST ? order : order.reversed());
    }
}
