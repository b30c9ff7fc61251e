package dev.postern.checkfile;

import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** The metadata of a check as its file has it. */
record Facts(
        String id,
        String title,
        Severity severity,
        List<String> references,
        int cwe,
        List<Scheme.Type> schemes,
        List<Need> needs,
        Check.Per per,
        int requests) {

    /** The same as the annotation that a class would have. */
    Check metadata() {
        var members = Map.<String, Object>of(
                "id", id,
                "title", title,
                "severity", severity,
                "references", references.toArray(String[]::new),
                "cwe", cwe,
                "schemes", schemes.toArray(Scheme.Type[]::new),
                "needs", needs.toArray(Need[]::new),
                "per", per,
                "requests", requests,
                "annotationType", Check.class);
        return (Check) Proxy.newProxyInstance(
                Check.class.getClassLoader(),
                new Class<?>[] {Check.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> id.hashCode();
                    case "toString" -> "@Check(id=\"" + id + "\")";
                    default -> members.getOrDefault(method.getName(), method.getDefaultValue());
                });
    }
}
